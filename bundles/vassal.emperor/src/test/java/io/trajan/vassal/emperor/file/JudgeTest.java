package io.trajan.vassal.emperor.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Place;
import io.trajan.config.codec.ValueType;
import io.trajan.config.codec.ValueTypes;
import io.trajan.vassal.Given;
import io.trajan.vassal.Option;
import io.trajan.vassal.OptionSet;
import io.trajan.vassal.Reading;
import io.trajan.vassal.VassalSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final Path FILE = Path.of("/vassals/hello.cfg");
  private static final Option<Integer> THREADS =
      Option.of("threads", ValueTypes.integer(1, 64), "How many.").or(4);
  private static final Option<String> SOCKET =
      Option.of("http-socket", ValueTypes.word(), "Where.").repeated();

  private record Options(String name, String launcher, List<Option<?>> options)
      implements OptionSet {}

  private static final OptionSet HTTP = new Options("http", "http", List.of(SOCKET));
  private static final OptionSet RACK = new Options("rack", "rack", List.of(THREADS));
  private static final OptionSet WSGI = new Options("wsgi", "wsgi", List.of(THREADS));
  private static final OptionSet BASE =
      new Options("base", "", List.of(Option.of("env", ValueTypes.word(), "Environment.")));

  private static Judge judge(Set<String> launchers, OptionSet... sets) {
    Map<String, String> remedies = Map.of("rados-mount", "feature:install storage-rados");
    return new Judge(new Claims(List.of(sets)), launchers, remedies::get);
  }

  private static Verdict judge(Judge judge, String... lines) {
    List<Given> given = new ArrayList<>();
    for (String line : lines) {
      String[] halves = line.split("=", 2);
      given.add(Given.of(halves[0], halves[1], new Place("hello.cfg", given.size() + 1)));
    }
    return judge.judge("hello", FILE, new Reading(given, List.of()));
  }

  private static VassalSpec spec(Verdict verdict) {
    return Objects.requireNonNull(verdict.spec());
  }

  private static List<String> faults(Verdict verdict) {
    return verdict.faults().stream().map(Fault::toString).toList();
  }

  @Test
  void whereTheLastOneCountsGivingAnOptionAgainIsNoFault() {
    Judge judge = judge(Set.of("rack"), RACK);
    List<Given> given =
        List.of(
            Given.of("threads", "2", new Place("base.ini", 2)),
            Given.of("threads", "3", new Place("hello.ini", 3)));
    Verdict verdict = judge.judge("hello", FILE, new Reading(given, List.of(), true));
    assertThat(verdict.faults()).isEmpty();
    assertThat(spec(verdict).value(THREADS)).hasValue(3);
  }

  @Test
  void everyFaultOfAFileIsToldAtOnce() {
    Judge judge = judge(Set.of("http", "rack"), HTTP, RACK);
    Verdict verdict =
        judge(judge, "threads=many", "http-sokcet=:1", "threads=65", "rados-mount=x", "zzz=1");
    assertThat(verdict.spec()).isNull();
    assertThat(faults(verdict))
        .containsExactly(
            "hello.cfg:1: threads = \"many\": expected a whole number from 1 to 64",
            "hello.cfg:2: http-sokcet: no installed bundle understands this option (did you mean"
                + " http-socket?)",
            "hello.cfg:3: threads: is given once only, and stands in line 1 already",
            "hello.cfg:5: zzz: no installed bundle understands this option",
            "hello.cfg:4: rados-mount: no installed bundle understands this option;"
                + " feature:install storage-rados");
  }

  @Test
  void repeatableOptionsMayBeRepeated() {
    Verdict verdict = judge(judge(Set.of("http"), HTTP), "http-socket=:1", "http-socket=:2");
    assertThat(verdict.faults()).isEmpty();
    assertThat(spec(verdict).values(SOCKET)).containsExactly(":1", ":2");
  }

  @Test
  void anOptionOfAKnownFeatureLeavesTheFileWaitingInsteadOfRefused() {
    Judge judge = judge(Set.of("http"), HTTP);
    Verdict verdict = judge(judge, "http-socket=:1", "rados-mount=x");
    assertThat(judge.absent(spec(verdict)))
        .extracting(Absence::toString)
        .containsExactly(
            "rados-mount: no installed bundle understands this option;"
                + " feature:install storage-rados");
  }

  @Test
  void aSetWhoseLauncherIsAwayMakesItsOptionsWait() {
    Judge judge = judge(Set.of(), HTTP, BASE);
    Verdict verdict = judge(judge, "http-socket=:1", "env=A=1");
    assertThat(verdict.faults()).isEmpty();
    assertThat(judge.absent(spec(verdict))).extracting(Absence::name).containsExactly("http");
    assertThat(judge(Set.of("http"), HTTP, BASE).absent(spec(verdict))).isEmpty();
  }

  @Test
  void oneOfSeveralLaunchersSufficesForASharedOption() {
    Judge judge = judge(Set.of("wsgi"), RACK, WSGI);
    assertThat(judge.absent(spec(judge(judge, "threads=5")))).isEmpty();
  }

  @Test
  void aSharedOptionMustBeRightForAllWhoClaimIt() {
    ValueType<Integer> few = ValueTypes.integer(1, 2);
    OptionSet strict = new Options("strict", "", List.of(Option.of("threads", few, "Few.")));
    Verdict verdict = judge(judge(Set.of("rack"), RACK, strict), "threads=3");
    assertThat(faults(verdict))
        .containsExactly("hello.cfg:1: threads = \"3\": expected a whole number from 1 to 2");
  }

  @Test
  void faultsOfReadingRefuseTheFileAndSecretsStayHidden() {
    Judge judge = judge(Set.of("rack"), RACK);
    Fault unread = Fault.of(new Place("hello.cfg", 9), "", "expected key = value");
    Given secret = new Given("threads", "hunter2", "***", new Place("hello.cfg", 1));
    Verdict verdict = judge.judge("hello", FILE, new Reading(List.of(secret), List.of(unread)));
    assertThat(verdict.spec()).isNull();
    assertThat(faults(verdict))
        .containsExactly(
            "hello.cfg:9: expected key = value",
            "hello.cfg:1: threads = \"***\": expected a whole number from 1 to 64");
  }
}
