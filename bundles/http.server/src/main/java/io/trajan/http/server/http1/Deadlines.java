package io.trajan.http.server.http1;

import io.trajan.http.server.net.Limits;
import io.trajan.http.server.net.Pace;

/**
 * How long a connection may be silent, by what is expected of it. Pure: it is told the time and
 * says whether it is over. Times are those of {@link System#nanoTime}. One per connection, one
 * thread.
 */
final class Deadlines {
  /** How long a header may take while this server is about to leave. */
  private static final long LEAVING_NANOS = 1_000_000_000L;

  private final Limits limits;
  private final Pace body;
  private boolean waits;
  private long waitsSince;
  private long headSince;

  Deadlines(Limits limits) {
    this.limits = limits;
    this.body = new Pace(limits.body(), limits.bodyBytesPerSecond());
  }

  /** It begins to idle with the next look at the clock. */
  void idles() {
    waits = false;
  }

  /** The first octet of a header came. */
  void headBegins(long now) {
    headSince = now;
  }

  /** When it came. */
  long headSince() {
    return headSince;
  }

  /** A body is expected. */
  void bodyBegins() {
    body.reset();
  }

  /** So much of it came. */
  void bodyMoved(long bytes) {
    body.moved(bytes);
  }

  /** Our direction was ended, the client's is waited for. */
  void lingers(long now) {
    waits = true;
    waitsSince = now;
  }

  /**
   * Whether it has idled long enough.
   *
   * @param busy whether the client still takes an answer, which is not idling
   * @param draining whether nothing is waited for any more
   */
  boolean isIdleOver(long now, boolean busy, boolean draining) {
    if (!waits || busy) {
      waits = true;
      waitsSince = now;
      return false;
    }
    return draining || now - waitsSince > limits.idle().toNanos();
  }

  /**
   * Whether a header should have come.
   *
   * @param leaving whether we are about to leave and do not wait long for what may never be one
   */
  boolean isHeadLate(long now, boolean leaving) {
    long usual = limits.header().toNanos();
    return now - headSince > (leaving ? Math.min(usual, LEAVING_NANOS) : usual);
  }

  /** Whether a body comes too slowly, if it is {@code wanted} at all. */
  boolean isBodyLate(long now, boolean wanted) {
    return body.isTooSlow(now, wanted);
  }

  /** Whether the client has had the time to see our end. */
  boolean isLingerOver(long now) {
    return now - waitsSince > limits.linger().toNanos();
  }
}
