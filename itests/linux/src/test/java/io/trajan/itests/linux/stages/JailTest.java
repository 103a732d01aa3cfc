package io.trajan.itests.linux.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every stage of a jail, looked at from outside while the program runs; and that nothing is left
 * when it is gone.
 */
class JailTest {
  private static Ground ground;
  private Set<String> before;

  @BeforeAll
  static void find() throws Exception {
    Ground.needsRoot();
    ground = Ground.make();
  }

  @AfterAll
  static void leave() throws Exception {
    if (ground != null) {
      ground.close();
    }
  }

  @BeforeEach
  void remember() throws Exception {
    before = Traces.of(ground);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    assertThat(Traces.of(ground)).isEqualTo(before);
  }

  /**
   * Runs the plan until the program says "up", shows its /proc directory to the test, and ends it.
   */
  private static void inside(Plan plan, Look look) throws Exception {
    try (Warden warden = ground.warden(plan.shell("echo up; exec sleep 100"))) {
      Path proc = Path.of("/proc", Long.toString(warden.program()));
      warden.await('O');
      look.at(proc, warden);
      warden.control().stop(0);
      warden.output();
    }
  }

  @FunctionalInterface
  private interface Look {
    void at(Path proc, Warden warden) throws Exception;
  }

  private static Path space(Path proc, String name) throws Exception {
    return Files.readSymbolicLink(proc.resolve("ns").resolve(name));
  }

  private static List<String> lines(Path file) throws Exception {
    return Files.readAllLines(file);
  }

