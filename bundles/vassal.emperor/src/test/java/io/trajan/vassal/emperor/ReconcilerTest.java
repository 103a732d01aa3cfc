package io.trajan.vassal.emperor;

import static io.trajan.vassal.VassalState.FAILED;
import static io.trajan.vassal.VassalState.READY;
import static io.trajan.vassal.VassalState.REFUSED;
import static io.trajan.vassal.VassalState.RELOADING;
import static io.trajan.vassal.VassalState.STARTING;
import static io.trajan.vassal.VassalState.STOPPED;
import static io.trajan.vassal.VassalState.STOPPING;
import static io.trajan.vassal.VassalState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Place;
import io.trajan.vassal.emperor.life.VassalEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {
  @TempDir Path root;

  @Test
  void listenersComeUpBeforeTheApplicationIsLaunched() throws IOException {
    Stage stage = new Stage(root).install();
    stage.install(stage.http, stage.rack);
    stage.write("hello", Stage.HELLO);
    assertThat(stage.state("hello")).isEqualTo(STARTING);
    assertThat(stage.http.launched).hasSize(1);
    assertThat(stage.rack.launched).isEmpty();

    stage.http.last().succeed();
    stage.run();
    assertThat(stage.rack.launched).hasSize(1);
    stage.rack.last().succeed();
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.info("hello").generation()).isEqualTo(1);
    assertThat(stage.info("hello").facts())
        .containsEntry("rack.generation", 1L)
        .containsEntry("http.generation", 1L);
  }

  @Test
  void theOldGenerationServesUntilTheNewOneIsReady() throws IOException {
    Stage stage = Stage.withHello(root);
    var old = stage.rack.last();
    stage.write("hello", "http-socket = :1\nrack = b.ru\n");
    assertThat(stage.state("hello")).isEqualTo(RELOADING);
    assertThat(old.serves()).isTrue();

    stage.rack.last().succeed();
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.info("hello").generation()).isEqualTo(2);
    assertThat(old.isRetired()).isTrue();
    assertThat(stage.http.launched.getFirst().isRetired()).isTrue();
  }

  @Test
  void aReloadThatFailsChangesNothingAndSaysWhy() throws IOException {
    Stage stage = Stage.withHello(root);
    var old = stage.rack.last();
    stage.write("hello", "http-socket = :1\nrack = broken.ru\n");
    stage.rack.last().fail("no such file");
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.reason("hello")).isEqualTo("reload refused: no such file; mend it");
    assertThat(stage.info("hello").generation()).isEqualTo(1);
    assertThat(old.serves()).isTrue();
    assertThat(stage.http.launched.getLast().isRetired()).isTrue();
    stage.pass(3600);
    assertThat(stage.rack.launched).hasSize(2);

    stage.write("hello", "http-socket = :1\nrack = good.ru\n");
    stage.rack.last().succeed();
    stage.run();
    assertThat(stage.reason("hello")).isEmpty();
    assertThat(stage.info("hello").generation()).isEqualTo(3);
  }

  @Test
  void aFaultyFileChangesNothingAndTellsAllItsFaults() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.write("hello", "http-socket = :1\nrak = b.ru\nrack =\n");
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.info("hello").faults()).hasSize(2);
    assertThat(stage.reason("hello"))
        .isEqualTo(
            "reload refused: hello.cfg:2: rak: no installed bundle understands this option"
                + " (did you mean rack?) (and 1 more)");
    assertThat(stage.rack.launched).hasSize(1);
    assertThat(stage.rack.last().serves()).isTrue();

    stage.write("hello", Stage.HELLO);
    assertThat(stage.reason("hello")).isEmpty();
    assertThat(stage.rack.launched).hasSize(1);
  }

  @Test
  void aFaultyFirstFileIsRefusedUntilItIsMended() throws IOException {
    Stage stage = new Stage(root);
    stage.install(stage.http.quick(), stage.rack.quick());
    stage.write("hello", "http-socket = :1\nrak = b.ru\n");
    assertThat(stage.state("hello")).isEqualTo(REFUSED);
    assertThat(stage.http.launched).isEmpty();
    stage.write("hello", Stage.HELLO);
    assertThat(stage.state("hello")).isEqualTo(READY);
  }

  @Test
  void aLauncherWhoseClassesCannotBeLoadedIsNoHarmAndTheVassalStartsWhenTheyCan()
      throws IOException {
    Stage stage = new Stage(root);
    stage.install(stage.http.quick(), stage.rack.quick());
    stage.rack.unlinked = true;
    stage.write("hello", "rack = a.ru\n");
    assertThat(stage.state("hello")).isNotEqualTo(READY);
    stage.rack.unlinked = false;
    stage.order("hello", VassalEvent.RELOAD);
    assertThat(stage.state("hello")).isEqualTo(READY);
  }

  @Test
  void whatLaunchersFindWrongRefusesTheFile() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.rack.faults.add(Fault.of(new Place("hello.cfg", 2), "rack", "is not there"));
    stage.write("hello", "http-socket = :1\nrack = b.ru\n");
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.reason("hello")).isEqualTo("reload refused: hello.cfg:2: rack: is not there");
    stage.rack.faults.clear();
    var result = stage.order("hello", VassalEvent.RELOAD);
    stage.rack.last().succeed();
    stage.run();
    assertThat(result.join().generation()).isEqualTo(2);
  }

  @Test
  void aReloadIsRefusedNoLongerThanItsReasonLasts() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.rack.faults.add(Fault.of(new Place("hello.cfg", 2), "rack", "is not there"));
    stage.order("hello", VassalEvent.RELOAD);
    assertThat(stage.reason("hello")).isEqualTo("reload refused: hello.cfg:2: rack: is not there");
    stage.rack.faults.clear();
    stage.pass(5);
    assertThat(stage.reason("hello")).isEmpty();
    assertThat(stage.info("hello").generation()).isEqualTo(1);
  }

  @Test
  void whatNobodyReachesOrNothingAnswersSaysWhichOptionsAreLacking() throws IOException {
    Stage stage = new Stage(root);
    stage.install(stage.http.quick(), stage.rack.quick());
    stage.write("deaf", "rack = a.ru\n");
    stage.write("dumb", "http-socket = :1\n");
    assertThat(stage.state("deaf")).isEqualTo(READY);
    assertThat(stage.reason("deaf")).isEqualTo("nobody can reach it: add http-socket =");
    assertThat(stage.state("dumb")).isEqualTo(READY);
    assertThat(stage.reason("dumb")).isEqualTo("nothing here answers requests: add rack =");
  }

  @Test
  void whoServedIsLaunchedFirstAndThenTheOlderFile() throws IOException {
    Stage stage = new Stage(root);
    stage.install(stage.http.quick(), stage.rack.quick());
    stage.write("served", "http-socket = :1\n");
    stage.order("served", VassalEvent.STOP);
    stage.order("served", VassalEvent.START);
    Stage next = new Stage(root);
    for (String name : List.of("a-young", "b-old")) {
      Files.writeString(next.directory.resolve(name + ".cfg"), "http-socket = :1\n");
    }
    setWritten(next.directory.resolve("b-old.cfg"), 1);
    setWritten(next.directory.resolve("a-young.cfg"), 2);
    setWritten(next.directory.resolve("served.cfg"), 3);
    next.crown();
    next.install(next.http.quick(), next.rack.quick());
    assertThat(next.http.launched.stream().map(each -> each.launch().spec().name()))
        .containsExactly("served", "b-old", "a-young");
  }

  private static void setWritten(Path file, int day) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plus(Duration.ofDays(day))));
  }

  @Test
  void whatLaunchersFoundWrongIsLookedAtAgain() throws IOException {
    Stage stage = new Stage(root);
    stage.install(stage.http.quick(), stage.rack.quick());
    stage.http.faults.add(Fault.of(new Place("hello.cfg", 1), "http-socket", "somebody's"));
    stage.write("hello", Stage.HELLO);
    assertThat(stage.state("hello")).isEqualTo(REFUSED);
    assertThat(stage.reason("hello")).isEqualTo("hello.cfg:1: http-socket: somebody's");
    stage.http.faults.clear();
    stage.pass(4);
    assertThat(stage.state("hello")).isEqualTo(REFUSED);
    stage.pass(1);
    assertThat(stage.state("hello")).isEqualTo(READY);
  }

  @Test
  void theSameContentsAreNoReloadUnlessOrdered() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.write("hello", "# a comment\nrack = a.ru\nhttp-socket = :1\n");
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.rack.launched).hasSize(1);

    var result = stage.order("hello", VassalEvent.RELOAD);
    assertThat(stage.state("hello")).isEqualTo(RELOADING);
    assertThat(result).isNotDone();
    stage.rack.last().succeed();
    stage.run();
    assertThat(result.join().generation()).isEqualTo(2);
    assertThat(stage.http.launched).hasSize(2);
  }

  @Test
  void aChangeDuringAReloadIsAppliedAfterItAndTheNewestWins() throws IOException {
    Stage stage = Stage.withHello(root);
    for (String app : new String[] {"b", "c", "d"}) {
      stage.write("hello", "http-socket = :1\nrack = " + app + ".ru\n");
    }
    assertThat(stage.rack.launched).hasSize(2);
    stage.rack.last().succeed();
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(RELOADING);
    assertThat(stage.rack.launched).hasSize(3);
    stage.rack.last().succeed();
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.rack.last().launch().spec().value(stage.rack.option)).hasValue("d.ru");
  }

  @Test
  void anUpdateOfTheRackBundleKeepsTheVassalAndItsListeners() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.stop(stage.rack);
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.reason("hello")).startsWith("a part is being updated");
    assertThat(stage.placeholders).isEmpty();
    stage.pass(5);
    stage.install(stage.rack);
    assertThat(stage.state("hello")).isEqualTo(STARTING);
    stage.rack.last().succeed();
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.reason("hello")).isEmpty();
    assertThat(stage.info("hello").generation()).isEqualTo(2);
    assertThat(stage.http.launched).hasSize(1);
    assertThat(stage.http.last().serves()).isTrue();
  }

  @Test
  void manyUpdatesInARowNeverAnswerFor503() throws IOException {
    Stage stage = Stage.withHello(root);
    for (int i = 0; i < 20; i++) {
      stage.stop(stage.rack);
      stage.pass(4);
      stage.install(stage.rack);
      stage.pass(4);
      assertThat(stage.placeholders).isEmpty();
      if (i % 3 == 0) {
        stage.rack.last().succeed();
        stage.run();
        assertThat(stage.state("hello")).isEqualTo(READY);
      }
    }
    assertThat(stage.unexpected()).isZero();
  }

  @Test
  void anUninstalledBundleLeavesItsVassalsWaitingWithTheRemedy() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.uninstall(stage.rack);
    assertThat(stage.state("hello")).isEqualTo(WAITING);
    assertThat(stage.reason("hello"))
        .isEqualTo("rack: no installed bundle understands this option; feature:install rack");
    assertThat(stage.placeholders).containsKey("hello");
    assertThat(stage.http.last().serves()).isTrue();
    stage.install(stage.rack.quick());
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.placeholders).isEmpty();
    assertThat(stage.http.launched).hasSize(1);
  }

  @Test
  void anUpdateThatTakesTooLongLeavesTheVassalWaiting() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.stop(stage.rack);
    stage.pass(11);
    assertThat(stage.state("hello")).isEqualTo(WAITING);
    assertThat(stage.reason("hello")).contains("the bundle trajan.rack is away");
    assertThat(stage.placeholders).containsKey("hello");
    stage.install(stage.rack.quick());
    assertThat(stage.state("hello")).isEqualTo(READY);
  }

  @Test
  void anUpdateOfTheListenerRelaunchesTheListenerOnly() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.stop(stage.http);
    assertThat(stage.state("hello")).isEqualTo(READY);
    stage.install(stage.http);
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.rack.launched).hasSize(1);
    assertThat(stage.http.launched).hasSize(2);
  }

  @Test
  void anUpdateOfTheListenerLetsAnApplicationThatStartsGoOn() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.stop(stage.rack);
    stage.install(stage.rack);
    stage.stop(stage.http);
    assertThat(stage.state("hello")).isEqualTo(STARTING);
    assertThat(stage.reason("hello")).startsWith("a part is being updated: trajan.http");
    stage.install(stage.http);
    stage.rack.last().succeed();
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.reason("hello")).isEmpty();
    assertThat(stage.rack.launched).hasSize(2);
    assertThat(stage.http.last().serves()).isTrue();
    assertThat(stage.unexpected()).isZero();
  }

  @Test
  void aReloadGoesOnWhileItsListenerIsUpdated() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.order("hello", VassalEvent.RELOAD);
    stage.stop(stage.http);
    stage.install(stage.http);
    stage.rack.last().succeed();
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.info("hello").generation()).isEqualTo(2);
    assertThat(stage.rack.launched).hasSize(2);
    assertThat(stage.unexpected()).isZero();
  }

  @Test
  void aGenerationThatStartsIsUndoneWhenABundleItNeedsStaysAway() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.order("hello", VassalEvent.RELOAD);
    stage.uninstall(stage.rack);
    assertThat(stage.state("hello")).isEqualTo(WAITING);
    assertThat(stage.placeholders).containsKey("hello");
    stage.install(stage.rack.quick());
    assertThat(stage.state("hello")).isEqualTo(READY);
  }

  @Test
  void aVassalWhoseBundleIsNotThereWaitsAndStartsByItself() throws IOException {
    Stage stage = new Stage(root);
    stage.install(stage.http.quick());
    stage.write("hello", Stage.HELLO);
    assertThat(stage.state("hello")).isEqualTo(WAITING);
    assertThat(stage.info("hello").faults()).hasSize(1);
    assertThat(stage.http.launched).isEmpty();
    stage.install(stage.rack.quick());
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.info("hello").faults()).isEmpty();
  }

  @Test
  void anEmptyFileWaitsForSomebodyToStartAnything() throws IOException {
    Stage stage = new Stage(root);
    stage.install(stage.http.quick());
    stage.write("hello", "");
    assertThat(stage.state("hello")).isEqualTo(WAITING);
    assertThat(stage.reason("hello")).contains("starts anything");
  }

  @Test
  void aFailedStartIsTriedAgainAfterGrowingDelaysWhileTheListenerStays() throws IOException {
    Stage stage = new Stage(root);
    stage.install(stage.http.quick(), stage.rack);
    stage.write("hello", Stage.HELLO);
    stage.rack.last().fail("cannot load");
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(FAILED);
    assertThat(stage.reason("hello")).startsWith("cannot load; mend it; next try at ");
    assertThat(stage.http.last().serves()).isTrue();
    assertThat(stage.placeholders).containsKey("hello");
    int seconds = 1;
    for (int tries = 1; tries <= 5; tries++, seconds *= 2) {
      assertThat(stage.rack.launched).hasSize(tries);
      stage.pass(seconds - 1);
      assertThat(stage.rack.launched).hasSize(tries);
      stage.pass(1);
      assertThat(stage.rack.launched).hasSize(tries + 1);
      assertThat(stage.state("hello")).isEqualTo(STARTING);
      stage.rack.last().fail("cannot load");
      stage.run();
    }
    assertThat(stage.http.launched).hasSize(1);
    stage.write("hello", "http-socket = :1\nrack = mended.ru\n");
    assertThat(stage.state("hello")).isEqualTo(STARTING);
    stage.rack.last().succeed();
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.http.launched.getFirst().isRetired()).isTrue();
  }

  @Test
  void aListenerThatFailsLeavesNothing() throws IOException {
    Stage stage = new Stage(root);
    stage.install(stage.http, stage.rack);
    stage.write("hello", Stage.HELLO);
    stage.http.last().fail("address in use");
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(FAILED);
    assertThat(stage.rack.launched).isEmpty();
    assertThat(stage.isEmpty()).isTrue();
  }

  @Test
  void aStartThatTakesTooLongFails() throws IOException {
    Stage stage = new Stage(root);
    stage.install(stage.http.quick(), stage.rack);
    stage.write("hello", Stage.HELLO);
    stage.pass(29);
    assertThat(stage.placeholders).isEmpty();
    stage.pass(1);
    assertThat(stage.placeholders).containsEntry("hello", "is starting");
    stage.pass(30);
    assertThat(stage.state("hello")).isEqualTo(FAILED);
    assertThat(stage.reason("hello")).startsWith("rack was not ready after 60 s");
    assertThat(stage.rack.last().isRetired()).isTrue();
  }

  @Test
  void aGoodVassalThatDiesIsStartedAtOnceAndABadOneLater() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.pass(11);
    stage.rack.last().die("out of memory");
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(STARTING);
    stage.rack.last().succeed();
    stage.run();
    assertThat(stage.info("hello").generation()).isEqualTo(2);
    stage.rack.last().die("out of memory");
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(FAILED);
    assertThat(stage.reason("hello")).startsWith("rack died: out of memory; next try at ");
    assertThat(stage.placeholders).containsKey("hello");
    stage.pass(1);
    assertThat(stage.state("hello")).isEqualTo(STARTING);
    assertThat(stage.http.launched).hasSize(1);
  }

  @Test
  void deletingTheFileStopsListenersFirstAndForgetsTheVassal() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.http.last().slowToEnd = true;
    stage.delete("hello");
    assertThat(stage.state("hello")).isEqualTo(STOPPING);
    assertThat(stage.http.last().isRetired()).isTrue();
    assertThat(stage.rack.last().isRetired()).isFalse();
    stage.http.last().end();
    stage.run();
    assertThat(stage.rack.last().isRetired()).isTrue();
    assertThat(stage.list()).isEmpty();
  }

  @Test
  void aPartThatDoesNotEndIsGivenUp() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.http.last().slowToEnd = true;
    stage.rack.last().slowToEnd = true;
    stage.delete("hello");
    stage.pass(35);
    assertThat(stage.rack.last().isRetired()).isTrue();
    stage.pass(35);
    assertThat(stage.list()).isEmpty();
  }

  @Test
  void stoppedByHandStaysStoppedAlsoUnderANewEmperorUntilTheFileChanges() throws IOException {
    Stage stage = Stage.withHello(root);
    var stopped = stage.order("hello", VassalEvent.STOP);
    assertThat(stopped.join().state()).isEqualTo(STOPPED);
    assertThat(stage.http.last().isRetired()).isTrue();
    stage.crown();
    assertThat(stage.state("hello")).isEqualTo(STOPPED);
    assertThat(stage.reason("hello")).isEqualTo("stopped by hand");
    stage.write("hello", Stage.HELLO + "# touched\n");
    assertThat(stage.state("hello")).isEqualTo(STOPPED);
    stage.rack.quick();
    stage.write("hello", "http-socket = :1\nrack = b.ru\n");
    assertThat(stage.state("hello")).isEqualTo(READY);
    stage.crown();
    assertThat(stage.state("hello")).isEqualTo(READY);
  }

  @Test
  void startEndsAStopAndCompletesWhenItServes() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.order("hello", VassalEvent.STOP);
    var result = stage.order("hello", VassalEvent.START);
    assertThat(result).isNotDone();
    stage.rack.last().succeed();
    stage.run();
    assertThat(result.join().state()).isEqualTo(READY);
    assertThat(stage.info("hello").generation()).isEqualTo(2);
    stage.crown();
    assertThat(stage.state("hello")).isEqualTo(READY);
  }

  @Test
  void startOfARefusedVassalSaysThatItIsRefused() throws IOException {
    Stage stage = new Stage(root);
    stage.write("hello", "nonsense = 1\n");
    assertThat(stage.order("hello", VassalEvent.START).join().state()).isEqualTo(REFUSED);
    stage.order("hello", VassalEvent.STOP);
    assertThat(stage.state("hello")).isEqualTo(STOPPED);
    assertThat(stage.order("hello", VassalEvent.START).join().state()).isEqualTo(REFUSED);
  }

  @Test
  void startsAreParallelUpToALimit() throws IOException {
    Stage stage = new Stage(root);
    stage.install(stage.http, stage.rack.quick());
    for (int i = 0; i < 20; i++) {
      stage.write("v" + i, Stage.HELLO);
    }
    assertThat(stage.http.launched).hasSize(4);
    for (int i = 0; i < 20; i++) {
      assertThat(stage.http.launched.size()).isLessThanOrEqualTo(4 + i);
      stage.http.launched.get(i).succeed();
      stage.run();
    }
    assertThat(stage.list()).hasSize(20).allMatch(info -> info.state() == READY);
  }

  @Test
  void theEndOfTheProcessRetiresEverythingWithoutHoldingAnybody() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.stopAll();
    assertThat(stage.isEmpty()).isTrue();
    assertThat(stage.rack.last().isRetired()).isTrue();
    stage.crown();
    assertThat(stage.state("hello")).isEqualTo(STARTING);
  }
}
