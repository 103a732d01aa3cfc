package io.trajan.config.files;

import static io.trajan.config.files.House.ad;
import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.config.codec.ConfigCheck;
import io.trajan.config.codec.Fault;
import io.trajan.config.codec.TypedConfig;
import io.trajan.config.codec.ValueTypes;
import io.trajan.config.files.Survey.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Vector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineTest {
  private static final String SERVER =
      House.singleton(
          "a.server",
          ad("threads", "Integer", "min='1' max='64' default='4'"),
          ad("mode", "String", "default='auto'").replace("/>", ">")
              + "<Option label='a' value='auto'/><Option label='f' value='fast'/></AD>",
          ad("patience", "String", "default='30s'"),
          ad("hosts", "String", "cardinality='100' default='a,b'"),
          ad("sizes", "Long", "cardinality='-3' required='false'"),
          ad("ratio", "Double", "min='0' max='1' required='false'"),
          ad("tls", "Boolean", "default='false'"),
          ad("note", "String", "default=''"),
          ad("token", "Password", "required='false'"));
  private static final String POOL =
      House.factory(
          "a.pool", ad("size", "Integer", "min='1'"), ad("name", "String", "default='p'"));

  @TempDir private Path home;
  private House house;

  @BeforeEach
  void open() throws Exception {
    house = new House(home);
    house.bundle("server", SERVER);
    house.bundle("pool", POOL);
  }

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  private List<String> faults(Engine engine) {
    return engine.states().stream()
        .flatMap(state -> state.faults().stream())
        .map(Fault::toString)
        .toList();
  }

  @Test
  void valuesReachConfigAdminWithTheTypesOfTheMetatype() throws Exception {
    house.write(
        "a.server.cfg",
        """
        threads = 8
        mode = fast
        hosts = [ "x", "y" ]
        sizes.1 = 1
        sizes.2 = 2
        ratio = 0.5
        tls = on
        token = $[env:PORT]
        """);
    Engine engine = house.engine();
    assertThat(faults(engine)).isEmpty();
    assertThat(house.value("a.server", "threads")).isEqualTo(8);
    assertThat(house.value("a.server", "mode")).isEqualTo("fast");
    assertThat((String[]) house.value("a.server", "hosts")).containsExactly("x", "y");
    assertThat(house.value("a.server", "sizes"))
        .isInstanceOf(Vector.class)
        .isEqualTo(List.of(1L, 2L));
    assertThat(house.value("a.server", "ratio")).isEqualTo(0.5);
    assertThat(house.value("a.server", "tls")).isEqualTo(true);
    assertThat(house.value("a.server", "token")).isEqualTo("8081");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "thraeds = 8|a.server.cfg:2: thraeds: a.server has no such key (did you mean threads?)",
        "banana = 8|a.server.cfg:2: banana: a.server has no such key; known: threads, mode, patience, hosts, sizes, ratio,"
            + " tls, note, token",
        "threads = many|a.server.cfg:2: threads = \"many\": expected a whole number from 1 to 64",
        "threads = 65|a.server.cfg:2: threads = \"65\": expected a whole number from 1 to 64",
        "threads = 99999999999|a.server.cfg:2: threads = \"99999999999\": expected a whole number from 1 to 64",
        "threads = [ \"1\" ]|a.server.cfg:2: threads: takes one value, not a list; expected a whole number from 1 to 64",
        "mode = fats|a.server.cfg:2: mode = \"fats\": expected one of auto, fast (did you mean fast?)",
        "ratio = 1.1|a.server.cfg:2: ratio = \"1.1\": expected a number from 0.0 to 1.0",
        "tls = maybe|a.server.cfg:2: tls = \"maybe\": expected true or false",
        "sizes = [ \"1\", \"2\", \"3\", \"4\" ]|a.server.cfg:2: sizes: takes at most 3 values",
        "service.pid = x|a.server.cfg:2: service.pid: is set by the system",
        "log.target = name=x|a.server.cfg:2: log.target = \"name=x\": expected a filter such as (name=value)",
        "token = $[env:NONE]|a.server.cfg:2: token = \"$[env:NONE]\": expected an environment variable named NONE, or"
            + " ;default=…",
      })
  void aFaultNamesFileLineKeyValueExpectationAndTheNearest(String line, String fault)
      throws Exception {
    house.write("a.server.cfg", "# settings\n" + line + "\n");
    assertThat(faults(house.engine())).containsExactly(fault);
    assertThat(house.values("a.server")).isNull();
  }

  @Test
  void everyFaultOfAFileIsToldAtOnce() throws Exception {
    house.write("a.server.cfg", "threads = x\nmod = fast\nnonsense\nratio = 2\nthreads = 3\n");
    assertThat(faults(house.engine()))
        .extracting(fault -> fault.split(":")[1])
        .containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void aRequiredKeyWithoutDefaultMustBeGivenAndAnEmptyDefaultIsOne() throws Exception {
    house.write("a.pool-x.cfg", "name = x\n");
    house.write("a.server.cfg", "threads = 2\n");
    assertThat(faults(house.engine()))
        .containsExactly("a.pool-x.cfg: size: is missing; expected a whole number, at least 1");
  }

  @Test
  void bothWaysOfNamingAnInstanceMeanTheSamePid() throws Exception {
    house.write("a.pool-one.cfg", "size = 1\n");
    house.write("a.pool~two.cfg", "size = 2\n");
    house.write("a.pool-with-hyphens.cfg", "size = 3\n");
    assertThat(faults(house.engine())).isEmpty();
    assertThat(house.value("a.pool~one", "size")).isEqualTo(1);
    assertThat(house.value("a.pool~two", "size")).isEqualTo(2);
    assertThat(house.value("a.pool~with-hyphens", "size")).isEqualTo(3);
    assertThat(house.value("a.pool~one", "service.factoryPid")).isEqualTo("a.pool");
  }

  @Test
  void twoFilesOfOnePidAreAFaultOfTheSecondUntilTheFirstGoes() throws Exception {
    house.write("a.pool-x.cfg", "size = 1\n");
    house.write("a.pool~x.cfg", "size = 2\n");
    Engine engine = house.engine();
    assertThat(faults(engine))
        .containsExactly("a.pool~x.cfg: the PID a.pool~x is configured by a.pool-x.cfg already");
    assertThat(house.value("a.pool~x", "size")).isEqualTo(1);
    Files.delete(house.etc.resolve("a.pool-x.cfg"));
    engine.look("a.pool-x.cfg");
    assertThat(faults(engine)).isEmpty();
    assertThat(house.value("a.pool~x", "size")).isEqualTo(2);
  }

  @Test
  void aNameThatDoesNotFitTheKindOfPidIsExplained() throws Exception {
    house.write("a.server-x.cfg", "threads = 1\n");
    house.write("a.pool.cfg", "size = 1\n");
    house.write("not a pid.cfg", "x = 1\n");
    assertThat(faults(house.engine()))
        .containsExactly(
            "a.pool.cfg: a.pool is a factory: name the file a.pool-NAME.cfg",
            "a.server-x.cfg: a.server has one configuration: name the file a.server.cfg",
            "not a pid.cfg: expected PID.cfg or FACTORY-NAME.cfg, with letters, digits, '.' and '_' in the PID and no"
                + " spaces");
  }

  @Test
  void aFileWithAnyFaultLeavesTheLastGoodConfigurationWhole() throws Exception {
    house.write("a.server.cfg", "threads = 2\nmode = fast\n");
    Engine engine = house.engine();
    house.write("a.server.cfg", "threads = 3\nmode = nonsense\n");
    engine.look("a.server.cfg");
    assertThat(faults(engine)).hasSize(1);
    assertThat(house.value("a.server", "threads")).isEqualTo(2);
    assertThat(house.value("a.server", "mode")).isEqualTo("fast");
    assertThat(engine.states()).allMatch(FileState::inForce);
    house.write("a.server.cfg", "threads = 3\n");
    engine.look("a.server.cfg");
    assertThat(house.value("a.server", "threads")).isEqualTo(3);
    assertThat(house.value("a.server", "mode")).isNull();
  }

  @Test
  void theLastGoodConfigurationOutlivesARestartWithAFaultyFile() throws Exception {
    house.write("a.server.cfg", "threads = 2\n");
    house.engine();
    house.close();
    house = new House(home);
    house.write("a.server.cfg", "threads = two\n");
    Engine engine = house.engine();
    assertThat(faults(engine)).hasSize(1);
    assertThat(house.value("a.server", "threads")).isEqualTo(2);
    assertThat(engine.states()).allMatch(FileState::inForce);
  }

  @Test
  void aFileThatIsDeletedTakesItsConfigurationAlong() throws Exception {
    Path file = house.write("a.server.cfg", "threads = 2\n");
    Engine engine = house.engine();
    Files.delete(file);
    engine.look("a.server.cfg");
    assertThat(house.values("a.server")).isNull();
    assertThat(engine.states()).isEmpty();
  }

  @Test
  void whatVanishedWhileNobodyLookedIsDeletedAtTheStartAndWhatOthersMadeStays() throws Exception {
    Path file = house.write("a.server.cfg", "threads = 2\n");
    house.write("a.pool-x.cfg", "size = 1\n");
    house.made("b.other", Map.of("k", "v"));
    house.engine();
    house.close();
    Files.delete(file);
    house = new House(home);
    house.engine();
    assertThat(house.values("a.server")).isNull();
    assertThat(house.value("a.pool~x", "size")).isEqualTo(1);
    assertThat(house.value("b.other", "k")).isEqualTo("v");
  }

  @Test
  void aConfigurationThatSomebodyDeletedComesBackWithTheNextChange() throws Exception {
    house.write("a.server.cfg", "threads = 2\n");
    Engine engine = house.engine();
    house.admin().getConfiguration("a.server", "?").delete();
    house.write("a.server.cfg", "threads = 3\n");
    engine.look("a.server.cfg");
    assertThat(house.value("a.server", "threads")).isEqualTo(3);
  }

  @Test
  void aPidThatNobodyKnowsIsAppliedAsTextsWithAWarning() throws Exception {
    house.write(
        "a.sever.cfg", "threads = 2\nhosts = [ \"a\" ]\nn = I\"5\"\nflags = B[ \"true\" ]\n");
    Engine engine = house.engine();
    assertThat(house.value("a.sever", "threads")).isEqualTo("2");
    assertThat(house.value("a.sever", "n")).isEqualTo(5);
    assertThat((Boolean[]) house.value("a.sever", "flags")).containsExactly(true);
    Survey survey = new Survey(engine, house.schemas, house.checker(), house.admin());
    assertThat(survey.findings())
        .containsExactly(
            new Finding(
                "a.sever.cfg",
                0,
                "",
                "",
                "no installed bundle knows the PID a.sever; its values are texts",
                "a.server",
                Survey.Weight.WARNING));
  }

  @Test
  void aBundleThatComesLaterBringsTypesAndChecksAndTakesThemAlong() throws Exception {
    house.write("b.late.cfg", "n = 5\n");
    house.write("b.wrong.cfg", "n = x\n");
    Engine engine = house.engine();
    assertThat(house.value("b.late", "n")).isEqualTo("5");
    var bundle =
        house.bundle(
            "late",
            House.singleton("b.late", ad("n", "Integer", ""))
                + House.singleton("b.wrong", ad("n", "Integer", "")));
    engine.recheck(house.schemas.refresh(), Set.of());
    assertThat(house.value("b.late", "n")).isEqualTo(5);
    assertThat(faults(engine)).containsExactly("b.wrong.cfg:1: n = \"x\": expected a whole number");
    bundle.uninstall();
    Set<String> different = house.schemas.refresh();
    assertThat(different).containsExactlyInAnyOrder("b.late", "b.wrong");
    engine.recheck(different, Set.of());
    assertThat(faults(engine)).isEmpty();
    assertThat(house.value("b.late", "n")).isEqualTo("5");
  }

  @Test
  void anUpdatedBundleIsReadAgain() throws Exception {
    house.write("a.pool-x.cfg", "size = 5\n");
    Engine engine = house.engine();
    house
        .context()
        .getBundle("pool")
        .update(House.jar("pool", House.factory("a.pool", ad("size", "Integer", "max='4'"))));
    engine.recheck(house.schemas.refresh(), Set.of());
    assertThat(faults(engine))
        .containsExactly("a.pool-x.cfg:1: size = \"5\": expected a whole number, at most 4");
    assertThat(house.value("a.pool~x", "size")).isEqualTo(5);
  }

  @Test
  void aComponentsOwnCheckSeesTypesAndDefaultsAndCanRefuse() throws Exception {
    ConfigCheck check =
        config -> {
          List<Fault> faults = config.refused(Map.of("patience", ValueTypes.port()));
          int threads = (Integer) config.values().getOrDefault("threads", 0);
          boolean fast = "fast".equals(config.values().get("mode"));
          return fast && threads < 8
              ? List.of(config.fault("threads", "at least 8 with mode = fast"))
              : faults;
        };
    house.check("a.server", check);
    house.write("a.server.cfg", "mode = fast\npatience = 1\n");
    Engine engine = house.engine();
    assertThat(faults(engine))
        .containsExactly("a.server.cfg: threads: expected at least 8 with mode = fast");
    house.write("a.server.cfg", "mode = fast\nthreads = 7\npatience = 1\n");
    engine.look("a.server.cfg");
    assertThat(faults(engine))
        .containsExactly("a.server.cfg:2: threads = \"7\": expected at least 8 with mode = fast");
    house.write("a.server.cfg", "patience = soon\n");
    engine.look("a.server.cfg");
    assertThat(faults(engine))
        .containsExactly("a.server.cfg:1: patience = \"soon\": expected a port from 1 to 65535");
  }

  @Test
  void aCheckWhoseClassesCannotBeLoadedRefusesTheFileUntilItCanBeAsked() throws Exception {
    house.write("a.server.cfg", "threads = 2\n");
    Engine engine = house.engine();
    AtomicBoolean unlinked = new AtomicBoolean(true);
    house.check(
        "a.server",
        config -> {
          if (unlinked.get()) {
            throw new NoClassDefFoundError("the bundle is being refreshed");
          }
          return List.of();
        });
    house.write("a.server.cfg", "threads = 3\n");
    engine.look("a.server.cfg");
    assertThat(faults(engine)).singleElement().asString().contains("could not be checked");
    assertThat(house.value("a.server", "threads")).isEqualTo(2);
    unlinked.set(false);
    engine.recheck(Set.of("a.server"), Set.of("a.server"));
    assertThat(faults(engine)).isEmpty();
    assertThat(house.value("a.server", "threads")).isEqualTo(3);
  }

  @Test
  void aComponentsOwnFaultsAreToldTogetherWithThoseOfTheTypesAndNoKeyTwice() throws Exception {
    house.check(
        "a.server",
        config -> {
          List<Fault> faults =
              new ArrayList<>(config.refused(Map.of("patience", ValueTypes.port())));
          faults.add(config.fault("threads", "fewer"));
          return faults;
        });
    house.write("a.server.cfg", "threads = many\npatience = soon\npatiense = 1\n");
    assertThat(faults(house.engine()))
        .satisfiesExactly(
            type ->
                assertThat(type).startsWith("a.server.cfg:1: threads = \"many\": expected a whole"),
            own ->
                assertThat(own).startsWith("a.server.cfg:2: patience = \"soon\": expected a port"),
            key ->
                assertThat(key).startsWith("a.server.cfg:3: patiense: a.server has no such key"));
  }

  private static ConfigCheck few(String key) {
    return config ->
        Integer.valueOf(64).equals(config.values().get(key))
            ? List.of(config.fault(key, "fewer"))
            : List.of();
  }

  @Test
  void aCheckThatComesLateBringsBackWhatWasInForceInAnEarlierLife() throws Exception {
    house.write("a.server.cfg", "threads = 2\n");
    house.write("a.pool-x.cfg", "size = 1\n");
    house.engine();
    house.close();
    house = new House(home);
    house.write("a.server.cfg", "threads = 64\n");
    house.write("a.pool-y.cfg", "size = 64\n");
    Engine engine = house.engine();
    assertThat(house.value("a.server", "threads")).isEqualTo(64);
    house.check("a.server", few("threads"));
    house.check("a.pool", few("size"));
    engine.recheck(Set.of("a.server", "a.pool"), Set.of("a.server", "a.pool"));
    assertThat(faults(engine)).hasSize(2);
    assertThat(house.value("a.server", "threads")).isEqualTo(2);
    assertThat(house.value("a.pool~x", "size")).isEqualTo(1);
    assertThat(house.values("a.pool~y")).isNull();
    // From now on all is known: a stricter check does not take away what is in force.
    house.check("a.pool", config -> List.of(config.fault("size", "nothing")));
    engine.recheck(Set.of("a.pool"), Set.of("a.pool"));
    assertThat(house.value("a.pool~x", "size")).isEqualTo(1);
  }

  @Test
  void aCheckThatFailsLetsNothingPass() throws Exception {
    house.check(
        "a.pool",
        (TypedConfig config) -> {
          throw new IllegalStateException("on purpose");
        });
    house.write("a.pool-x.cfg", "size = 1\n");
    assertThat(faults(house.engine()))
        .containsExactly(
            "a.pool-x.cfg: could not be checked: java.lang.IllegalStateException: on purpose");
    assertThat(house.values("a.pool~x")).isNull();
  }

  @Test
  void secretsAreInForceButInNoMessage() throws Exception {
    Files.writeString(house.home.resolve("secrets/key"), "hunter2\n");
    house.write("a.server.cfg", "token = $[secret:key]\n");
    Engine engine = house.engine();
    assertThat(house.value("a.server", "token")).isEqualTo("hunter2");
    Survey survey = new Survey(engine, house.schemas, house.checker(), house.admin());
    assertThat(survey.shown("a.server")).containsEntry("token", "***");
    house.write("a.server.cfg", "threads = x$[secret:key]\ntoken = plain\nmode = $[secret:key]\n");
    engine.look("a.server.cfg");
    assertThat(faults(engine))
        .hasSize(2)
        .allMatch(fault -> !fault.contains("hunter2") && fault.contains("***"));
  }

  @Test
  void filesThatCannotBeReadAreFaultsAndNobodyWaitsForAFifo() throws Exception {
    Files.createDirectory(house.etc.resolve("a.pool-dir.cfg"));
    Files.createSymbolicLink(house.etc.resolve("a.pool-link.cfg"), Path.of("nowhere"));
    Process mkfifo =
        new ProcessBuilder("mkfifo", house.etc.resolve("a.pool-fifo.cfg").toString()).start();
    assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Files.write(house.etc.resolve("a.pool-big.cfg"), new byte[(1 << 20) + 1]);
    Engine engine = house.engine();
    for (String file : Collections.list(Collections.enumeration(house.folder().names()))) {
      engine.look(file);
    }
    assertThat(faults(engine))
        .contains(
            "a.pool-big.cfg: is larger than 1M",
            "a.pool-dir.cfg: is not a regular file",
            "a.pool-fifo.cfg: is not a regular file",
            "a.pool-link.cfg: leads nowhere");
  }

  @Test
  void otherFilesOfTheDirectoryAreLeftAlone() throws Exception {
    for (String file :
        List.of(
            "x.cfg~",
            ".a.server.cfg.swp",
            ".#a.server.cfg",
            "#a.server.cfg#",
            "logback.xml",
            "io.trajan.launcher.cfg",
            ".hidden.cfg")) {
      house.write(file, "nonsense\n");
    }
    assertThat(house.engine().states()).isEmpty();
  }

  @Test
  void aFileWrittenThisMomentWaitsForItsQuietTime() throws Exception {
    Engine engine = house.engine();
    Path file = house.write("a.server.cfg", "threads = 2\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    assertThat(engine.scan(false)).containsExactly("a.server.cfg");
    assertThat(house.values("a.server")).isNull();
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(3600)));
    assertThat(engine.scan(false)).containsExactly("a.server.cfg");
    assertThat(engine.look("a.server.cfg")).isTrue();
    assertThat(house.value("a.server", "threads")).isEqualTo(2);
  }

  @Test
  void aScanReadsOnlyWhatLooksDifferentUnlessToldToReadAll() throws Exception {
    Path secret = Files.writeString(house.home.resolve("secrets/key"), "one");
    house.write("a.server.cfg", "token = $[secret:key]\n");
    Engine engine = house.engine();
    Files.writeString(secret, "two");
    assertThat(engine.scan(false)).isEmpty();
    assertThat(house.value("a.server", "token")).isEqualTo("one");
    assertThat(engine.scan(true)).isEmpty();
    assertThat(house.value("a.server", "token")).isEqualTo("two");
  }

  @Test
  void theFilesOfAPersonAreNeverWritten() throws Exception {
    Path file = house.write("a.server.cfg", "threads = 2\n");
    FileTime before = Files.getLastModifiedTime(file);
    Engine engine = house.engine();
    house.made("a.server", Map.of("threads", 9));
    engine.scan(true);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
    assertThat(Files.readString(file)).isEqualTo("threads = 2\n");
    try (var list = Files.list(house.etc)) {
      assertThat(list).hasSize(1);
    }
  }

  @Test
  void componentPropertiesThatEveryComponentUnderstandsPass() throws Exception {
    house.write(
        "a.server.cfg",
        "log.target = (name=x)\nlog.cardinality.minimum = 2\nservice.ranking = 7\n");
    assertThat(faults(house.engine())).isEmpty();
    assertThat(house.value("a.server", "service.ranking")).isEqualTo(7);
  }
}
