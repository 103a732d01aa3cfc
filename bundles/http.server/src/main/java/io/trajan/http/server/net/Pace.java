package io.trajan.http.server.net;

import java.time.Duration;

/**
 * Whether a client moves bytes fast enough while we wait for it: it may pause for a while, and over
 * the whole time it must keep a minimum rate, which a client that sends one byte now and then does
 * not. Pure but for what it counts; confined to an event loop.
 */
public final class Pace {
  private final long pauseNanos;
  private final long bytesPerSecond;
  private long movedSinceTick;
  private long moved;
  private long waitedNanos;
  private long lastMoveNanos;
  private long lastTickNanos;
  private boolean waiting;

  /**
   * A pace that nobody waits for yet.
   *
   * @param pause how long nothing may move
   * @param bytesPerSecond how much must move on average once {@code pause} has passed
   */
  public Pace(Duration pause, long bytesPerSecond) {
    this.pauseNanos = pause.toNanos();
    this.bytesPerSecond = Math.max(1, bytesPerSecond);
  }

  /** Starts afresh. */
  public void reset() {
    movedSinceTick = 0;
    moved = 0;
    waitedNanos = 0;
    waiting = false;
  }

  /** So many bytes moved. */
  public void moved(long bytes) {
    movedSinceTick += bytes;
  }

  /**
   * Looks at the clock.
   *
   * @param wanted whether we wait for the client now
   * @return whether it was too slow
   */
  public boolean isTooSlow(long nowNanos, boolean wanted) {
    boolean tooSlow = false;
    if (!wanted || !waiting || movedSinceTick > 0) {
      lastMoveNanos = nowNanos;
    }
    moved += movedSinceTick;
    movedSinceTick = 0;
    if (wanted && waiting) {
      waitedNanos += nowNanos - lastTickNanos;
      double allowed = pauseNanos + 1e9 * moved / bytesPerSecond;
      tooSlow = nowNanos - lastMoveNanos > pauseNanos || waitedNanos > allowed;
    }
    waiting = wanted;
    lastTickNanos = nowNanos;
    return tooSlow;
  }
}
