package io.trajan.files.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "1994-11-06T08:49:37Z => Sun, 06 Nov 1994 08:49:37 GMT",
        "2024-02-29T23:59:59.999Z => Thu, 29 Feb 2024 23:59:59 GMT",
        "1970-01-01T00:00:00Z => Thu, 01 Jan 1970 00:00:00 GMT",
        "9999-12-31T00:00:00Z => Fri, 31 Dec 9999 00:00:00 GMT",
      })
  void thePreferredFormIsWritten(Instant time, String text) {
    assertThat(HttpDate.format(time)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "Sun, 06 Nov 1994 08:49:37 GMT => 1994-11-06T08:49:37Z",
        "Sunday, 06-Nov-94 08:49:37 GMT => 1994-11-06T08:49:37Z",
        "Sunday, 06-Nov-75 08:49:37 GMT => 2075-11-06T08:49:37Z",
        "Sunday, 06-Nov-77 08:49:37 GMT => 1977-11-06T08:49:37Z",
        "Sun Nov  6 08:49:37 1994 => 1994-11-06T08:49:37Z",
        "Sun Nov 16 08:49:37 1994 => 1994-11-16T08:49:37Z",
        "Fri, 31 Dec 2016 23:59:60 GMT => 2016-12-31T23:59:59Z",
      })
  void allThreeFormsAreRead(String text, Instant time) {
    assertThat(HttpDate.parse(text, NOW)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "1994-11-06T08:49:37Z",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
      })
  void anythingElseIsNoDate(String text) {
    assertThat(HttpDate.parse(text, NOW)).isEmpty();
  }

  @Test
  void whatIsWrittenIsRead() {
    for (long second = 0; second < 4_000_000_000L; second += 12_345_678) {
      Instant time = Instant.ofEpochSecond(second);
      assertThat(HttpDate.parse(HttpDate.format(time), NOW)).contains(time);
    }
  }
}
