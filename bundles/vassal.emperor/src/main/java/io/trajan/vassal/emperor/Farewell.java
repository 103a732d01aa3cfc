package io.trajan.vassal.emperor;

import java.time.Duration;
import java.util.Optional;

/**
 * How the time at the end of the process is divided.
 *
 * @param patience how long requests may still take before they are broken off
 * @param atMost how long the emperor waits in all, also for {@code at_exit} and the like
 */
record Farewell(Duration patience, Duration atMost) {
  /** For the bundles that stop after the emperor, and for the framework itself. */
  static final Duration AFTERWARDS = Duration.ofSeconds(3);

  /**
   * Divides.
   *
   * @param configured the patience with requests at other times
   * @param left what the process still has, empty when it has all the time there is
   */
  static Farewell of(Duration configured, Optional<Duration> left) {
    Duration full = configured.plus(Retirement.MARGIN).plus(AFTERWARDS);
    Duration wait = left.map(time -> shorter(full, positive(time.minus(AFTERWARDS)))).orElse(full);
    return new Farewell(shorter(configured, positive(wait.minus(Retirement.MARGIN))), wait);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration positive(Duration time) {
    return time.isNegative() ? Duration.ZERO : time;
  }
}
