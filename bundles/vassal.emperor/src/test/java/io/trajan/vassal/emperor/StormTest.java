package io.trajan.vassal.emperor;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.vassal.VassalInfo;
import io.trajan.vassal.VassalState;
import io.trajan.vassal.emperor.FakeLauncher.FakeInstance;
import io.trajan.vassal.emperor.life.VassalEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens, in any order: what serves is never taken away before its successor is ready, a
 * refused file changes nothing, nothing is left behind, and in the end everything is as the files
 * say.
 */
class StormTest {
  private static final int STEPS = 400;
  private static final String[] NAMES = {"a", "b", "c"};

  @TempDir Path root;
  private final Map<String, String> apps = new HashMap<>();
  private final List<String> story = new ArrayList<>();
  private Random random = new Random();
  private Stage stage;
  private boolean rackThere = true;
  private boolean httpThere = true;

  @BeforeEach
  void open() throws IOException {
    stage = new Stage(root);
    stage.parallel = 2;
    stage.crown();
    stage.install(stage.http, stage.rack);
  }

  /** Ten that are always the same and one that is new; more with {@code -Dstorm.seeds=N}. */
  static LongStream seeds() {
    return LongStream.concat(
        LongStream.rangeClosed(1, Long.getLong("storm.seeds", 10)),
        LongStream.of(System.nanoTime()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void alwaysEndsAsTheFilesSay(long seed) throws IOException {
    random = new Random(seed);
    try {
      for (int step = 0; step < STEPS; step++) {
        step();
        nothingServingIsLost();
      }
      calm();
    } catch (AssertionError | RuntimeException e) {
      int from = Math.max(0, story.size() - 40);
      throw new AssertionError("seed " + seed + ": " + story.subList(from, story.size()), e);
    }
  }

  private void step() throws IOException {
    String name = NAMES[random.nextInt(NAMES.length)];
    int dice = random.nextInt(100);
    if (dice < 14) {
      String app = "app" + random.nextInt(4);
      tell("write " + name + " " + app);
      apps.put(name, app);
      stage.write(name, "http-socket = :" + name + "\nrack = " + app + "\n");
    } else if (dice < 20) {
      refuse(name);
    } else if (dice < 24) {
      tell("delete " + name);
      apps.remove(name);
      stage.delete(name);
    } else if (dice < 60) {
      instance();
    } else if (dice < 68) {
      VassalEvent[] orders = {VassalEvent.START, VassalEvent.STOP, VassalEvent.RELOAD};
      VassalEvent order = orders[random.nextInt(orders.length)];
      tell(order + " " + name);
      stage.order(name, order);
    } else if (dice < 76) {
      toggleRack();
    } else if (dice < 80) {
      toggleHttp();
    } else if (dice < 84) {
      tell("crown");
      stage.crown();
    } else {
      int seconds = random.nextInt(1, 20);
      tell("pass " + seconds);
      stage.pass(seconds);
    }
  }

  private void tell(String what) {
    story.add(what);
  }

  /** A faulty file leaves what serves exactly as it is. */
  private void refuse(String name) {
    tell("refuse " + name);
    var before = stage.list().stream().filter(each -> each.name().equals(name)).findFirst();
    int launches = stage.rack.launched.size();
    apps.put(name, "");
    stage.write(name, "rack = x\nnonsense = 1\n");
    if (before.isPresent() && before.get().state() == VassalState.READY) {
      assertThat(stage.info(name).generation()).isEqualTo(before.get().generation());
      assertThat(stage.rack.launched).hasSize(launches);
    }
  }

  private List<FakeInstance> instances() {
    List<FakeInstance> all = new ArrayList<>();
    stage.http.instances().forEach(each -> all.add((FakeInstance) each));
    stage.rack.instances().forEach(each -> all.add((FakeInstance) each));
    return all;
  }

  private void instance() {
    List<FakeInstance> all = instances();
    if (all.isEmpty()) {
      return;
    }
    FakeInstance one = all.get(random.nextInt(all.size()));
    int dice = random.nextInt(10);
    String which = one.launch().spec() + " generation " + one.generation();
    if (one.isStarting()) {
      if (dice < 8) {
        tell("succeed " + which);
        one.succeed();
      } else {
        tell("fail " + which);
        one.fail("as told");
      }
    } else if (one.serves() && dice < 2) {
      tell("die " + which);
      one.die("as told");
    }
    stage.run();
  }

  private void toggleRack() {
    tell(rackThere ? "rack goes" : "rack comes");
    if (!rackThere) {
      stage.install(stage.rack);
    } else if (random.nextBoolean()) {
      stage.stop(stage.rack);
    } else {
      stage.uninstall(stage.rack);
    }
    rackThere = !rackThere;
  }

  private void toggleHttp() {
    tell(httpThere ? "http goes" : "http comes");
    if (httpThere) {
      stage.stop(stage.http);
    } else {
      stage.install(stage.http);
    }
    httpThere = !httpThere;
  }

  /** Who is said to serve has a serving instance of each launcher, unless one is away. */
  private void nothingServingIsLost() {
    for (VassalInfo info : stage.list()) {
      boolean serves = info.state() == VassalState.READY || info.state() == VassalState.RELOADING;
      if (serves && httpThere && rackThere) {
        assertThat(serving(stage.http, info.name())).as("http of %s", info).isTrue();
        assertThat(serving(stage.rack, info.name())).as("rack of %s", info).isTrue();
      }
      if (serves) {
        assertThat(stage.placeholders).doesNotContainKey(info.name());
      }
    }
    assertThat(stage.unexpected()).as("events that cannot happen").isZero();
  }

  private static boolean serving(FakeLauncher launcher, String vassal) {
    return launcher.instances().stream()
        .map(FakeInstance.class::cast)
        .filter(each -> each.launch().spec().name().equals(vassal))
        .anyMatch(FakeInstance::serves);
  }

  /** Everything comes back, everything succeeds, and time passes. */
  private void calm() throws IOException {
    if (!rackThere) {
      stage.install(stage.rack);
    }
    if (!httpThere) {
      stage.install(stage.http);
    }
    stage.http.quick();
    stage.rack.quick();
    for (int i = 0; i < 20; i++) {
      instances().stream().filter(FakeInstance::isStarting).forEach(FakeInstance::succeed);
      stage.pass(70);
    }
    apps.forEach(this::isAsItsFileSays);
    assertThat(stage.list())
        .extracting(VassalInfo::name)
        .containsExactlyInAnyOrderElementsOf(apps.keySet());
    for (String name : NAMES) {
      stage.delete(name);
    }
    stage.pass(70);
    assertThat(stage.list()).isEmpty();
    assertThat(instances()).isEmpty();
    assertThat(stage.placeholders).isEmpty();
  }

  private void isAsItsFileSays(String name, String app) {
    VassalInfo info = stage.info(name);
    long http = count(stage.http, name);
    long rack = count(stage.rack, name);
    if (info.state() == VassalState.STOPPED || info.state() == VassalState.REFUSED) {
      assertThat(http + rack).as("instances of %s", info).isZero();
      return;
    }
    assertThat(info.state()).as("%s", info).isEqualTo(VassalState.READY);
    assertThat(http).isEqualTo(1);
    assertThat(rack).isEqualTo(1);
    boolean refused = app.isEmpty() || info.reason().startsWith("reload refused");
    if (!refused) {
      assertThat(app(name)).isEqualTo(app);
    }
  }

  private static long count(FakeLauncher launcher, String vassal) {
    return launcher.instances().stream()
        .filter(each -> each.launch().spec().name().equals(vassal))
        .count();
  }

  private String app(String name) {
    return stage.rack.instances().stream()
        .map(each -> each.launch().spec())
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .flatMap(spec -> spec.value(stage.rack.option))
        .orElseThrow();
  }
}
