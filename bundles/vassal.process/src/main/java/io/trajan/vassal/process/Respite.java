package io.trajan.vassal.process;

import java.time.Duration;

/**
 * The pause before something that keeps dying is raised again: none after a long life, growing with
 * every short one. One thread.
 */
final class Respite {
  /** A life at least this long was a good one. */
  private static final long GOOD_NANOS = Duration.ofSeconds(10).toNanos();

  private static final long FIRST_MILLIS = 50;
  private static final long LONGEST_MILLIS = 30_000;
  private static final int HOPELESS = 8;

  private int streak;
  private long untilNanos = System.nanoTime();

  /** Something died after so long a life. */
  void note(long livedNanos) {
    streak = livedNanos >= GOOD_NANOS ? 0 : streak + 1;
    long pause = streak <= 2 ? 0 : Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(streak, 12));
    untilNanos = System.nanoTime() + Duration.ofMillis(pause).toNanos();
  }

  boolean isOver() {
    return leftMillis() == 0;
  }

  /** Whether so many short lives followed each other that something else has to be done. */
  boolean isHopeless() {
    return streak >= HOPELESS;
  }

  long leftMillis() {
    return Math.max(0, Duration.ofNanos(untilNanos - System.nanoTime()).toMillis());
  }
}
