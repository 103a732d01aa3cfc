package io.trajan.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The validated settings. Immutable.
 *
 * @param updateTimeout how long a bundle may take to come up
 * @param startLevel of dropped bundles
 * @param jarLimitBytes a larger jar is refused
 */
record DeploySettings(Duration updateTimeout, int startLevel, long jarLimitBytes) {
  private static final long LEAST_TIMEOUT_MS = 100;
  private static final long MOST_TIMEOUT_MS = 600_000;
  private static final int LEAST_LEVEL = 2;
  private static final int MOST_LEVEL = 100;
  private static final long LEAST_JAR_BYTES = 1024;
  private static final long MOST_JAR_BYTES = 4L << 30;

  /**
   * Validates.
   *
   * @throws IllegalArgumentException listing every fault
   */
  static DeploySettings from(DeployConfig config) {
    var faults = new ArrayList<String>();
    check(
        "update.timeout.ms", config.update_timeout_ms(), LEAST_TIMEOUT_MS, MOST_TIMEOUT_MS, faults);
    check("start.level", config.start_level(), LEAST_LEVEL, MOST_LEVEL, faults);
    check("jar.limit.bytes", config.jar_limit_bytes(), LEAST_JAR_BYTES, MOST_JAR_BYTES, faults);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
    return new DeploySettings(
        Duration.ofMillis(config.update_timeout_ms()),
        config.start_level(),
        config.jar_limit_bytes());
  }

  private static void check(String key, long value, long least, long most, List<String> faults) {
    if (value < least || value > most) {
      faults.add(key + " = " + value + ": expected " + least + " to " + most);
    }
  }
}
