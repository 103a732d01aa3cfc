package io.trajan.itests.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.trajan.itests.HttpSession;
import io.trajan.itests.Product;
import io.trajan.itests.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Vassals in jails, seen from inside and from outside. Needs root and a Ruby. */
class JailedVassalsTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  /** Tells what a process inside sees, a line for each fact. */
  private static final String APP =
      """
      run(lambda do |env|
        status = File.read("/proc/self/status")
        facts = {
          "template" => Process.ppid,
          "hostname" => File.read("/proc/sys/kernel/hostname").strip,
          "interfaces" => File.readlines("/proc/net/dev").drop(2).map { |l| l[/[^ :]+/] }.join(","),
          "loopback" => File.read("/proc/net/fib_trie").include?("127.0.0.1"),
          "processes" => Dir.children("/proc").grep(/^[0-9]+$/).length,
          "mounts" => File.readlines("/proc/self/mounts").map { |l| l.split[1] }.join(","),
          "spaces" => %w[ipc uts mnt pid net].map { |n| File.readlink("/proc/self/ns/#{n}") }.join(","),
          "user" => [Process.euid, Process.egid, *Process.groups].uniq.join(","),
          "capabilities" => status[/^CapEff:\\s*(\\h+)/, 1],
          "cgroups" => File.read("/proc/self/cgroup").lines.map(&:strip).join(","),
        }
        [200, { "content-type" => "text/plain" }, facts.map { |k, v| "#{k}=#{v}\\n" }]
      end)
      """;

  private static Path open;
  private static Product product;

  @BeforeAll
  static void up() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "not root");
    assumeTrue(
        Stream.of("/usr/bin/ruby", "/usr/local/bin/ruby").map(Path::of).anyMatch(Files::exists),
        "there is no ruby");
    open = Files.createTempDirectory("trajan-jail");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(open.resolve("root"));
    Files.createDirectories(open.resolve("own"));
    Files.writeString(open.resolve("config.ru"), APP);
    product = Product.up();
  }

  @AfterAll
  static void down() throws Exception {
    if (product != null) {
      product.close();
      try (Stream<Path> all = Files.walk(open)) {
        for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(each);
        }
      }
    }
  }

  @Test
  void theJailOfTheReleaseNotesIsItsOwnWorldAndLeavesNothingBehind() throws Exception {
    int port = Product.freePort();
    String name = "trajan-itest-" + port;
    Path group = CGROUPS.resolve("memory").resolve(name);
    boolean limited = Files.isDirectory(CGROUPS.resolve("memory"));
    Outside before = Outside.of(product, open);
    vassal(
        "foobar",
        port,
        "processes = 2",
        "emperor-use-clone = ipc,uts,fs,pid,net",
        "exec-pre-jail = echo once >> " + open.resolve("pre-jail"),
        "mount-as-root = tmpfs none " + open.resolve("own") + " nosuid,nodev",
        "exec-as-root = hostname foobar",
        limited ? "cgroup = " + group : "",
        limited ? "cgroup-opt = memory.limit_in_bytes=536870912" : "");
    Map<String, String> inside = inside("foobar", port);
    assertThat(inside)
        .containsEntry("template", "1")
        .containsEntry("hostname", "foobar")
        .containsEntry("interfaces", "lo")
        .containsEntry("loopback", "true");
    assertThat(Integer.parseInt(inside.get("processes"))).isEqualTo(3); // It and two workers.
    assertThat(list(inside, "mounts")).contains(open.resolve("own").toString());
    assertThat(inside.get("cgroups")).contains(limited ? name + ".foobar.1" : ":");
    Set<String> spaces = Set.of(list(inside, "spaces"));
    assertThat(spaces).hasSize(5).doesNotContainAnyElementsOf(Outside.spacesOf("self"));
    assertThat(Outside.hostname()).isNotEqualTo("foobar");
    assertThat(Outside.of(product, open).mounts()).isEqualTo(before.mounts());

    untilReady("foobar");
    assertThat(product.shell("vassal:reload", "foobar")).contains("generation 2");
    Map<String, String> again = new TreeMap<>(inside);
    Wait.until( // The old generation may answer once more.
        "the new generation's answer",
        SOON,
        () -> ask(port, again) && !spaces.contains(list(again, "spaces")[0]));
    assertThat(Set.of(list(again, "spaces"))).doesNotContainAnyElementsOf(spaces);
    assertThat(product.shell("vassal:info", "foobar")).containsPattern("deaths +0");
    assertThat(Files.readAllLines(open.resolve("pre-jail"))).containsExactly("once");

    Files.delete(product.home().resolve("vassals/foobar.ini"));
    Wait.until(
        "all gone",
        SOON,
        () -> Outside.of(product, open).equals(before) && Outside.groups(name).isEmpty());
    assertThat(Outside.allSpaces())
        .doesNotContainAnyElementsOf(spaces)
        .doesNotContainAnyElementsOf(Set.of(list(again, "spaces")));
  }

  @Test
  void aNewRootIsPivotedToAndTheApplicationRunsInItAsNobody() throws Exception {
    int port = Product.freePort();
    Path root = open.resolve("root");
    vassal(
        "pivoted",
        port,
        "emperor-use-clone = ipc,fs,pid",
        "mount-as-vassal = none / " + root + " bind,rec",
        "pivot-root = " + root + " " + root.resolve("srv"),
        "umount-as-root = /srv rec,detach",
        "uid = nobody",
        "gid = nogroup",
        "no-new-privs = true");
    Map<String, String> inside = inside("pivoted", port);
    assertThat(inside)
        .containsEntry("template", "1")
        .containsEntry("user", "65534")
        .containsEntry("capabilities", "0000000000000000")
        .containsEntry("processes", "2");
    assertThat(list(inside, "mounts"))
        .contains("/", "/proc")
        .noneMatch(mount -> mount.equals("/srv") || mount.startsWith("/srv/"));
    assertThat(Outside.of(product, open).mounts()).noneMatch(line -> line.contains("/root"));
  }

  @Test
  void aPlanIsToldStepByStepAndNothingIsDone() throws Exception {
    int port = Product.freePort();
    Path made = open.resolve("made");
    vassal(
        "planned",
        port,
        "emperor-use-clone = uts,fs,pid",
        "hook-as-root = mkdir:" + made,
        "hook-as-root = hostname:planned",
        "hook-as-root = !exec:echo a-secret",
        "chroot = " + open.resolve("absent"));
    Wait.until(
        "refused",
        SOON,
        () -> product.tryShell("vassal:why", "planned").output().contains("chroot"));
    var plan = product.tryShell("jail:plan", "planned");
    assertThat(plan.status()).isNotZero();
    assertThat(plan.output())
        .containsSubsequence("clone", "chroot", "ENOENT", "mkdir", "hostname", "exec-hook", "ruby")
        .contains("(hidden)")
        .doesNotContain("a-secret");
    assertThat(made).doesNotExist();
    assertThat(product.tryShell("jail:plan", "nobody").output()).contains("nobody is no vassal");
  }

  @Test
  void mistakesInHooksAreToldWithWhatWasPerhapsMeant() throws Exception {
    vassal(
        "wrong",
        Product.freePort(),
        "hook-as-root = exce:date",
        "mount-as-root = none / /mnt bind,nosiud",
        "exec-as-rot = date");
    Wait.until(
        "refused",
        SOON,
        () -> product.tryShell("vassal:why", "wrong").output().contains("exec-as-root"));
    assertThat(product.shell("vassal:why", "wrong"))
        .contains("wrong.ini:4", "did you mean exec?", "wrong.ini:5", "did you mean nosuid?");
  }

  private static void vassal(String name, int port, String... lines) throws IOException {
    String common =
        "[uwsgi]\nhttp-socket = 127.0.0.1:" + port + "\nrack = " + open.resolve("config.ru") + "\n";
    Product.write(
        product.home().resolve("vassals/" + name + ".ini"),
        common + String.join("\n", lines) + "\n");
  }

  private static Map<String, String> inside(String vassal, int port) throws Exception {
    Map<String, String> facts = new TreeMap<>();
    try {
      Wait.until("the answer of " + vassal, SOON, () -> ask(port, facts));
    } catch (AssertionError e) {
      throw new AssertionError(product.shell("vassal:why", vassal), e);
    }
    return facts;
  }

  private static String[] list(Map<String, String> facts, String name) {
    return facts.getOrDefault(name, "").split(",");
  }

  private static void untilReady(String vassal) {
    Wait.until(
        "ready", SOON, () -> product.shell("vassal:why", vassal).contains("nothing is wrong"));
  }

  private static boolean ask(int port, Map<String, String> facts) {
    try (HttpSession session = new HttpSession(port)) {
      HttpSession.Answer answer = session.get("/");
      answer.text().lines().map(l -> l.split("=", 2)).forEach(p -> facts.put(p[0], p[1]));
      return answer.status() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * What the host has of vassals.
   *
   * @param mounts its mounts, but for those of others that come and go
   * @param processes the emperor's
   * @param sockets the unix sockets below the home
   */
  private record Outside(Set<String> mounts, long processes, Set<String> sockets) {
    static Outside of(Product product, Path open) throws IOException {
      String home = product.home().toString();
      long processes =
          ProcessHandle.of(product.pid())
              .map(ProcessHandle::descendants)
              .orElse(Stream.of())
              .count();
      return new Outside(
          lines("/proc/self/mounts", home, open.toString()),
          processes,
          lines("/proc/net/unix", home, open.toString()).stream()
              .map(line -> line.replaceFirst(".* ", ""))
              .collect(Collectors.toSet()));
    }

    private static Set<String> lines(String file, String... parts) throws IOException {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> List.of(parts).stream().anyMatch(line::contains))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    static List<String> groups(String prefix) throws IOException {
      Path all = CGROUPS.resolve("memory");
      if (!Files.isDirectory(all)) {
        return List.of();
      }
      try (Stream<Path> groups = Files.list(all)) {
        return groups
            .map(g -> g.getFileName().toString())
            .filter(g -> g.startsWith(prefix))
            .toList();
      }
    }

    static String hostname() throws IOException {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    }

    static Set<String> spacesOf(String process) throws IOException {
      Set<String> spaces = new TreeSet<>();
      try (Stream<Path> links = Files.list(Path.of("/proc", process, "ns"))) {
        for (Path link : links.toList()) {
          spaces.add(Files.readSymbolicLink(link).toString());
        }
      }
      return spaces;
    }

    static Set<String> allSpaces() throws IOException {
      Set<String> spaces = new TreeSet<>();
      for (ProcessHandle each : ProcessHandle.allProcesses().toList()) {
        try {
          spaces.addAll(spacesOf(Long.toString(each.pid())));
        } catch (IOException | java.io.UncheckedIOException e) {
          // It has ended meanwhile.
        }
      }
      return spaces;
    }
  }
}
