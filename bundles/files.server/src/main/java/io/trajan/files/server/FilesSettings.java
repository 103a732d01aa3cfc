package io.trajan.files.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration, checked.
 *
 * @param threads of the pool
 * @param queue requests that wait for one, or for somebody who can open files
 * @param patience how long for the latter
 */
record FilesSettings(int threads, int queue, Duration patience) {
  /**
   * Checks a configuration.
   *
   * @throws IllegalArgumentException naming every fault
   */
  static FilesSettings from(FilesConfig config) {
    List<String> faults = new ArrayList<>();
    check("threads", config.threads(), 1, 256, faults);
    check("queue", config.queue(), 1, 100_000, faults);
    check("patience.seconds", config.patience_seconds(), 0, 600, faults);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(FilesConfig.PID + ": " + String.join("; ", faults));
    }
    return new FilesSettings(
        config.threads(), config.queue(), Duration.ofSeconds(config.patience_seconds()));
  }

  private static void check(String key, int value, int min, int max, List<String> faults) {
    if (value < min || value > max) {
      faults.add(key + " = " + value + ": expected a whole number from " + min + " to " + max);
    }
  }
}
