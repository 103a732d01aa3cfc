package io.trajan.shell.server.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.shell.Bytes;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonTest {
  record Row(String name, @Bytes long size, @Nullable String reason) {}

  private static String json(@Nullable Object result) {
    return io.trajan.shell.server.result.Json.of(new Values((o, whole) -> "?" + o).of(result));
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(null, "null"),
        Arguments.of("a\"\\\n\t\u0001é😀", "\"a\\\"\\\\\\n\\t\\u0001é😀\""),
        Arguments.of("\ud800x", "\"\\ufffdx\""),
        Arguments.of("\u009b", "\"\\u009b\""),
        Arguments.of(true, "true"),
        Arguments.of(-3, "-3"),
        Arguments.of(1.5, "1.5"),
        Arguments.of(Double.NaN, "null"),
        Arguments.of(Float.POSITIVE_INFINITY, "null"),
        Arguments.of(new BigInteger("12345678901234567890"), "12345678901234567890"),
        Arguments.of(new BigDecimal("1E+3"), "1000"),
        Arguments.of(new AtomicLong(7), "7"),
        Arguments.of(Duration.ofMillis(1500), "1.5"),
        Arguments.of(Duration.ofSeconds(100), "100"),
        Arguments.of(Duration.ZERO, "0"),
        Arguments.of(Instant.EPOCH, "\"1970-01-01T00:00:00Z\""),
        Arguments.of(Thread.State.TIMED_WAITING, "\"timed-waiting\""),
        Arguments.of(Optional.empty(), "null"),
        Arguments.of(List.of(), "[]"),
        Arguments.of(Map.of(), "{}"),
        Arguments.of(Arrays.asList(1, null, "x"), "[1,null,\"x\"]"),
        Arguments.of(
            List.of(new Row("a", 1024, null)), "[{\"name\":\"a\",\"size\":1024,\"reason\":null}]"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void everyValueHasItsJson(@Nullable Object value, String expected) {
    assertThat(json(value)).isEqualTo(expected);
    assertThat(parse(json(value))).isNotNull();
  }

  @Test
  void anyTextSurvivesAParserOfSomebodyElse() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        int c = random.nextInt(Character.MAX_CODE_POINT + 1);
        text.appendCodePoint(c >= 0xd800 && c < 0xe000 ? 'x' : random.nextBoolean() ? c : c % 256);
      }
      JsonValue parsed = parse(json(List.of(text.toString())));
      assertThat(parsed.asJsonArray().getString(0)).as("seed %s", seed).isEqualTo(text.toString());
    }
  }

  private static JsonValue parse(String json) {
    try (var reader = Json.createReader(new StringReader(json))) {
      return reader.readValue();
    }
  }
}
