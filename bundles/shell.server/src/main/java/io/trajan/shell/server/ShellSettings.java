package io.trajan.shell.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the configuration says, checked.
 *
 * @param sessions the most sessions at a time
 * @param idle how long a prompt may stand untouched, zero for any time
 */
record ShellSettings(int sessions, Duration idle) {
  private static final int MOST_SESSIONS = 200;
  private static final int MOST_MINUTES = 100_000;

  /** All of it, or every fault in one exception. */
  static ShellSettings from(ShellConfig config) {
    List<String> faults = new ArrayList<>();
    check(faults, "sessions.max", config.sessions_max(), 1, MOST_SESSIONS);
    check(faults, "idle.minutes", config.idle_minutes(), 0, MOST_MINUTES);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", faults));
    }
    return new ShellSettings(config.sessions_max(), Duration.ofMinutes(config.idle_minutes()));
  }

  private static void check(List<String> faults, String key, int value, int least, int most) {
    if (value < least || value > most) {
      faults.add(key + " = " + value + ": expected " + least + " to " + most);
    }
  }
}
