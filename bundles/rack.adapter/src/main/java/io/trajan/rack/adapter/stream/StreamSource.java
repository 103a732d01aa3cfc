package io.trajan.rack.adapter.stream;

import io.trajan.request.ByteSource;
import io.trajan.request.RawStream;
import io.trajan.request.RequestBody;

/**
 * What a {@link RubyStream} reads.
 *
 * @param bytes where they come from
 * @param length how many, or {@link RequestBody#UNKNOWN}
 * @param patienceNanos how long a read waits for the client
 */
public record StreamSource(ByteSource bytes, long length, long patienceNanos) {
  /** A connection that may be silent for as long as it likes. */
  public static StreamSource of(RawStream raw) {
    return new StreamSource(raw, RequestBody.UNKNOWN, Long.MAX_VALUE / 4);
  }

  /** The body of a request. */
  public static StreamSource of(RequestBody body, long patienceNanos) {
    return new StreamSource(body, body.length(), patienceNanos);
  }
}
