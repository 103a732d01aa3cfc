package io.trajan.itests;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting for something outside this process that sends no event, always with a deadline. */
public final class Wait {
  private static final long STEP_NANOS = 10_000_000;

  private Wait() {}

  /** Something that may be so by now. */
  @FunctionalInterface
  public interface Condition {
    /** Whether it is so; an exception counts as no. */
    boolean holds() throws Exception;
  }

  /**
   * Waits until the condition holds.
   *
   * @throws AssertionError naming {@code what}, when it does not in time
   */
  public static void until(String what, Duration atMost, Condition condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    Throwable last = null;
    do {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(STEP_NANOS);
    } while (System.nanoTime() < deadline);
    throw new AssertionError(what + " did not happen within " + atMost, last);
  }
}
