package io.trajan.vassal.process.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerHeadTest {
  private static ByteBuffer payload(int status, String head, String body) {
    byte[] fields = head.replace('|', '\0').getBytes(StandardCharsets.ISO_8859_1);
    byte[] rest = body.getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(4 + fields.length + rest.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) status)
        .putShort((short) fields.length)
        .put(fields)
        .put(rest)
        .flip();
  }

  @Test
  void fieldsComeInTheirOrderWithTheirDoublesAndTheBodyIsLeft() throws Exception {
    ByteBuffer payload = payload(200, "set-cookie|a=1|x-empty||set-cookie|b=\u00e9", "body");
    AnswerHead head = AnswerHead.read(payload);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.fields()).hasToString("set-cookie: a=1\nx-empty: \nset-cookie: b=\u00e9\n");
    assertThat(payload.remaining()).isEqualTo(4);
  }

  @Test
  void answerWithoutFieldsIsOne() throws Exception {
    assertThat(AnswerHead.read(payload(204, "", "")).fields().size()).isZero();
  }

  @Test
  void lastValueMayBeEmpty() throws Exception {
    assertThat(AnswerHead.read(payload(200, "a|1|b|", "")).fields()).hasToString("a: 1\nb: \n");
  }

  @ParameterizedTest
  @CsvSource({
    "99, 'a|b', 'status 99, expected 100 to 999'",
    "1000, 'a|b', 'status 1000, expected 100 to 999'",
    "200, 'a', 'a field at byte 0 without a name and a value'",
    "200, '|b', 'a field at byte 0 without a name and a value'",
    "200, 'a|b|c', 'a field at byte 4 without a name and a value'"
  })
  void brokenHeadIsRefused(int status, String head, String message) {
    assertThatThrownBy(() -> AnswerHead.read(payload(status, head, "")))
        .isInstanceOf(BadFrameException.class)
        .hasMessage(message);
  }

  @Test
  void headLongerThanItsFrameIsRefused() {
    ByteBuffer payload = payload(200, "a|b", "");
    payload.putShort(2, (short) 60_000);
    assertThatThrownBy(() -> AnswerHead.read(payload))
        .hasMessage("a head of 60000 bytes in a frame that has 3 left");
    ByteBuffer stump = ByteBuffer.allocate(3).order(ByteOrder.LITTLE_ENDIAN);
    assertThatThrownBy(() -> AnswerHead.read(stump))
        .hasMessage("an answer of 3 bytes, expected a head");
  }
}
