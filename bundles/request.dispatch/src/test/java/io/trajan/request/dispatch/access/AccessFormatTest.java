package io.trajan.request.dispatch.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trajan.config.codec.BadValueException;
import io.trajan.request.Outcome;
import io.trajan.request.RequestRecord;
import io.trajan.testkit.FakeRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessFormatTest {
  private static final FakeRequest REQUEST =
      FakeRequest.get("/a?b=c")
          .vassal("shop")
          .header("User-Agent", "curl/8 \"x\"")
          .header("X-Evil", "a\r\nb\u00e9\\")
          .variable("REMOTE_USER", "ann");

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "%(method) %(uri) %(path) %(query) => GET /a?b=c /a b=c",
        "%(status)/%(size) in %(micros) us => 200/12 in 1234567 us",
        "%(msecs) %(secs) %(parked) => 1234 1.234567 20",
        "%(vassal):%(mount): => shop:/a:",
        "%(addr) %(user) %(host) %(scheme) %(proto) => 192.0.2.7 ann localhost http HTTP/1.1",
        "%(uagent) %(referer) => curl/8 \\x22x\\x22 -",
        "%(header.x-evil) => a\\x0d\\x0ab\\xe9\\x5c",
        "%(var.REMOTE_USER) %(var.OTHER) => ann -",
        "%(epoch) %(failure) => 1700000000 -",
        "100% %(status)%% => 100% 200%%",
      })
  void variablesPrintThemselves(String format, String line) throws BadValueException {
    assertThat(AccessFormat.TYPE.parse(format).line(record(null))).isEqualTo(line);
  }

  @Test
  void readableSaysWhatMatters() throws BadValueException {
    AccessFormat readable = AccessFormat.TYPE.parse("readable");
    assertThat(readable.line(record(null)))
        .isEqualTo(
            "GET /a?b=c 200 12 B in 1234.5 ms, 20.0 ms of it waiting for the application, from 192.0.2.7");
    assertThat(readable.line(record("the peer left"))).endsWith("from 192.0.2.7: the peer left");
  }

  @Test
  void combinedIsWhatLogAnalysersRead() throws BadValueException {
    assertThat(AccessFormat.TYPE.parse("combined").line(record(null)))
        .matches(
            "192\\.0\\.2\\.7 - ann \\[\\d\\d/\\w{3}/2023:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}] \"GET /a\\?b=c HTTP/1\\.1\" 200"
                + " 12 \"-\" \"curl/8 \\\\x22x\\\\x22\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "combine => combined",
        "%(metod) => method",
        "readible => readable",
      })
  void unknownWordsAreRefusedWithTheNearest(String format, String nearest) {
    BadValueException refusal =
        catchThrowableOfType(BadValueException.class, () -> AccessFormat.TYPE.parse(format));
    assertThat(refusal.nearest()).isEqualTo(nearest);
  }

  @ParameterizedTest
  @CsvSource({"%(method", "%()", "%(header.)", "nothing at all"})
  void brokenFormatsAreRefused(String format) {
    assertThat(catchThrowableOfType(BadValueException.class, () -> AccessFormat.TYPE.parse(format)))
        .isNotNull();
  }

  private static RequestRecord record(@org.jspecify.annotations.Nullable String failure) {
    return new RequestRecord(
        REQUEST.at("/a"),
        new Outcome(200, 12, failure),
        Instant.ofEpochSecond(1_700_000_000),
        Duration.ofMillis(20),
        Duration.ofNanos(1_234_567_890));
  }
}
