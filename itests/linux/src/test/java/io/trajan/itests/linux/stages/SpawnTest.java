package io.trajan.itests.linux.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A program without a jail: what it gets, what it says, how it ends. No root is needed. */
class SpawnTest {
  private static Ground ground;

  @BeforeAll
  static void find() throws Exception {
    ground = Ground.make();
  }

  @AfterAll
  static void leave() throws Exception {
    if (ground != null) {
      ground.close();
    }
  }

  private static List<String> run(Plan plan) throws Exception {
    try (Warden warden = ground.warden(plan)) {
      List<String> lines = warden.output().lines().toList();
      assertThat(warden.status()).as("%s", warden.seen()).isZero();
      assertThat(plan.directory()).doesNotExist();
      return lines;
    }
  }

  @Test
  void programHasItsSixDescriptorsAndNoOthers() throws Exception {
    List<String> lines = run(ground.plan("fds").shell("ls -l /proc/$$/fd; true"));
    assertThat(
            lines.stream().skip(1).map(line -> line.replaceAll(".* (\\d+) -> ([^:]+).*", "$1 $2")))
        .containsExactly("0 /dev/null", "1 pipe", "2 pipe", "3 socket", "4 socket", "5 pipe");
  }

  @Test
  void scriptIsTheStandardInputOfTheProgram() throws Exception {
    Path script = Files.writeString(ground.base.resolve("script"), "echo from the script $1\n");
    assertThat(run(ground.plan("reads").add("script", script).add("exec", "/bin/sh", "-s", "a b")))
        .containsExactly("from the script a b");
  }

  @Test
  void limitsUmaskDirectoryAndNameAreThoseOfThePlan() throws Exception {
    Plan plan =
        ground
            .plan("plain")
            .add("rlimit", "nofile", 100, 200)
            .add("umask", "027")
            .add("nice", 5)
            .add("chdir", ground.base)
            .add("procname", "a name");
    assertThat(
            run(
                plan.shell(
                    "ulimit -Sn; ulimit -Hn; umask; pwd -P; tr '\\0' '|' </proc/$$/cmdline; echo;"
                        + " nice")))
        .startsWith("100", "200", "0027", ground.base.toRealPath().toString())
        .last()
        .isEqualTo("5");
  }

  @Test
  void environmentIsWhatThePlanSays() throws Exception {
    assertThat(
            run(
                ground
                    .plan("env")
                    .add("clear-env")
                    .add("env", "A", "b = c\n%")
                    .add("env", "B", "")
                    .add("exec", "/usr/bin/env", "-0")))
        .containsExactly("TRAJAN_PROTOCOL=1\0A=b = c", "%\0B=\0");
  }

  @Test
  void socketsArePassedAsSystemdDoes() throws Exception {
    Plan plan =
        ground
            .plan("listen")
            .add("layout", "listen")
            .add("bind-tcp", "web", "127.0.0.1", 0, 5)
            .add("bind-unix", "kept", ground.base.resolve("kept.sock"), "600", 5)
            .add("bind-unix", "given", ground.base.resolve("given.sock"), "660", 5)
            .add("pass", "web")
            .add("pass", "given");
    List<String> lines =
        run(
            plan.shell(
                "echo $LISTEN_FDS $LISTEN_PID $$; ls /proc/$$/fd; stat -c %a "
                    + ground.base
                    + "/given.sock"));
    assertThat(lines.getFirst()).matches("2 (\\d+) \\1");
    assertThat(lines.subList(1, 6)).containsExactly("0", "1", "2", "3", "4");
    assertThat(lines.getLast()).isEqualTo("660");
    assertThat(ground.base.resolve("kept.sock")).doesNotExist();
    assertThat(ground.base.resolve("given.sock")).doesNotExist();
  }

  @Test
  void reportsAreLinesAndLongOnesAreCut() throws Exception {
    Plan plan = ground.plan("report");
    try (Warden warden =
        ground.warden(
            plan.shell(
                "printf 'ready\\nloaded 12\\n' >&5; printf '%05000d\\nlast' 0 >&5; exit 3"))) {
      warden.output();
      List<String> reports =
          warden.seen().stream().filter(f -> f.type() == 'R').map(Frame::text).toList();
      assertThat(reports).containsExactly("ready", "loaded 12", "0".repeat(4096), "last");
      assertThat(warden.seen().get(warden.seen().size() - 2).toString())
          .matches("X exit 3 \\d+ \\d+ \\d+");
    }
  }

  @Test
  void signalThatKilledTheProgramIsNamed() throws Exception {
    try (Warden warden = ground.warden(ground.plan("signal").shell("kill -SEGV $$"))) {
      assertThat(warden.await('X').text()).startsWith("signal 11 ");
      warden.output();
    }
  }

  @Test
  void errorOutputIsApartFromStandardOutput() throws Exception {
    try (Warden warden = ground.warden(ground.plan("errors").shell("echo out; echo err >&2"))) {
      assertThat(warden.output()).isEqualTo("out\n");
      assertThat(warden.text('E')).isEqualTo("err\n");
    }
  }

  @Test
  void directoryIsPrivateAndHasTheSockets() throws Exception {
    try (Warden warden = ground.warden(ground.plan("private").add("exec", "/bin/sleep", "100"))) {
      warden.program();
      Path directory = warden.socket("");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
          .isEqualTo("rwx------");
      assertThat(directory.toFile().list())
          .containsExactlyInAnyOrder("warden.sock", "template.sock", "orphans.sock", "undo");
      warden.control().stop(5000);
      assertThat(warden.await('X').text()).startsWith("signal 15 ");
      warden.output();
    }
  }

  @Test
  void directoryInWhichAWardenLivesIsRefused() throws Exception {
    try (Warden first = ground.warden(ground.plan("twice").add("exec", "/bin/sleep", "100"));
        Warden second = ground.warden(ground.plan("twice").add("exec", "/bin/sleep", "100"))) {
      first.program();
      assertThat(second.status()).isEqualTo(3);
      assertThat(second.diagnostics()).contains("a warden lives there already");
    }
  }

  @Test
  void directoryThatOthersMayEnterIsRefused() throws Exception {
    Files.createDirectory(
        ground.base.resolve("open"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    try (Warden warden = ground.warden(ground.plan("open").shell("true"))) {
      assertThat(warden.status()).isEqualTo(3);
      assertThat(warden.diagnostics()).contains("expected user").contains("mode 700");
    }
  }

  @Test
  void programThatIsMissingFailsWithItsRemedy() throws Exception {
    try (Warden warden = ground.warden(ground.plan("missing").add("exec", "/no/such/program"))) {
      assertThat(warden.failure())
          .startsWith("exec ")
          .contains(" ENOENT ")
          .contains("install the program");
      assertThat(warden.status()).isEqualTo(1);
    }
  }
}
