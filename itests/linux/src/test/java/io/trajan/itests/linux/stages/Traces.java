package io.trajan.itests.linux.stages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the vassals of a ground may leave: mounts, cgroups, processes (and with them name spaces)
 * and files.
 */
final class Traces {
  private Traces() {}

  static Set<String> of(Ground ground) throws IOException {
    Set<String> traces = new TreeSet<>();
    mounts(ground, traces);
    cgroups(ground, traces);
    processes(ground, traces);
    try (Stream<Path> files = Files.walk(ground.base)) {
      files.forEach(file -> traces.add("file " + file));
    }
    return traces;
  }

  private static void mounts(Ground ground, Set<String> traces) throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc", Long.toString(ground.holder()), "mountinfo"))) {
      if (Ground.root() || line.contains(ground.base.toString())) {
        traces.add("mount " + line);
      }
    }
  }

  private static void cgroups(Ground ground, Set<String> traces) throws IOException {
    try (Stream<Path> groups =
        Files.find(Path.of("/sys/fs/cgroup"), 3, (p, a) -> p.endsWith(ground.mark))) {
      groups.forEach(group -> traces.add("cgroup " + group));
    } catch (UncheckedIOException e) {
      // Groups of others come and go while this looks.
      traces.removeIf(trace -> trace.startsWith("cgroup "));
      cgroups(ground, traces);
    }
  }

  /**
   * Every process that was born of a warden of this ground has its mark; the children of hooks too.
   */
  private static void processes(Ground ground, Set<String> traces) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      processes
          .filter(process -> Character.isDigit(process.getFileName().toString().charAt(0)))
          .filter(process -> marked(process, ground.mark))
          .forEach(process -> traces.add("process " + process.getFileName()));
    }
  }

  private static boolean marked(Path process, String mark) {
    try {
      return Files.readString(
              process.resolve("environ"), java.nio.charset.StandardCharsets.ISO_8859_1)
          .contains(Ground.MARK + "=" + mark);
    } catch (IOException e) {
      return false;
    }
  }
}
