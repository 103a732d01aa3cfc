package io.trajan.http.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.http.server.wire.BadAnswerException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerRulesTest {
  @ParameterizedTest
  @CsvSource({
    // status: interim, final
    "99, false, false",
    "100, true, false",
    "101, false, true",
    "102, true, false",
    "103, true, false",
    "199, true, false",
    "200, false, true",
    "599, false, true",
    "999, false, true",
    "1000, false, false",
    "0, false, false",
    "-200, false, false"
  })
  void aStatusIsInterimOrFinalOrNone(int status, boolean interim, boolean last) {
    assertThat(AnswerRules.isInterim(status)).isEqualTo(interim);
    if (last) {
      assertThat(AnswerRules.finalStatus(status)).isEqualTo(status);
    } else {
      assertThatThrownBy(() -> AnswerRules.finalStatus(status))
          .isInstanceOf(BadAnswerException.class)
          .hasMessageContaining(String.valueOf(status));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "101, GET, true",
    "200, GET, false",
    "200, HEAD, true",
    "200, head, false",
    "204, POST, true",
    "205, GET, false",
    "304, GET, true",
    "500, HEAD, true"
  })
  void someAnswersHaveNoBody(int status, String method, boolean bodyless) {
    assertThat(AnswerRules.isBodyless(status, method)).isEqualTo(bodyless);
  }

  @ParameterizedTest
  @CsvSource({
    // announced, given: sent of a whole body, announced without one
    "-1, 0, 0, -1",
    "-1, 5, 5, 5",
    "0, 0, 0, 0",
    "0, 5, 0, 0",
    "3, 5, 3, 3",
    "5, 5, 5, 5"
  })
  void aWholeBodyIsSentAsFarAsItWasAnnounced(long announced, int given, int sent, long without) {
    assertThat(AnswerRules.ofWhole(announced, given)).isEqualTo(sent);
    assertThat(AnswerRules.announcedWithoutBody(announced, given)).isEqualTo(without);
  }

  @ParameterizedTest
  @ValueSource(longs = {6, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE})
  void aWholeBodyThatIsShorterThanAnnouncedIsABadAnswer(long announced) {
    assertThatThrownBy(() -> AnswerRules.ofWhole(announced, 5))
        .isInstanceOf(BadAnswerException.class)
        .hasMessage("Content-Length " + announced + ", but the body has 5 bytes");
    assertThat(AnswerRules.announcedWithoutBody(announced, 5)).isEqualTo(announced);
  }

  @ParameterizedTest
  @CsvSource({
    // bodyless, announced, sent before, size: sent of it, short if it ends then
    "false, -1, 0, 7, 7, false",
    "false, 10, 0, 7, 7, true",
    "false, 10, 7, 7, 3, false",
    "false, 10, 10, 7, 0, false",
    "false, 0, 0, 7, 0, false",
    "false, 1099511627776, 4294967296, 8589934592, 8589934592, true",
    "true, -1, 0, 7, 0, false",
    "true, 10, 0, 7, 0, false"
  })
  void piecesAreSentAsFarAsWasAnnounced(
      boolean bodyless, long announced, long before, long size, long sent, boolean isShort) {
    assertThat(AnswerRules.ofPiece(bodyless, announced, before, size)).isEqualTo(sent);
    assertThat(AnswerRules.isShort(bodyless, announced, before + sent)).isEqualTo(isShort);
  }

  @Test
  void anAnswerOfOurOwnSaysItsReason() {
    assertThat(new String(AnswerRules.text(503), StandardCharsets.US_ASCII))
        .isEqualTo("Service Unavailable\n");
  }
}
