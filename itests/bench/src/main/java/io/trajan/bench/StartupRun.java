package io.trajan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * One start of an emperor, from the call of the script to its READY line.
 *
 * @param readyMillis what the READY line says
 * @param wallMillis what a person waited, the script included
 * @param cpuMillis processor time until then, all threads
 * @param rssMiB resident memory one second later
 * @param steps what each step cost in milliseconds, as the launcher says with {@code --timings}
 */
record StartupRun(
    double readyMillis,
    double wallMillis,
    double cpuMillis,
    double rssMiB,
    Map<String, Double> steps) {
  private static final Pattern READY = Pattern.compile("READY in (\\d+) ms.*");
  private static final Pattern STEP = Pattern.compile("\\s*([0-9.]+) ms  (.+)");
  private static final long LONGEST_SECONDS = 120;
  private static final double TICK_MILLIS = 10;

  static StartupRun measure(Path root, Path home, boolean aot)
      throws IOException, InterruptedException {
    var out = Files.createTempFile("startup", ".out");
    var err = Files.createTempFile("startup", ".err");
    var builder =
        new ProcessBuilder(
                root.resolve("trajan").toString(), "up", "--timings", "--home", home.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("TRAJAN_AOT", aot ? "use" : "no");
    var began = System.nanoTime();
    var process = builder.start();
    try {
      while (Files.size(out) == 0) {
        if (!process.isAlive()
            || System.nanoTime() - began > TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
          throw new IOException("no READY line:\n" + Files.readString(err));
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      var wall = (System.nanoTime() - began) / 1e6;
      var cpu = cpuMillis(process.pid());
      Thread.sleep(TimeUnit.SECONDS.toMillis(1));
      var ready = READY.matcher(Files.readString(out).strip());
      if (!ready.matches()) {
        throw new IOException("not a READY line: " + Files.readString(out));
      }
      return new StartupRun(
          Double.parseDouble(ready.group(1)),
          wall,
          cpu,
          rssMiB(process.pid()),
          steps(Files.readAllLines(err)));
    } finally {
      process.destroy();
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static Map<String, Double> steps(List<String> lines) {
    var steps = new LinkedHashMap<String, Double>();
    for (var line : lines) {
      var step = STEP.matcher(line);
      if (step.matches()) {
        steps.put(step.group(2), Double.parseDouble(step.group(1)));
      }
    }
    return steps;
  }

  private static double cpuMillis(long pid) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS;
  }

  private static double rssMiB(long pid) throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return 0;
  }
}