  private static String field(Path proc, String name) throws Exception {
    return lines(proc.resolve("status")).stream()
        .filter(l -> l.startsWith(name + ":"))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 1)
        .strip();
  }

  @ParameterizedTest
  @CsvSource({
    "ipc,ipc",
    "uts,uts",
    "fs,mnt",
    "ns,mnt",
    "mount,mnt",
    "pid,pid",
    "net,net",
    "cgroup,cgroup",
    "time,time"
  })
  void nameSpaceIsANewOneAndTheOthersAreTheHosts(String name, String file) throws Exception {
    inside(
        ground.plan("space." + name).add("clone", name),
        (proc, warden) -> {
          Path host = Path.of("/proc", Long.toString(warden.process().pid()));
          for (String each : List.of("ipc", "uts", "mnt", "pid", "net", "cgroup", "time", "user")) {
            assertThat(space(proc, each).equals(space(host, each)))
                .as(each)
                .isEqualTo(!each.equals(file));
          }
        });
  }

  @Test
  void userNameSpaceIsMapped() throws Exception {
    Plan plan =
        ground
            .plan("user")
            .add("clone", "user,pid")
            .add("uid-map", 0, 100000, 1000)
            .add("gid-map", 0, 200000, 1000)
            .add("gid", 33)
            .add("groups", "none")
            .add("uid", 44);
    inside(
        plan,
        (proc, warden) -> {
          assertThat(lines(proc.resolve("uid_map")).getFirst().split(" +"))
              .containsExactly("", "0", "100000", "1000");
          assertThat(field(proc, "Uid")).isEqualTo("100044\t100044\t100044\t100044");
          assertThat(field(proc, "Gid")).isEqualTo("200033\t200033\t200033\t200033");
        });
  }

  @Test
  void nameSpacesOfAnotherProcessAreJoined() throws Exception {
    inside(
        ground.plan("host").add("clone", "uts,ipc,net,fs,pid"),
        (other, warden) -> {
          Plan plan = ground.plan("guest");
          for (String name : List.of("uts", "ipc", "net", "pid")) {
            plan.add("join", name, other.resolve("ns").resolve(name));
          }
          plan.add("join", "fs", other.resolve("ns/mnt"))
              .add("hostname", "guest")
              .add("mount", "tmpfs", "t", "/mnt", "nosuid");
          inside(
              plan,
              (proc, guest) -> {
                for (String name : List.of("uts", "ipc", "net", "pid", "mnt")) {
                  assertThat(space(proc, name)).isEqualTo(space(other, name));
                }
                assertThat(lines(other.resolve("mountinfo")).getLast()).contains(" /mnt rw,nosuid");
              });
          assertThat(lines(other.resolve("mountinfo")).getLast()).doesNotContain(" /mnt ");
        });
  }

  @Test
  void clocksAreShiftedInATimeNameSpace() throws Exception {
    Plan plan = ground.plan("time").add("time-offset", "boottime", 864000).add("clone", "time");
    try (Warden warden = ground.warden(plan.shell("cat /proc/uptime"))) {
      double uptime = Double.parseDouble(warden.output().split(" ")[0]);
      double here = Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
      assertThat(uptime - here).isBetween(863900.0, 864000.5);
    }
  }

  @Test
  void cgroupsAreEnteredSetAndRemoved() throws Exception {
    Path second = Ground.secondHierarchy().resolve("trajan." + ground.mark).resolve(ground.mark);
    Plan plan =
        ground.plan("group").add("cgroup", "v2", second).add("cgroup-set", "cgroup.max.depth", 3);
    boolean first = Files.isDirectory(Path.of("/sys/fs/cgroup/pids"));
    if (first) {
      plan.add("cgroup", "v1", "/sys/fs/cgroup/pids/" + ground.mark)
          .add("cgroup-set", "pids.max", 50)
          .add("cgroup", "v1", "/sys/fs/cgroup/cpuset/" + ground.mark);
    }
    inside(
        plan,
        (proc, warden) -> {
          assertThat(lines(proc.resolve("cgroup")))
              .contains("0::/trajan." + ground.mark + "/" + ground.mark);
          assertThat(Files.readString(second.resolve("cgroup.max.depth")).strip()).isEqualTo("3");
          if (first) {
            assertThat(lines(proc.resolve("cgroup")))
                .anyMatch(line -> line.endsWith(":pids:/" + ground.mark));
            assertThat(
                    Files.readString(Path.of("/sys/fs/cgroup/pids", ground.mark, "pids.max"))
                        .strip())
                .isEqualTo("50");
          }
        });
    assertThat(second.getParent()).doesNotExist();
  }

  @Test
  void processesThatLeftTheSessionDieWithTheirCgroup() throws Exception {
    Plan plan =
        ground.plan("escape").add("cgroup", "v2", Ground.secondHierarchy().resolve(ground.mark));
    try (Warden warden =
        ground.warden(
            plan.shell(
                "setsid sh -c 'sleep 100 & sleep 100' & mkdir /sys/fs/cgroup/unified/"
                    + ground.mark
                    + "/inner 2>/dev/null; echo up; sleep 100"))) {
      warden.await('O');
      warden.control().stop(0);
      warden.output();
    }
  }

  @Test
  void pivotedRootHasItsOwnFilesAndAFreshProcess() throws Exception {
    Path root = ground.base.resolve("root");
    Plan plan =
        ground
            .plan("pivot")
            .add("clone", "fs,pid,uts,net,ipc")
            .add("hostname", "foobar")
            .add("loopback", "up")
            .add("mkdir", root)
            .add("mount", "tmpfs", "jail", root, "nosuid,nodev", "size=1m,mode=755");
    for (String name : List.of("usr", "etc")) {
      plan.add("mkdir", root.resolve(name))
          .add("mount", "none", "/" + name, root.resolve(name), "bind,rec,ro,nosuid,nodev");
    }
    plan.add(
            "exec-hook",
            "post-jail",
            5000,
            "cd " + root + "; for l in bin lib lib64; do ln -s usr/$l $l; done; mkdir proc .old")
        .add("pivot-root", root, root.resolve(".old"))
        .add("mount", "proc", "proc", "/proc", "nosuid,nodev,noexec")
        .add("umount", "/.old", "rec,detach")
        .add("gid", 65534)
        .add("groups", "none")
        .add("uid", 65534);
    inside(
        plan,
        (proc, warden) -> {
          List<String> mounts = lines(proc.resolve("mountinfo"));
          assertThat(mounts)
              .hasSize(4)
              .noneMatch(line -> line.contains("shared:") || line.contains(".old"));
          assertThat(mounts.get(0)).contains(" / / rw,nosuid,nodev");
          assertThat(mounts.get(1)).contains(" /usr ro,nosuid,nodev");
          assertThat(mounts.get(3)).contains(" /proc rw,nosuid,nodev,noexec");
          assertThat(Files.readSymbolicLink(proc.resolve("cwd"))).isEqualTo(Path.of("/"));
          assertThat(field(proc, "NSpid")).endsWith("\t1");
          assertThat(field(proc, "CapEff")).matches("0+");
          assertThat(lines(proc.resolve("net/dev"))).hasSize(3);
        });
  }

  @Test
  void rootThatReplacesItselfNeedsNoPlaceForTheOldOne() throws Exception {
    inside(
        ground
            .plan("self")
            .add("clone", "fs")
            .add("mount", "none", "/", "/mnt", "bind,rec")
            .add("pivot-root", "/mnt", "/mnt"),
        (proc, warden) ->
            assertThat(lines(proc.resolve("mountinfo")))
                .noneMatch(line -> line.contains(" /mnt ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bind,ro|ro",
        "bind,nosuid,nodev,noexec|rw,nosuid,nodev,noexec",
        "bind,rec,ro,nosuid|ro,nosuid",
        "bind,noatime,nodiratime|rw,noatime,nodiratime",
        "bind,strictatime|rw",
        "bind,ro,shared|ro",
        "bind,unbindable|rw",
      })
  void bindMountHasTheFlagsThatWereAskedFor(String flags, String seen) throws Exception {
    inside(
        ground.plan("flags").add("clone", "fs").add("mount", "none", "/etc", "/mnt", flags),
        (proc, warden) -> {
          String mount = lines(proc.resolve("mountinfo")).getLast();
          assertThat(mount).containsPattern(" /mnt " + seen + "(,relatime)? ");
          assertThat(mount.contains("shared:")).isEqualTo(flags.contains("shared"));
          assertThat(mount.contains("unbindable")).isEqualTo(flags.contains("unbindable"));
        });
  }

  @Test
  void flagThatTheKernelIgnoresIsAFailureAndTheMountIsGone() throws Exception {
    Plan plan = ground.plan("ignored").add("mount", "none", "/etc", "/mnt", "bind,ro,sync");
    try (Warden warden = ground.warden(plan.shell("true"))) {
      assertThat(warden.failure()).startsWith("mount ").contains("read back without \"sync\"");
    }
  }

  @Test
  void mountsOfAVassalWithoutAMountNameSpaceAreUndone() throws Exception {
    Path place = ground.base.resolve("place");
    Plan plan =
        ground
            .plan("visible")
            .add("mkdir", place)
            .add("mount", "tmpfs", "t", place, "noexec")
            .add("mkdir", place.resolve("x"))
            .add("mount", "tmpfs", "t", place.resolve("x"), "defaults");
    inside(
        plan,
        (proc, warden) ->
            assertThat(Traces.of(ground))
                .filteredOn(t -> t.startsWith("mount "))
                .hasSize((int) before.stream().filter(t -> t.startsWith("mount ")).count() + 2));
  }

  @Test
  void capabilitiesThatAreKeptAreAllThereIs() throws Exception {
    Plan plan =
        ground
            .plan("caps")
            .add("keep-caps", "net_bind_service,cap_chown")
            .add("gid", 65534)
            .add("groups", "5,6")
            .add("uid", 65534)
            .add("no-new-privs")
            .add("pdeathsig", "KILL")
            .add("seccomp", "default")
            .add("landlock", "default", "/tmp");
    inside(
        plan,
        (proc, warden) -> {
          for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
            assertThat(field(proc, set)).as(set).isEqualTo("0000000000000401");
          }
          assertThat(field(proc, "Groups")).isEqualTo("5 6");
          assertThat(field(proc, "NoNewPrivs")).isEqualTo("1");
          assertThat(field(proc, "Seccomp")).isEqualTo("2");
        });
  }

  @Test
  void whatTheFiltersForbidFails() throws Exception {
    Plan plan =
        ground.plan("filters").add("seccomp", "default").add("landlock", "default", ground.base);
    String script =
        "unshare -U true && echo bad; mount -t tmpfs t /mnt && echo bad; echo x >"
            + ground.base
            + "/f && rm "
            + ground.base
            + "/f && echo good; true";
    try (Warden warden = ground.warden(plan.shell(script))) {
      assertThat(warden.output()).isEqualTo("good\n");
    }
  }

  @Test
  void chrootIsFollowedByItsDirectory() throws Exception {
    inside(
        ground
            .plan("chroot")
            .add("clone", "fs")
            .add("mount", "none", "/", "/mnt", "bind,rec")
            .add("chroot", "/mnt"),
        (proc, warden) -> {
          assertThat(Files.readSymbolicLink(proc.resolve("root"))).isEqualTo(Path.of("/mnt"));
          assertThat(Files.readSymbolicLink(proc.resolve("cwd"))).isEqualTo(Path.of("/mnt"));
        });
  }

  @Test
  void hookOfTheEmperorRunsOutsideAndTheOthersInside() throws Exception {
    Plan plan =
        ground
            .plan("hooks")
            .add("clone", "uts")
            .add("hostname", "inside")
            .add("exec-hook", "post-jail", 5000, "uname -n")
            .add("exec-hook", "as-emperor", 5000, "uname -n; echo $TRAJAN_VASSAL_PID");
    try (Warden warden = ground.warden(plan.shell("true"))) {
      List<String> said = warden.output().lines().toList();
      assertThat(said.getFirst()).isEqualTo("inside");
      assertThat(said.get(1))
          .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
      assertThat(warden.seen())
          .anyMatch(f -> f.type() == 'P' && f.text().startsWith(said.getLast() + " "));
    }
  }

  @Test
  void socketsThatAreBoundInsideAreHandedOut() throws Exception {
    Path path = ground.base.resolve("inside.sock");
    Plan plan =
        ground
            .plan("sockets")
            .add("clone", "net,fs,pid")
            .add("loopback", "up")
            .add("bind-unix", "front", path, "600", 5)
            .add("bind-tcp", "web", "127.0.0.1", 8080, 5);
    inside(
        plan,
        (proc, warden) -> {
          warden.control().send('F');
          assertThat(warden.await('F').text()).isEqualTo("front " + path + "\nweb 127.0.0.1\n");
          try (Descriptors received = Descriptors.from(warden.socket("sockets.sock"));
              SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThat(received.count()).isEqualTo(2);
            client.connect(UnixDomainSocketAddress.of(path));
            assertThat(received.accepts(0)).isTrue();
            assertThat(lines(proc.resolve("net/tcp"))).anyMatch(l -> l.contains("0100007F:1F90"));
            assertThat(lines(Path.of("/proc/self/net/tcp")))
                .noneMatch(l -> l.contains(received.inode(1)));
            assertThat(lines(proc.resolve("net/tcp")))
                .anyMatch(l -> l.contains(" " + received.inode(1) + " "));
          }
        });
  }
}
