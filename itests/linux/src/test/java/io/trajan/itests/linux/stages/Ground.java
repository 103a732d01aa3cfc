package io.trajan.itests.linux.stages;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trajan.itests.Product;
import io.trajan.itests.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where wardens of a test live: a directory, a prefix for cgroups, and for root a mount name space
 * that a sleeping process holds, so that not even a mount that should be undone and is not could
 * touch the machine.
 */
final class Ground implements AutoCloseable {
  static final Path PROGRAM = Product.root().resolve("target/dist/bin/vassal-stages");
  static final String MARK = "TRAJAN_STAGES_TEST";
  private static final Path SECOND = Path.of("/sys/fs/cgroup/unified");

  final Path base;
  final String mark;
  private final @Nullable Process holder;

  private Ground(Path base, String mark, @Nullable Process holder) {
    this.base = base;
    this.mark = mark;
    this.holder = holder;
  }

  static Ground make() throws IOException {
    assumeTrue(
        Files.isExecutable(PROGRAM), "vassal-stages was not built: install gcc and libc6-dev");
    String mark = "t" + UUID.randomUUID().toString().substring(0, 8);
    Path base = Files.createTempDirectory("stages");
    Process holder = null;
    if (root()) {
      holder =
          new ProcessBuilder("unshare", "--mount", "--propagation", "private", "sleep", "900")
              .start();
      Path space = Path.of("/proc", Long.toString(holder.pid()), "ns/mnt");
      Path here = Files.readSymbolicLink(Path.of("/proc/self/ns/mnt"));
      Wait.until(
          "a mount name space for the test",
          Duration.ofSeconds(10),
          () -> !Files.readSymbolicLink(space).equals(here));
    }
    return new Ground(base, mark, holder);
  }

  static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  static void needsRoot() {
    assumeTrue(root(), "needs root: name spaces, mounts, cgroups and other users");
  }

  /** A directory for cgroups of version 2 that is ours alone; its parent exists. */
  static Path secondHierarchy() {
    Path top = Files.exists(SECOND.resolve("cgroup.procs")) ? SECOND : Path.of("/sys/fs/cgroup");
    assumeTrue(Files.exists(top.resolve("cgroup.subtree_control")), "needs a cgroup v2 hierarchy");
    return top;
  }

  Plan plan(String generation) {
    return new Plan(base.resolve(generation)).add("mercy", 5000);
  }

  /** A process in the mount name space of this ground, with its mark in the environment. */
  ProcessBuilder process(String... command) {
    List<String> words = new ArrayList<>();
    if (holder != null) {
      words.addAll(List.of("nsenter", "--mount=/proc/" + holder.pid() + "/ns/mnt"));
    }
    words.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put(MARK, mark);
    return builder;
  }

  Warden warden(Plan plan) throws IOException {
    return Warden.start(this, plan);
  }

  long holder() {
    return holder == null ? ProcessHandle.current().pid() : holder.pid();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (holder != null) {
      holder.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    try (var files = Files.walk(base)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
