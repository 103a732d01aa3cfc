package io.trajan.vassal.emperor.life;

import java.time.Duration;

/**
 * How long to wait before the next try. Pure. After a life long enough to be called good the first
 * try comes at once; each further failure doubles the delay from one second up to a ceiling; a
 * changed file or an order by hand starts anew.
 *
 * <p>Differs from uWSGI: the delay is per vassal, never sleeps in the loop that serves the others,
 * and success is to be ready and to stay so, not to have had traffic.
 *
 * @param ceiling the longest delay
 * @param good how long a vassal must have been ready for its death to count as the first
 */
public record Throttle(Duration ceiling, Duration good) {
  private static final Duration FIRST = Duration.ofSeconds(1);

  /**
   * Which failure in a row this is, from 1, given how many there were and how long it was ready.
   */
  public int failures(int before, Duration readyFor) {
    return readyFor.compareTo(good) >= 0 ? 1 : before + 1;
  }

  /**
   * The delay after failure number {@code failures} in a row.
   *
   * @param diedReady whether it served before, rather than never starting
   */
  public Duration delay(int failures, boolean diedReady) {
    int doublings = failures - (diedReady ? 2 : 1);
    if (doublings < 0) {
      return Duration.ZERO;
    }
    Duration grown = doublings > 30 ? ceiling : FIRST.multipliedBy(1L << doublings);
    return grown.compareTo(ceiling) < 0 ? grown : ceiling;
  }
}
