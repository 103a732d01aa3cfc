package io.trajan.vassal.process.jail;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Place;
import io.trajan.vassal.Given;
import io.trajan.vassal.OwnProcess;
import io.trajan.vassal.VassalSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JailTest {
  private static final String EXEC = "exec-hook ";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '"',
      value = {
        "emperor-use-clone = ipc,uts@clone ipc,uts",
        "unshare = mount,ns,mnt,fs@clone fs",
        "emperor-use-clone = pid,fs@clone pid,fs|mount proc proc /proc nosuid,nodev,noexec",
        "emperor-use-clone = pid@clone pid",
        "emperor-use-clone = pid,fs|fresh-proc = no@clone pid,fs",
        "unshare = net@clone net|loopback up",
        "unshare = uts|jail-hostname = foobar@clone uts|hostname foobar",
        "emperor-use-clone = uts|unshare = uts,ipc@clone uts,ipc",
        "unshare = user@clone user|uid-map 0 1000 1|gid-map 0 100 1",
        "unshare = user|uid-map = 0 100000 5|uid-map = 9 200 1|gid-map = 0 7 1"
            + "@clone user|uid-map 0 100000 5 9 200 1|gid-map 0 7 1",
        "chroot = /srv/root@chroot /srv/root",
        "chroot = sub/../root@chroot /etc/vassals/root",
        "unshare = fs|pivot_root = /r /r/.old@clone fs|pivot-root /r /r/.old",
        "unshare = fs,pid|pivot-root = /r /r@clone fs,pid"
            + "|mount proc proc /proc nosuid,nodev,noexec|pivot-root /r /r|mkdir /proc"
            + "|mount proc proc /proc nosuid,nodev,noexec",
        "cgroup = /two/a|cgroup-opt = memory.max=1G|cgroup-opt = pids.max:5|cgroup-dir-mode ="
            + " 0755@cgroup v2 /two/a/v.1|chmod /two/a/v.1 0755|cgroup-set memory.max 1G|cgroup-set"
            + " pids.max 5",
        "cgroup = /one/cpu,cpuacct/a|cgroup = /one/memory/a|cgroup-opt = cpu.shares=9"
            + "|cgroup-opt = memory.limit_in_bytes=8@cgroup v1 /one/cpu,cpuacct/a.v.1"
            + "|cgroup-set cpu.shares 9|cgroup v1 /one/memory/a.v.1"
            + "|cgroup-set memory.limit_in_bytes 8",
        "cgroup = /one/fs/cgroup/pids/a|cgroup = /two/a|cgroup-opt = cgroup.max.depth=3"
            + "|cgroup-opt = pids.max=9@cgroup v1 /one/fs/cgroup/pids/a.v.1|cgroup-set pids.max 9"
            + "|cgroup v2 /two/a/v.1|cgroup-set cgroup.max.depth 3",
        "mount-asap = proc none /proc@mount proc none /proc defaults",
        "mount-asap = none / /r bind,rec,ro a b@mount none / /r bind,rec,ro a b",
        "umount-as-root = /.old rec,detach@umount /.old rec,detach",
        "exec-as-root = hostname foobar@exec-hook as-root 60000 hostname foobar",
        "hook-timeout = 2|exec-asap = a@exec-hook asap 2000 a",
        "hook-asap = safeexec:it's 'x'" + "@exec-hook asap 60000 sh -c 'it'\\''s '\\''x'\\''' || :",
        "exec-as-emperor = date@exec-hook as-emperor 60000 sh -c"
            + " 'export UWSGI_VASSAL_CONFIG='\\''/etc/vassals/v.ini'\\''; date' || :",
        "hook-asap = exit:7@exec-hook asap 60000 exit 7",
        "hook-asap = exit:@exec-hook asap 60000 exit 1",
        "hook-asap = cd:/tmp|hook-asap = chdir:x@chdir /tmp|chdir x",
        "hook-asap = print:50% of it|hook-asap = log:b@print 50% of it|print b",
        "hook-asap = write:/a b  c|hook-asap = append:/a d@write /a b  c|append /a d",
        "hook-asap = writen:/a b|hook-asap = appendn:/a c@write /a b\\n|append /a c\\n",
        "hook-asap = writefifo:/f r|hook-asap = creat:/a@writefifo /f r|write /a ",
        "hook-asap = unlink:/a|hook-asap = mkdir:/b@unlink /a|mkdir /b",
        "hook-asap = chmod:/a 1777|hook-asap = chown:/a bob staff@chmod /a 1777|chown /a 1001 50",
        "hook-asap = chown2:/a 1 2|hook-asap = putenv:A=b c@chown /a 1 2|env A b c",
        "hook-asap = wait_for_mountpoint:/m@wait-for mountpoint /m 60000",
        "hook-asap = mount:tmpfs t /t nosuid@mount tmpfs t /t nosuid",
        "hook-asap = umount:/t|unshare = ipc@umount /t|clone ipc",
      })
  void optionsBecomeSteps(String given, String steps) {
    assertThat(text(jail(1000, given).asRoot("v.1", false))).isEqualTo(steps.replace("\\n", "\n"));
    assertThat(jail(1000, given).faults()).isEmpty();
  }

  @Test
  void phasesAndFamiliesAreInTheOrderOfUwsgi() {
    List<String> given = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      given.add(0, "exec-" + phase.word() + " = e");
      if (phase.mounts()) {
        given.add(0, "umount-" + phase.word() + " = /u");
        given.add(0, "mount-" + phase.word() + " = none a b bind");
      }
      given.add(0, "exec-" + phase.word() + " = second");
      given.add("hook-" + phase.word() + " = exec:h");
    }
    given.add("unshare = ipc");
    Jail jail = jail(0, String.join("|", given));
    List<String> all = new ArrayList<>();
    jail.asRoot("v.1", false).forEach(step -> all.add(told(step)));
    jail.asUser().forEach(step -> all.add(told(step)));
    List<String> expected = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      if (phase == Phase.POST_JAIL) {
        expected.add("clone");
      }
      expected.add(phase.word());
      if (phase.mounts()) {
        expected.addAll(List.of("mount", "umount"));
      }
      expected.addAll(List.of(phase.word(), phase.word()));
    }
    assertThat(all).isEqualTo(expected);
  }

  private static String told(Step step) {
    return step.word().equals("exec-hook") ? step.arguments().getFirst() : step.word();
  }

  @Test
  void preJailHooksDoNotRunAgainOnAReload() {
    Jail jail = jail(0, "exec-pre-jail = once|exec-in-jail = always");
    assertThat(text(jail.asRoot("v.1", false)))
        .isEqualTo(EXEC + "pre-jail 60000 once|" + EXEC + "in-jail 60000 always");
    assertThat(text(jail.asRoot("v.1", true))).isEqualTo(EXEC + "in-jail 60000 always");
  }

  @Test
  void userHooksComeBeforeTheLastRightsGoAndCapabilitiesAreKeptBefore() {
    Jail jail =
        jail(0, "cap = CAP_NET_BIND_SERVICE,net_raw,12|no-new-privs = true|exec-as-user = id");
    assertThat(text(jail.capabilities())).isEqualTo("keep-caps net_bind_service,net_raw,12");
    assertThat(text(jail.asUser())).isEqualTo(EXEC + "as-user 60000 id|no-new-privs");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '"',
      value = {
        "unshare = ipc,nett@did you mean net?",
        "unshare = ipc,@a comma list of namespaces, not \"\"",
        "hook-as-root = exce:date@did you mean exec?",
        "hook-as-root = date@ACTION:ARGUMENTS",
        "hook-as-root = exec@exec:ARGUMENTS, with a colon",
        "hook-as-root = exec:@exec:COMMAND",
        "hook-as-root = call:f@uWSGI's call is not there yet",
        "hook-as-root = mount:none /a@FSTYPE SOURCE DIRECTORY",
        "mount-as-root = none / /r bind,nosiud@did you mean nosuid?",
        "umount-as-root = /r detatch@did you mean detach?",
        "hook-as-root = exit:0@exit:STATUS from 1 to 255",
        "hook-as-root = chmod:/a 9@octal digits",
        "hook-as-root = putenv:A@putenv:NAME=VALUE",
        "hook-as-emperor = mkdir:/a@exec or safeexec, nothing else",
        "cap = net_bnd_service@did you mean net_bind_service?",
        "cgroup-opt = a/b=c@FILE=VALUE",
        "pivot-root = /r@NEW_ROOT OLD_ROOT",
        "uid-map = 0 x 1@INSIDE OUTSIDE COUNT",
        "jail-hostname = a b@a host name",
      })
  void mistakesAreFoundWhenTheFileIsRead(String given, String message) {
    String[] parts = given.split(" = ", 2);
    var option =
        JailOptions.all().stream().filter(o -> o.name().equals(parts[0])).findFirst().orElseThrow();
    try {
      option.type().parse(parts[1]);
      throw new AssertionError("it was accepted");
    } catch (io.trajan.config.codec.BadValueException refusal) {
      Fault fault = Fault.of(new Place("v.ini", 1), parts[0], parts[1], refusal);
      assertThat(fault.toString()).contains(message);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '@',
      value = {
        "0@emperor-use-clone = user@needs uid-map and gid-map",
        "0@pivot-root = /r /r/old@needs the namespace fs",
        "0@unshare = fs|pivot-root = /r /s/old@/s/old is not below /r",
        "0@unshare = fs|pivot-root = /r /rold@/rold is not below /r",
        "0@unshare = fs|pivot-root = /r /r|pivot_root = /r /r@means the same as pivot-root",
        "0@jail-hostname = a@needs the namespace uts",
        "0@unshare = ipc|hook-as-root = hostname:a@needs the namespace uts",
        "0@uid-map = 0 1 1@needs the namespace user",
        "0@exec-post-jail = a@never runs without emperor-use-clone or unshare",
        "0@cgroup = /elsewhere/a@below a cgroup file system",
        "0@cgroup-opt = a=b@a cgroup for it",
        "0@hook-asap = chown:/a nobody-here staff@a user and a group of this host",
      })
  void contradictionsAreFoundBeforeAnythingIsDone(long uid, String given, String message) {
    List<Fault> faults = jail(uid, given).faults();
    assertThat(faults).hasSize(1);
    assertThat(faults.getFirst().toString()).contains(message);
  }

  @Test
  void everyOptionOfAJailAsksForAProcess() {
    assertThat(JailOptions.all()).allMatch(option -> OwnProcess.isOne(option.name()));
    assertThat(OwnProcess.isOne("hook-as-rot")).isFalse();
  }

  @Test
  void whatIsHiddenIsNotShown() {
    Masks masks = jail(0, "hook-asap = !exec:login secret|hook-asap = exec:date").masks();
    assertThat(masks.mask("done exec-hook 12 asap 60000 login secret: note\ndone print 1 a"))
        .isEqualTo("done exec-hook 12 (hidden): note\ndone print 1 a");
    assertThat(masks.mask("done exec-hook 12 asap 60000 date")).contains("date");
    String longer = "x".repeat(600);
    assertThat(
            jail(0, "hook-asap = !exec:" + longer).masks().mask("a asap 60000 " + longer + "\nb"))
        .isEqualTo("a (hidden)\nb");
  }

  private static String text(List<Step> steps) {
    return String.join(
        "|",
        steps.stream()
            .map(s -> s.word() + " " + String.join(" ", s.arguments()))
            .map(s -> s.replaceFirst(" $", ""))
            .toList());
  }

  private static Jail jail(long uid, String given) {
    List<Given> all = new ArrayList<>();
    Arrays.stream(given.split("\\|"))
        .map(line -> line.split(" = ", 2))
        .forEach(p -> all.add(Given.of(p[0], p[1], new Place("v.ini", all.size() + 1))));
    return new Jail(VassalSpec.of("v", Path.of("/etc/vassals/v.ini"), all), new Host(uid));
  }

  private record Host(long uid) implements JailHost {
    @Override
    public Optional<Long> user(String given) {
      return given.equals("bob") ? Optional.of(1001L) : Optional.empty();
    }

    @Override
    public Optional<Long> group(String given) {
      return given.equals("staff") ? Optional.of(50L) : Optional.empty();
    }

    @Override
    public int cgroupVersion(Path directory) {
      return directory.startsWith("/two") ? 2 : directory.startsWith("/one") ? 1 : 0;
    }

    @Override
    public boolean isThere(Path directory) {
      return directory.startsWith("/two");
    }

    @Override
    public long gid() {
      return 100;
    }
  }
}
