package io.trajan.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET /a?b=c | GET /a?b=c",
        "a⏎2026 ERROR | a\\x0a2026 ERROR",
        "a\u001b[2J\" \\ \u00e9 | a\\x1b[2J\\x22 \\x5c \\xe9",
        "`` | -",
        "0123456789abcdefg | 0123456789abcdef..."
      })
  void textOfAClientIsOneFieldOfALine(String text, String expected) {
    assertThat(LogText.safe(raw(text), 16)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "one | one",
        "one⏎12:00 ERROR forged⏎⏎end | one⏎\t12:00 ERROR forged⏎\t⏎\tend",
        "one␍⏎two␍three⏎ | one⏎\ttwo\\x0dthree",
        "Größe 大 \t. | Größe 大 \t.",
        "a\u001b[31m\u0085\u2028\u202eb\u007f | a\\x1b[31m\\x85\\u2028\\u202eb\\x7f"
      })
  void noLineOfAMessageBeginsInTheFirstColumn(String text, String expected) {
    assertThat(LogText.indented(raw(text), 100)).isEqualTo(raw(expected));
  }

  @Test
  void lineOfAProgramStaysOne() {
    assertThat(LogText.line("a\nb\rc\u001b]0;x\u0007")).isEqualTo("a\\x0ab\\x0dc\\x1b]0;x\\x07");
    String harmless = "Größe\t大";
    assertThat(LogText.line(harmless)).isSameAs(harmless);
    assertThat(LogText.indented("x".repeat(20), 5)).isEqualTo("xxxxx...");
  }

  private static String raw(String text) {
    return text.replace('⏎', '\n').replace('␍', '\r');
  }
}
