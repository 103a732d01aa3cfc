package io.trajan.itests.linux.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A plan of random stages that work, with one in it that does not. */
final class RandomJail {
  /**
   * For each word arguments with which its stage fails; $B is the directory of the test. A ! before
   * needs a user name space.
   */
  private static final Map<String, List<String>> BREAKS =
      Map.ofEntries(
          Map.entry("rlimit", List.of("nofile 10 5")),
          Map.entry("chdir", List.of("$B/none", "$B/file")),
          Map.entry("mkdir", List.of("$B/none/x", "$B/file/x", "$B/file")),
          Map.entry("write", List.of("$B/none/x y")),
          Map.entry("append", List.of("$B/none/x y")),
          Map.entry("writefifo", List.of("$B/none x")),
          Map.entry("unlink", List.of("$B/none")),
          Map.entry("chmod", List.of("$B/none 600")),
          Map.entry("chown", List.of("$B/none 0 0")),
          Map.entry("wait-for", List.of("file $B/none 20", "mountpoint $B/file 1")),
          Map.entry(
              "exec-hook",
              List.of(
                  "x 5000 exit%203",
                  "x 5000 kill%20-9%20$$",
                  "x 40 sleep%2010",
                  "as-emperor 5000 false",
                  "as-emperor 40 sleep%2010",
                  "as-emperor 5000 kill%20-9%20$TRAJAN_VASSAL_PID",
                  "x 5000 sleep%20100%20&%20exit%201",
                  "as-emperor 5000 setsid%20sleep%20100%20&%20exit%201")),
          Map.entry(
              "cgroup",
              List.of("v2 $B/group", "v1 /sys/fs/cgroup/unified/$M", "v2 /sys/fs/cgroup/none/$M")),
          Map.entry("join", List.of("net $B/file", "uts $B/none", "fs /proc/self/ns/net")),
          Map.entry(
              "mount",
              List.of(
                  "none $B/none $B bind",
                  "nofs x $B defaults",
                  "none /etc $B bind,sync",
                  "tmpfs x $B/none ro",
                  "tmpfs x $B defaults size=bad",
                  "none $B/file $B bind")),
          Map.entry("umount", List.of("$B", "$B/none", "$B/file detach")),
          Map.entry("chroot", List.of("$B/none", "$B/file")),
          Map.entry("landlock", List.of("default $B/none")),
          Map.entry("keep-caps", List.of("chown,62")),
          Map.entry("bind-tcp", List.of("bad 2001:db8::77 0 1")),
          Map.entry("bind-unix", List.of("bad $B/none/x 600 1", "bad $B/file 600 1")),
          Map.entry("exec", List.of("$B/none", "$B/file", "$B")),
          Map.entry("pivot-root", List.of("$B /etc", "$B/none $B/none/x")),
          Map.entry("gid", List.of("!77")),
          Map.entry("groups", List.of("!77")),
          Map.entry("uid", List.of("!77")),
          Map.entry("uid-map", List.of("0 0 5 1 1 5")),
          Map.entry("gid-map", List.of("0 0 5 1 1 5")),
          Map.entry("hostname", List.of("*x")),
          Map.entry("loopback", List.of("*up")),
          Map.entry("clone", List.of("*fs,net")));

  static final Set<String> BREAKABLE = new TreeSet<>(BREAKS.keySet());

  private final Ground ground;
  private final Random random;
  private final Plan plan;
  private final String bad;
  private final String arguments;
  private final Path root;

  RandomJail(Ground ground, Random random, int turn) {
    this.ground = ground;
    this.random = random;
    plan = ground.plan("jail." + turn);
    root = ground.base.resolve("root." + turn);
    List<String> words = List.copyOf(BREAKABLE);
    bad = words.get(turn % words.size());
    List<String> ways = BREAKS.getOrDefault(bad, List.of());
    arguments = ways.get(random.nextInt(ways.size()));
  }

  String text() {
    return plan.text();
  }

  /** Builds the plan, runs it, and gives the name of the stage that failed. */
  String breakAndRun(String context) throws Exception {
    build();
    try (Warden warden = ground.warden(plan)) {
      String failure = warden.failure();
      assertThat(failure).as("%s: %s", context, text()).startsWith(bad + " ");
      assertThat(warden.status()).as(context).isEqualTo(1);
    } catch (AssertionError e) {
      throw new AssertionError(context + ": " + text(), e);
    }
    return bad;
  }

