package io.trajan.http.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.http.server.http1.Life.Then;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every phase with every event that may meet it there. */
class LifeTest {
  /** A life that came to a phase the usual way; of a request whose end is still to come. */
  private static Life in(Phase phase) {
    Life life = new Life();
    if (phase == Phase.IDLE) {
      return life;
    }
    life.begins();
    switch (phase) {
      case IDLE, HEAD -> {}
      case LINGER -> life.lastWords();
      case CLOSED -> life.ends();
      case COLLECT, SERVE, DRAIN, RAW -> withHead(life, phase);
    }
    assertThat(life.phase()).isEqualTo(phase);
    return life;
  }

  private static void withHead(Life life, Phase phase) {
    life.headRead(false, false);
    if (phase != Phase.COLLECT) {
      life.serves();
    }
    if (phase == Phase.DRAIN) {
      life.answers();
    } else if (phase == Phase.RAW) {
      life.takenOver();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # before | first octet | request ends     | refused                 | input ends
          IDLE     | HEAD        | NOTHING  IDLE    | ANSWER_REFUSAL   LINGER | CLOSE_BEHIND     IDLE
          HEAD     | HEAD        | NOTHING  HEAD    | ANSWER_REFUSAL   LINGER | CLOSE_BEHIND     HEAD
          COLLECT  | COLLECT     | DISPATCH COLLECT | ANSWER_REFUSAL   LINGER | CLOSE_BEHIND     COLLECT
          SERVE    | SERVE       | NOTHING  SERVE   | TELL_APPLICATION SERVE  | FAIL_BODY        SERVE
          DRAIN    | DRAIN       | NEXT     DRAIN   | LINGER_BEHIND    LINGER | CLOSE_BEHIND     DRAIN
          LINGER   | LINGER      | NOTHING  LINGER  | NOTHING          LINGER | CLOSE_IF_WRITTEN LINGER
          RAW      | RAW         | NOTHING  RAW     | NOTHING          RAW    | END_RAW          RAW
          CLOSED   | CLOSED      | NOTHING  CLOSED  | NOTHING          CLOSED | NOTHING          CLOSED
          """)
  void eachEventMeansSomethingInEachPhase(
      Phase before, Phase begun, String ended, String refused, String inputEnded) {
    Life life = in(before);
    assertThat(life.begins()).isEqualTo(before == Phase.IDLE);
    assertThat(life.phase()).isEqualTo(begun);
    assertThat(after(before, Life::requestEnds)).isEqualTo(squeezed(ended));
    assertThat(after(before, Life::refuses)).isEqualTo(squeezed(refused));
    assertThat(after(before, Life::inputEnds)).isEqualTo(squeezed(inputEnded));
  }

  private static String after(Phase before, java.util.function.Function<Life, Then> event) {
    Life life = in(before);
    return event.apply(life) + " " + life.phase();
  }

  private static String squeezed(String cell) {
    return cell.replaceAll(" +", " ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # request ended | closes | what follows | phase
          true            | false  | NEXT         | SERVE
          false           | false  | READ_ON      | DRAIN
          true            | true   | NOTHING      | SERVE
          false           | true   | NOTHING      | SERVE
          """)
  void anAnswerIsFollowedByWhatTheRequestAndTheConnectionSay(
      boolean ended, boolean closes, Then then, Phase after) {
    Life life = in(Phase.SERVE);
    if (ended) {
      life.requestEnds();
    }
    if (closes) {
      life.close();
    }
    assertThat(life.answers()).isEqualTo(then);
    assertThat(life.phase()).isEqualTo(after);
    assertThat(life.isDeaf()).as("nothing follows the last answer").isEqualTo(closes);
    assertThat(life.endsWithAnswer()).isEqualTo(closes);
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void onlyRequestsAreListenedTo(Phase phase) {
    boolean deaf = phase == Phase.LINGER || phase == Phase.CLOSED;
    assertThat(in(phase).isDeaf()).isEqualTo(deaf);
    assertThat(in(phase).isListening()).isEqualTo(!deaf && phase != Phase.RAW);
    assertThat(in(phase).expectsMore()).isEqualTo(in(phase).isListening());
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void whoIsRefusedIsNotHeardAgainAndNotRefusedTwice(Phase phase) {
    Life life = in(phase);
    boolean listened = life.isListening();
    life.refuses();
    assertThat(life.refuses()).isEqualTo(Then.NOTHING);
    assertThat(life.isListening()).isFalse();
    assertThat(life.closes()).isEqualTo(listened);
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void ourDirectionEndsOnceAndNotAfterAll(Phase phase) {
    Life life = in(phase);
    assertThat(life.shuts()).isEqualTo(phase != Phase.CLOSED);
    assertThat(life.shuts()).isFalse();
    assertThat(life.phase()).isEqualTo(phase == Phase.CLOSED ? Phase.CLOSED : Phase.LINGER);
    assertThat(life.ends()).isEqualTo(phase != Phase.CLOSED);
    assertThat(life.ends()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // asked to close, ended its direction, more is held: the answer is the last
    "false, false, false, false",
    "false, false, true, false",
    "true, false, false, true",
    "true, true, true, true",
    "false, true, false, true",
    "false, true, true, false"
  })
  void theLastRequestIsTheOneThatSaysSoOrThatNothingCanFollow(
      boolean asked, boolean ended, boolean holdsMore, boolean last) {
    Life life = new Life();
    life.begins();
    if (ended) {
      life.inputEnded();
    }
    life.headRead(asked, holdsMore);
    assertThat(life.closes()).isEqualTo(last);
  }

  @Test
  void aCloseIsAgreedUponOnlyWithAClientThatAskedForItAndSentAll() {
    Life life = new Life();
    life.begins();
    life.headRead(true, false);
    life.serves();
    assertThat(life.isAgreed()).as("more of the request is to come").isFalse();
    life.requestEnds();
    assertThat(life.isAgreed()).isTrue();
    life.refuses();
    assertThat(life.isAgreed()).isFalse();
    assertThat(in(Phase.SERVE).isAgreed()).as("nobody asked").isFalse();
  }

  @Test
  void nothingOfARequestIsLeftForTheNext() {
    Life life = in(Phase.SERVE);
    life.requestEnds();
    life.answers();
    life.next();
    assertThat(life.phase()).isEqualTo(Phase.IDLE);
    assertThat(life.isRequestEnded() || life.isAnswered() || life.isDeaf()).isFalse();
  }
}
