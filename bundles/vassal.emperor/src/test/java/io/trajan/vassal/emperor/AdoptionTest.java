package io.trajan.vassal.emperor;

import static io.trajan.vassal.VassalState.READY;
import static io.trajan.vassal.VassalState.RELOADING;
import static io.trajan.vassal.VassalState.STARTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.vassal.emperor.life.VassalEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptionTest {
  private static final String OTHER = "http-socket = :1\nrack = b.ru\n";

  @TempDir Path root;

  @Test
  void aNewEmperorKeepsWhatRunsAndGoesOnCounting() throws IOException {
    Stage stage = Stage.withHello(root);
    for (int i = 0; i < 5; i++) {
      stage.crown();
      assertThat(stage.state("hello")).isEqualTo(READY);
      assertThat(stage.rack.launched).hasSize(1);
    }
    stage.rack.quick();
    stage.order("hello", VassalEvent.RELOAD);
    assertThat(stage.info("hello").generation()).isEqualTo(2);
    assertThat(stage.rack.launched.getFirst().isRetired()).isTrue();
    assertThat(stage.unexpected()).isZero();
  }

  @Test
  void aFileThatWentMeanwhileIsRetiredAndAChangedOneReloaded() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.rack.quick();
    stage.write("other", Stage.HELLO);
    Files.delete(stage.directory.resolve("other.cfg"));
    Files.writeString(stage.directory.resolve("hello.cfg"), OTHER);
    stage.crown();
    assertThat(stage.list()).hasSize(1);
    assertThat(stage.info("hello").generation()).isEqualTo(2);
    assertThat(stage.rack.launched.get(1).isRetired()).isTrue();
    assertThat(stage.rack.last().launch().spec().value(stage.rack.option)).hasValue("b.ru");
  }

  @Test
  void aFileThatBecameFaultyMeanwhileLeavesTheLastGoodOneInForce() throws IOException {
    Stage stage = Stage.withHello(root);
    Files.writeString(stage.directory.resolve("hello.cfg"), "nonsense = 1\n");
    stage.crown();
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.reason("hello")).startsWith("reload refused: hello.cfg:1: nonsense");
    assertThat(stage.rack.last().serves()).isTrue();
  }

  @Test
  void aReloadThatWasUnderWayGoesOn() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.write("hello", OTHER);
    stage.crown();
    assertThat(stage.state("hello")).isEqualTo(RELOADING);
    assertThat(stage.rack.launched).hasSize(2);
    assertThat(stage.rack.launched.getFirst().serves()).isTrue();
    stage.rack.last().succeed();
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.info("hello").generation()).isEqualTo(2);
    assertThat(stage.rack.launched.getFirst().isRetired()).isTrue();
    assertThat(stage.http.launched.getFirst().isRetired()).isTrue();
  }

  @Test
  void aFirstStartThatWasUnderWayGoesOn() throws IOException {
    Stage stage = new Stage(root);
    stage.install(stage.http.quick(), stage.rack);
    stage.write("hello", Stage.HELLO);
    stage.crown();
    assertThat(stage.state("hello")).isEqualTo(STARTING);
    stage.rack.last().succeed();
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.rack.launched).hasSize(1);
    assertThat(stage.http.launched).hasSize(1);
  }

  @Test
  void whatTheFileNoLongerAsksForIsNotContinued() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.write("hello", OTHER);
    var abandoned = stage.rack.last();
    Files.writeString(stage.directory.resolve("hello.cfg"), Stage.HELLO);
    stage.crown();
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(abandoned.isRetired()).isTrue();
    assertThat(stage.rack.launched.getFirst().serves()).isTrue();
  }

  @Test
  void anEmperorAndARackBundleUpdatedTogetherInterruptNothingElse() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.stop(stage.rack);
    stage.crown();
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.placeholders).isEmpty();
    stage.install(stage.rack.quick());
    assertThat(stage.state("hello")).isEqualTo(READY);
    assertThat(stage.http.launched).hasSize(1);
    assertThat(stage.rack.last().serves()).isTrue();
  }

  @Test
  void nothingOfAnEmperorThatSteppedDownHearsOfItsInstances() throws IOException {
    Stage stage = Stage.withHello(root);
    var instance = stage.rack.last();
    stage.crown();
    stage.rack.quick();
    instance.die("gone");
    stage.run();
    assertThat(stage.rack.launched).hasSize(2);
    assertThat(stage.state("hello")).isEqualTo(READY);
  }
}
