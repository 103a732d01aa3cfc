package io.trajan.itests.linux.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A plan is read whole and refused whole: with the line, the word and what was expected, before
 * anything is done.
 */
class PlanRefusalsTest {
  private static Ground ground;

  @BeforeAll
  static void find() throws IOException {
    ground = Ground.make();
  }

  @AfterAll
  static void leave() throws Exception {
    if (ground != null) {
      ground.close();
    }
  }

  private record Said(int status, String text) {}

  private static Said say(String command, byte[] plan) throws Exception {
    Process process =
        new ProcessBuilder(Ground.PROGRAM.toString(), command).redirectErrorStream(true).start();
    try (var input = process.getOutputStream()) {
      input.write(plan);
    } catch (IOException e) {
      // It need not read what it refuses.
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return new Said(process.exitValue(), text);
  }

  private static Said say(String command, String plan) throws Exception {
    return say(command, plan.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hostnme x | plan:3: \"hostnme\" is not a word of plans; did you mean \"hostname\"?",
        "umask | umask: 0 arguments are too few; usage: umask OCTAL",
        "umask 022 1 | umask: 2 arguments are too many; usage: umask OCTAL",
        "umask 99 | umask: argument 1 is \"99\", expected an octal mode from 0 to 7777",
        "umask 77777 | expected an octal mode",
        "uid -1 | uid: argument 1 is \"-1\", expected a number from 0 to 4294967294",
        "uid 4294967295 | expected a number from 0 to 4294967294",
        "uid 99999999999999999999999 | expected a number from 0 to 4294967294",
        "gid root | expected a number",
        "groups 1,,2 | expected a comma list of group numbers, or none",
        "rlimit files 1 2 | expected one of as, core",
        "rlimit nofile many 2 | expected a number or unlimited",
        "clone ipc,nett | expected a comma list of ipc, uts, fs",
        "clone | argument",
        "join files /proc/1/ns/net | expected one of ipc",
        "join net proc/1/ns/net | expected an absolute path",
        "mount proc proc /proc nosiud | expected a comma list of bind, rec",
        "mount proc proc /proc ro,rw | expected no flag beside its opposite",
        "mount proc proc /proc shared,slave | expected at most one of shared, private, slave and"
            + " unbindable",
        "mount proc proc /proc noatime,strictatime | expected at most one of noatime",
        "mount proc proc /proc move,bind | expected move beside neither bind nor remount",
        "umount /x lazy | expected a comma list of defaults, force, detach",
        "bind-tcp a localhost 80 5 | expected an IPv4 or IPv6 address",
        "bind-tcp a 127.0.0.1 65536 5 | expected a port from 0 to 65535",
        "bind-tcp a 127.0.0.1 80 0 | expected a backlog from 1 to 65535",
        "pass a | there is no bind-tcp or bind-unix line named \"a\" before it",
        "keep-caps net_bind | expected a comma list of capabilities",
        "keep-caps 63 | expected a comma list of capabilities",
        "pdeathsig NONE | expected a signal",
        "exec-hook as-root 0 true | expected milliseconds from 1 to 3600000",
        "cgroup v3 /sys/fs/cgroup/x | expected one of v1,v2",
        "cgroup-set memory.max 1 | there is no cgroup line before it",
        "seccomp strict | expected one of default",
        "env A=B c | expected the name of a variable",
        "hostname x | it would rename the whole machine; put \"clone uts\"",
        "pivot-root /a /a/b | it would move the root of the whole machine; put \"clone fs\"",
        "uid-map 0 0 1 | there is no user name space to map; put \"clone user\" before it",
        "layout worker | expected one of template,listen",
        "directory /x | a second one; the first is in line 2",
        "env A %0g | a percent sign that is not followed by two hexadecimal digits",
        "env A %00 | a percent sign that is not followed by two hexadecimal digits",
        "'' | plan: there is no exec line",
      })
  void lineIsRefusedWithWhatWasExpected(String line, String expected) throws Exception {
    String plan = "plan 1\ndirectory " + ground.base.resolve("never") + "\n" + line + "\n";
    Said said = say("warden", plan + (line.isEmpty() ? "" : "exec /bin/true\n") + "end\n");
    assertThat(said.text()).contains(expected);
    assertThat(said.status()).isEqualTo(2);
    assertThat(ground.base.resolve("never")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "'clone user\n', clone user needs a uid-map and a gid-map after it",
    "'uid 1\nkeep-caps chown\n', 'keep-caps: it comes after uid, when the right to do it is gone'",
    "'uid 1\ngid 1\n', gid: it comes after uid",
    "'seccomp default\nchroot /\n', 'it comes after seccomp or landlock, which forbid it'",
    "'bind-unix a /a 600 1\nbind-unix a /b 600 1\n', a second socket named \"a\"",
    "'clone user\nuid-map 0 0\ngid-map 0 0 1\n', 'too few'",
    "'clone user\nuid-map 0 0 1 1\ngid-map 0 0 1\n', expected triples",
  })
  void linesThatDoNotFitTogetherAreRefused(String lines, String expected) throws Exception {
    Said said = say("plan", "plan 1\ndirectory /x/y\n" + lines + "exec /bin/true\nend\n");
    assertThat(said.text()).contains(expected);
    assertThat(said.status()).isEqualTo(2);
  }

  @Test
  void everyFaultIsSaidAtOnce() throws Exception {
    Said said = say("warden", "plan 1\numask 9\nfoo\ngid x\nend\n");
    assertThat(said.text().lines()).hasSize(3);
  }

  @Test
  void planThatWasCutAnywhereIsRefusedAndNothingIsDone() throws Exception {
    String whole =
        ground.plan("cut").add("umask", "022").add("env", "A", "b c").shell("true").text();
    for (int size = 0; size < whole.length(); size++) {
      Said said = say("warden", whole.substring(0, size));
      assertThat(said.status()).as("%d bytes: %s", size, said.text()).isEqualTo(2);
    }
    assertThat(Files.exists(ground.base.resolve("cut"))).isFalse();
  }

  @Test
  void noBytesMakeTheReaderFall() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] whole =
        ground
            .plan("fuzz")
            .add("clone", "fs,user")
            .add("uid-map", 0, 0, 1)
            .add("gid-map", 0, 0, 1)
            .add("mount", "proc", "proc", "/proc", "nosuid,ro")
            .add("keep-caps", "chown,3")
            .shell("true")
            .text()
            .getBytes(StandardCharsets.UTF_8);
    for (int turn = 0; turn < 250; turn++) {
      byte[] plan =
          Arrays.copyOf(
              whole, random.nextInt(4) > 0 ? whole.length : whole.length + random.nextInt(200));
      for (int i = random.nextInt(6); i >= 0; i--) {
        plan[random.nextInt(plan.length)] =
            (byte)
                (random.nextBoolean() ? random.nextInt(256) : " %\n,/0".charAt(random.nextInt(6)));
      }
      Said said = say("plan", plan);
      assertThat(said.status()).as("seed %d turn %d: %s", seed, turn, said.text()).isIn(0, 1, 2);
    }
  }

  @Test
  void whatIsTooLargeIsRefused() throws Exception {
    assertThat(say("plan", "plan 1\n" + "#".repeat(1 << 20) + "\nend\n").text())
        .contains("longer than 1048576 bytes");
    assertThat(say("plan", "plan 1\n" + "umask 1\n".repeat(5000) + "end\n").text())
        .contains("more than 4096 lines");
    assertThat(say("plan", "plan 1\n\0\nend\n").text()).contains("a NUL byte at offset 7");
  }
}
