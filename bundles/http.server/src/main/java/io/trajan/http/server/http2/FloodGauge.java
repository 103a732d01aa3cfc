package io.trajan.http.server.http2;

/**
 * Counts frames that cost us something and bring nothing, in windows of ten seconds. Confined to an
 * event loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-10.5">RFC 9113 §10.5</a>
 */
final class FloodGauge {
  private static final long WINDOW_NANOS = 10_000_000_000L;

  private final int most;
  private long windowStart;
  private int count;

  FloodGauge(int most) {
    this.most = most;
  }

  /** Counts one; true when there were too many. */
  boolean isFlood(long nowNanos) {
    if (count == 0 || nowNanos - windowStart > WINDOW_NANOS) {
      windowStart = nowNanos;
      count = 0;
    }
    return ++count > most;
  }
}