  /**
   * Ends the warden by its emperor's going away at any moment, or kills it when all is made and
   * cleans up behind it.
   */
  void killInTheMiddle(boolean politely, int afterMillis) throws Exception {
    outside();
    inside(false);
    plan.add("exec-hook", "x", 10000, "sleep 5").add("exec", "/bin/true");
    try (Warden warden = ground.warden(plan)) {
      Frame frame;
      do {
        frame = warden.control().next();
      } while (frame.type() == Frame.END);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(afterMillis));
      if (politely) {
        warden.control().close();
        warden.status();
        return;
      }
      warden.process().destroyForcibly().waitFor();
      Process clean =
          ground
              .process(Ground.PROGRAM.toString(), "clean", plan.directory().toString())
              .inheritIO()
              .start();
      assertThat(clean.waitFor()).isZero();
    }
  }

  private void build() {
    boolean user = arguments.startsWith("!") || bad.endsWith("-map");
    boolean powerless = arguments.startsWith("*");
    outside();
    if (powerless) {
      if (!bad.equals("clone")) {
        plan.add("clone", "uts,net");
      }
      plan.add("gid", 65534).add("uid", 65534);
    } else {
      inside(user);
    }
    worst();
    if (!bad.equals("exec")) {
      plan.add("exec", "/bin/true");
    }
  }

  private boolean perhaps() {
    return random.nextInt(3) > 0;
  }

  /** Stages before clone, which the host can see. */
  private void outside() {
    if (perhaps()) {
      plan.add(
          "cgroup",
          "v2",
          Ground.secondHierarchy().resolve("trajan." + ground.mark).resolve(ground.mark));
    }
    if (perhaps() && java.nio.file.Files.isDirectory(Path.of("/sys/fs/cgroup/pids"))) {
      plan.add("cgroup", "v1", "/sys/fs/cgroup/pids/" + ground.mark)
          .add("cgroup-set", "pids.max", 100);
    }
    if (perhaps()) {
      plan.add("mkdir", root)
          .add("mount", "tmpfs", "t", root, "nosuid")
          .add("mkdir", root.resolve("x"))
          .add("mount", "none", "/etc", root.resolve("x"), "bind,rec,ro");
    }
    if (perhaps()) {
      plan.add("bind-unix", "good", ground.base.resolve("good.sock"), "600", 1)
          .add("write", ground.base.resolve("written"), "x");
    }
    if (perhaps()) {
      plan.add("exec-hook", "pre-jail", 5000, "sleep 100 & exit 0");
    }
  }

  private void inside(boolean user) {
    if (bad.equals("clone")) {
      return;
    }
    StringBuilder spaces = new StringBuilder(user ? "fs,user" : "fs");
    for (String name : List.of("ipc", "uts", "pid", "net", "cgroup", "time")) {
      spaces.append(perhaps() ? "," + name : "");
    }
    boolean apart = perhaps() || bad.equals("pivot-root") || user;
    if (apart) {
      plan.add("clone", spaces);
      mapped(user);
      if (spaces.indexOf("uts") > 0 && perhaps()) {
        plan.add("hostname", "jail");
      }
    }
    if (perhaps() && !user) {
      plan.add("mkdir", ground.base.resolve("m"))
          .add("mount", "tmpfs", "t", ground.base.resolve("m"), "noexec")
          .add("mkdir", ground.base.resolve("m/y"))
          .add("bind-unix", "deep", ground.base.resolve("m/deep.sock"), "600", 1)
          .add("bind-tcp", "web", "0.0.0.0", 0, 5);
    }
  }

  private void mapped(boolean user) {
    if (!user) {
      return;
    }
    if (!bad.equals("uid-map")) {
      plan.add("uid-map", 0, 100000, 50);
    }
    if (!bad.endsWith("-map")) {
      plan.add("gid-map", 0, 100000, 50);
    }
  }

  private void worst() {
    String plain =
        arguments
            .replaceFirst("^[!*]", "")
            .replace("$B", ground.base.toString())
            .replace("$M", ground.mark);
    String[] words = plain.split(" ");
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].replace("%20", " ");
    }
    plan.add(bad, (Object[]) words);
    if (bad.equals("uid-map")) {
      plan.add("gid-map", 0, 100000, 50);
    }
  }
}
