package io.trajan.files.server.http;

import static io.trajan.files.server.http.Conditions.Result.FAILED;
import static io.trajan.files.server.http.Conditions.Result.NOT_MODIFIED;
import static io.trajan.files.server.http.Conditions.Result.PROCEED;
import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.files.server.http.Conditions.Result;
import io.trajan.request.Fields;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConditionsTest {
  private static final EntityTag TAG = new EntityTag(false, "abc");
  private static final Instant MODIFIED = Instant.parse("2024-05-01T12:00:00.789Z");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SAME = "Wed, 01 May 2024 12:00:00 GMT";
  private static final String EARLIER = "Wed, 01 May 2024 11:59:59 GMT";
  private static final String LATER = "Wed, 01 May 2024 12:00:01 GMT";

  static Arguments[] cases() {
    return new Arguments[] {
      row(PROCEED),
      row(PROCEED, "If-Match", "\"abc\""),
      row(PROCEED, "If-Match", "\"x\", \"abc\""),
      row(PROCEED, "If-Match", "*"),
      row(FAILED, "If-Match", "\"x\""),
      row(FAILED, "If-Match", "W/\"abc\""),
      row(FAILED, "If-Match", "abc"),
      row(PROCEED, "If-Match", "\"x\"", "If-Match", "\"abc\""),
      row(NOT_MODIFIED, "If-None-Match", "\"abc\""),
      row(NOT_MODIFIED, "If-None-Match", "W/\"abc\""),
      row(NOT_MODIFIED, "If-None-Match", "*"),
      row(NOT_MODIFIED, "If-None-Match", "\"x,y\" , W/\"z\",\"abc\""),
      row(PROCEED, "If-None-Match", "\"x\""),
      row(PROCEED, "If-None-Match", "\"\""),
      row(PROCEED, "If-None-Match", "\"abc"),
      row(NOT_MODIFIED, "If-Modified-Since", SAME),
      row(NOT_MODIFIED, "If-Modified-Since", LATER),
      row(PROCEED, "If-Modified-Since", EARLIER),
      row(PROCEED, "If-Modified-Since", "nonsense"),
      row(PROCEED, "If-Modified-Since", SAME, "If-Modified-Since", SAME),
      row(PROCEED, "If-Unmodified-Since", SAME),
      row(PROCEED, "If-Unmodified-Since", LATER),
      row(FAILED, "If-Unmodified-Since", EARLIER),
      row(PROCEED, "If-Unmodified-Since", "nonsense"),
      // Precedence: a tag goes before a date, a failed precondition before everything.
      row(PROCEED, "If-Match", "\"abc\"", "If-Unmodified-Since", EARLIER),
      row(PROCEED, "If-None-Match", "\"x\"", "If-Modified-Since", LATER),
      row(NOT_MODIFIED, "If-None-Match", "\"abc\"", "If-Modified-Since", EARLIER),
      row(FAILED, "If-Match", "\"x\"", "If-None-Match", "\"abc\""),
      row(FAILED, "If-Unmodified-Since", EARLIER, "If-None-Match", "\"abc\""),
      row(NOT_MODIFIED, "If-Match", "\"abc\"", "If-None-Match", "\"abc\""),
    };
  }

  private static Arguments row(Result result, String... fields) {
    return Arguments.of(result, Fields.of(fields));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void conditionsAreJudgedInTheirOrder(Result result, Fields request) {
    assertThat(Conditions.judge(request, TAG, MODIFIED, NOW)).isEqualTo(result);
  }

  static Arguments[] ifRange() {
    return new Arguments[] {
      Arguments.of(true, Fields.of()),
      Arguments.of(true, Fields.of("If-Range", "\"abc\"")),
      Arguments.of(false, Fields.of("If-Range", "\"x\"")),
      Arguments.of(false, Fields.of("If-Range", "W/\"abc\"")),
      Arguments.of(true, Fields.of("If-Range", SAME)),
      Arguments.of(false, Fields.of("If-Range", LATER)),
      Arguments.of(false, Fields.of("If-Range", EARLIER)),
      Arguments.of(false, Fields.of("If-Range", "nonsense")),
      Arguments.of(false, Fields.of("If-Range", "*")),
    };
  }

  @ParameterizedTest
  @MethodSource("ifRange")
  void rangesAreForExactlyWhatTheClientHas(boolean allowed, Fields request) {
    assertThat(Conditions.allowsRange(request, TAG, MODIFIED, NOW)).isEqualTo(allowed);
  }
}
