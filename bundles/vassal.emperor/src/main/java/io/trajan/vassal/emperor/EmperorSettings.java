package io.trajan.vassal.emperor;

import io.trajan.vassal.emperor.life.Throttle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The emperor's settings, validated. Immutable.
 *
 * @param parallelStarts how many vassals start at the same time
 * @param startDeadline how long a generation may take to become ready
 * @param drainPatience how long requests may take when a generation is retired
 * @param updateGrace how long a bundle may be away before its vassals are said to wait for it
 * @param slowStart after what time of starting requests are answered with 503 instead of waiting
 * @param throttle the delays after failures
 */
record EmperorSettings(
    int parallelStarts,
    Duration startDeadline,
    Duration drainPatience,
    Duration updateGrace,
    Duration slowStart,
    Throttle throttle) {

  /**
   * Settings of a configuration.
   *
   * @throws IllegalArgumentException naming every value that is out of its range
   */
  static EmperorSettings from(EmperorConfig config) {
    Ranges ranges = new Ranges();
    int parallel = ranges.check("parallel.starts", config.parallel_starts(), 1, 1000);
    Duration deadline =
        ranges.seconds("start.deadline.seconds", config.start_deadline_seconds(), 1, 3600);
    Duration patience =
        ranges.seconds("drain.patience.seconds", config.drain_patience_seconds(), 0, 3600);
    Duration grace = ranges.seconds("update.grace.seconds", config.update_grace_seconds(), 0, 600);
    Duration slow = ranges.seconds("slow.start.seconds", config.slow_start_seconds(), 0, 3600);
    Duration ceiling =
        ranges.seconds("retry.ceiling.seconds", config.retry_ceiling_seconds(), 1, 86400);
    Duration good = ranges.seconds("good.life.seconds", config.good_life_seconds(), 1, 86400);
    ranges.complain();
    return new EmperorSettings(
        parallel, deadline, patience, grace, slow, new Throttle(ceiling, good));
  }

  /** Collects what is out of range. */
  private static final class Ranges {
    private final List<String> faults = new ArrayList<>();

    int check(String key, int value, int min, int max) {
      if (value < min || value > max) {
        faults.add(key + " = " + value + ": expected a whole number from " + min + " to " + max);
      }
      return value;
    }

    Duration seconds(String key, int value, int min, int max) {
      return Duration.ofSeconds(check(key, value, min, max));
    }

    void complain() {
      if (!faults.isEmpty()) {
        throw new IllegalArgumentException(EmperorConfig.PID + ": " + String.join("; ", faults));
      }
    }
  }
}
