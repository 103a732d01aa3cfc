package io.trajan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.boot.Readiness.GateState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadinessBoardTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ReadinessBoard board = new ReadinessBoard();

  @Test
  void withoutGatesNothingIsWaitedFor() throws Exception {
    assertThat(board.await(Duration.ZERO)).isTrue();
  }

  @Test
  void aGateThatSettlesOnAnotherThreadEndsTheWait() throws Exception {
    var gate = board.gate("vassals", 100);
    Thread.ofVirtual().start(() -> gate.report(true, "vassals=1/1"));
    assertThat(board.await(LONG)).isTrue();
    assertThat(board.gates())
        .extracting(GateState::words)
        .first()
        .asString()
        .contains("vassals=1/1");
  }

  @Test
  void aGateThatIsClosedIsNotWaitedFor() throws Exception {
    var gate = board.gate("vassals", 100);
    Thread.ofVirtual().start(gate::close);
    assertThat(board.await(LONG)).isTrue();
  }

  @Test
  void aGateThatNeverSettlesIsGivenUpAtTheDeadline() throws Exception {
    board.gate("vassals", 100).report(false, "vassals=0/1");
    assertThat(board.await(Duration.ofMillis(1))).isFalse();
  }

  @Test
  void anAbandonedWaitEndsAtOnce() throws Exception {
    board.gate("vassals", 100);
    Thread.ofVirtual().start(board::abandon);
    assertThat(board.await(LONG)).isFalse();
  }

  @Test
  void wordsStandInTheOrderOfTheirRank() {
    board.gate("admin", 300).report(true, "admin");
    board.gate("vassals", 100).report(true, "vassals");
    assertThat(board.gates()).extracting(GateState::name).containsExactly("vassals", "admin");
  }
}
