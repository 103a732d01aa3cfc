package io.trajan.shell.server.gogo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContinuationTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "lb |/grep x,lb | grep x",
        "lb | /  grep x,lb |    grep x",
        "lb/grep x,lb/grep x",
        "echo 'a |/b',echo 'a |/b'",
        "echo a # b |/echo c,echo a # b |/echo c",
      })
  void aLineThatEndsInAPipeGoesOnInTheNext(String typed, String joined) {
    assertThat(Continuation.joined(typed.replace('/', '\n'))).isEqualTo(joined.replace('/', '\n'));
  }
}
