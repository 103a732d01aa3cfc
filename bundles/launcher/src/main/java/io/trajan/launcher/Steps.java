package io.trajan.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What each step of the start cost, counted from the moment the script had everything built.
 * Confined to the main thread.
 */
final class Steps {
  /**
   * The system property with the time the script began to start us, in milliseconds of the epoch.
   */
  private static final String BEGAN = "trajan.began";

  private final List<Step> done = new ArrayList<>();
  private final Duration beforeMain;
  private final long mainNanos;
  private long lastNanos;

  Steps() {
    mainNanos = System.nanoTime();
    lastNanos = mainNanos;
    beforeMain =
        Duration.ofMillis(
            Math.max(0, System.currentTimeMillis() - Long.getLong(BEGAN, processMillis())));
    done.add(new Step("JVM until main", beforeMain));
  }

  private static long processMillis() {
    return ProcessHandle.current().info().startInstant().orElseGet(Instant::now).toEpochMilli();
  }

  /** Ends a step; the next one begins. */
  void done(String name) {
    var now = System.nanoTime();
    done.add(new Step(name, Duration.ofNanos(now - lastNanos)));
    lastNanos = now;
  }

  /** Since the start of the process. */
  Duration total() {
    return beforeMain.plusNanos(System.nanoTime() - mainNanos);
  }

  void print(PrintStream out) {
    for (var step : done) {
      out.printf("%8.1f ms  %s%n", step.cost.toNanos() / 1e6, step.name);
    }
  }

  private record Step(String name, Duration cost) {}
}
