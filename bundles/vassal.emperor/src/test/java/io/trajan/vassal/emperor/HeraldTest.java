package io.trajan.vassal.emperor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The story that the log tells: one line for each change of state. */
class HeraldTest {
  private static final String TURN = ": waits for its turn";

  @TempDir Path root;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    vassals().addAppender(log);
  }

  @AfterEach
  void leave() {
    vassals().detachAppender(log);
  }

  private static Logger vassals() {
    return (Logger) LoggerFactory.getLogger("vassal");
  }

  private List<String> lines(String vassal) {
    return log.list.stream()
        .filter(event -> event.getLoggerName().equals("vassal." + vassal))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void aStartAndAReloadAreTwoLinesEach() throws IOException {
    Stage stage = Stage.withHello(root);
    stage.write("hello", "http-socket = :1\nrack = b.ru\n");
    stage.rack.last().succeed();
    stage.run();
    assertThat(lines("hello"))
        .containsExactly(
            "starting generation 1",
            "ready, generation 1",
            "reloading, generation 2",
            "ready, generation 2");
  }

  @Test
  void onlyOneBeyondTheParallelStartsWaitsForItsTurnAndSaysSo() throws IOException {
    Stage stage = new Stage(root);
    stage.parallel = 2;
    stage.crown();
    stage.install(stage.http.quick(), stage.rack);
    for (String name : List.of("a", "b", "c")) {
      stage.write(name, Stage.HELLO);
    }
    assertThat(lines("a")).containsExactly("starting generation 1");
    assertThat(lines("b")).containsExactly("starting generation 1");
    assertThat(lines("c")).containsExactly("starting generation 1" + TURN);
    assertThat(stage.rack.launched).hasSize(2);

    stage.rack.launched.getFirst().succeed();
    stage.run();
    assertThat(lines("a")).endsWith("ready, generation 1");
    assertThat(lines("c")).containsExactly("starting generation 1" + TURN, "starting generation 1");
    assertThat(stage.rack.launched).hasSize(3);
  }
}
