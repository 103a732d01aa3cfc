package io.trajan.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How long a start takes. <i>Cold</i>: a new home and no AOT cache, as right after unpacking;
 * <i>new home</i>: with the cache; <i>warm</i>: a home that was started before, with the cache.
 * Each with the container alone, that is the feature {@code core}, and as shipped.
 */
final class StartupBench {
  static final String USAGE = "usage: ./trajan bench startup [--runs 7] [--only core|shipped]\n";

  private static final String CACHE_FLAG = "-Dtrajan.aot=";
  private static final Duration TRAINING = Duration.ofMinutes(4);

  private final Path root;
  private final PrintStream out;
  private final Map<String, List<StartupRun>> rows = new LinkedHashMap<>();

  StartupBench(Path root, PrintStream out) {
    this.root = root;
    this.out = out;
  }

  void run(int runs, String only) throws IOException, InterruptedException {
    train();
    var load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
    for (var i = 0; i < runs; i++) {
      for (var configuration : List.of("core", "shipped")) {
        if (only.isEmpty() || only.equals(configuration)) {
          round(configuration);
        }
      }
      out.print(".");
      out.flush();
    }
    out.printf("%n%nmedians of %d runs, load average at the beginning %s%n%n", runs, load);
    table();
    steps();
  }

  /** Makes sure that there is a cache, so that no run is slowed by the making of it. */
  private void train() throws IOException, InterruptedException {
    var home = home("core");
    try {
      out.print("training ");
      out.flush();
      var process =
          new ProcessBuilder(root.resolve("trajan").toString(), "up", "--home", home.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      var until = System.nanoTime() + TRAINING.toNanos();
      while (!isTrained(process) && process.isAlive() && System.nanoTime() < until) {
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
      process.destroy();
      process.waitFor();
    } finally {
      delete(home);
    }
  }

  /** The process itself says which cache it goes by: others may be there for other flags. */
  private static boolean isTrained(Process process) throws IOException {
    var commandLine = Path.of("/proc/" + process.pid() + "/cmdline");
    return Files.exists(commandLine)
        && Stream.of(Files.readString(commandLine).split("\0"))
            .filter(word -> word.startsWith(CACHE_FLAG))
            .anyMatch(word -> Files.exists(Path.of(word.substring(CACHE_FLAG.length()))));
  }

  private void round(String configuration) throws IOException, InterruptedException {
    var home = home(configuration);
    try {
      add(configuration + ", cold", StartupRun.measure(root, home, false));
      delete(home);
      home = home(configuration);
      add(configuration + ", new home", StartupRun.measure(root, home, true));
      add(configuration + ", warm", StartupRun.measure(root, home, true));
    } finally {
      delete(home);
    }
  }

  private void add(String row, StartupRun run) {
    rows.computeIfAbsent(row, name -> new ArrayList<>()).add(run);
  }

  /**
   * A new home; for the container alone its configuration is there already, so nothing else is
   * copied to it.
   */
  private Path home(String configuration) throws IOException {
    var home = Files.createTempDirectory("trajan-startup");
    var shipped = root.resolve("target/dist/runtime-config/etc");
    if (configuration.equals("core")) {
      var etc = Files.createDirectories(home.resolve("etc"));
      Files.writeString(etc.resolve("io.trajan.launcher.cfg"), "features = core\n");
      for (var file : List.of("logback.xml", "jvm.options")) {
        Files.copy(shipped.resolve(file), etc.resolve(file));
      }
    }
    return home;
  }

  private void table() {
    out.printf("%-20s %9s %9s %9s %9s%n", "start", "READY ms", "wall ms", "CPU ms", "RSS MiB");
    rows.forEach(
        (row, runs) ->
            out.printf(
                "%-20s %9.0f %9.0f %9.0f %9.0f%n",
                row,
                median(runs, StartupRun::readyMillis),
                median(runs, StartupRun::wallMillis),
                median(runs, StartupRun::cpuMillis),
                median(runs, StartupRun::rssMiB)));
  }

  private void steps() {
    out.printf("%nms per step%n");
    var names = new LinkedHashSet<String>();
    rows.values().forEach(runs -> runs.forEach(run -> names.addAll(run.steps().keySet())));
    out.printf("%-38s", "");
    rows.keySet().forEach(row -> out.printf(" %18s", row));
    out.println();
    for (var name : names) {
      out.printf("%-38s", name);
      rows.values()
          .forEach(
              runs ->
                  out.printf(" %18.0f", median(runs, run -> run.steps().getOrDefault(name, 0.0))));
      out.println();
    }
  }

  private static double median(List<StartupRun> runs, ToDoubleFunction<StartupRun> figure) {
    var sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
