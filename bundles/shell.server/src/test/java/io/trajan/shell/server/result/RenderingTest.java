package io.trajan.shell.server.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.shell.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.FrameworkUtil;

class RenderingTest {
  enum State {
    READY,
    NOT_STARTED
  }

  record Row(String name, State state, int restarts, @Bytes long heapUsed, Duration age) {}

  record Nested(String name, List<Row> rows, Map<String, Object> facts, Optional<String> reason) {}

  private static final Row SHOP =
      new Row("shop", State.READY, 3, 1536, Duration.ofSeconds(3 * 60 + 12));
  private static final Row WIKI =
      new Row("wiki", State.NOT_STARTED, 12, 5 << 20, Duration.ofMillis(40));

  private static String text(@Nullable Object result, int width) {
    return new TextView(width, false).text(new Values((o, whole) -> o.toString()).of(result));
  }

  @Test
  void recordsBecomeATableWithNumbersToTheRight() {
    assertThat(text(List.of(SHOP, WIKI), 0))
        .isEqualTo(
            """
            NAME  STATE        RESTARTS  HEAP USED  AGE
            shop  ready               3    1.5 KiB  3 m 12 s
            wiki  not-started        12    5.0 MiB  40 ms""");
  }

  @Test
  void aTableIsCutInItsTextUntilItFitsTheTerminal() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", "a-rather-long-name");
    row.put("count", 123456789);
    row.put("message", "this is what happened to it");
    String table = text(List.of(row), 40);
    assertThat(table)
        .isEqualTo(
            """
            NAME                COUNT  MESSAGE
            a-rather-long…  123456789  this is what…""");
    assertThat(table.lines())
        .allSatisfy(line -> assertThat(Sheet.width(line)).isLessThanOrEqualTo(40));
    assertThat(table).contains("123456789").contains("…");
  }

  @Test
  void aTableThatCannotFitBecomesParagraphs() {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < 8; i++) {
      row.put("column" + i, "value-of-column-" + i);
    }
    assertThat(text(List.of(row, row), 30).lines())
        .hasSize(8 + 1 + 8)
        .first()
        .isEqualTo("column0  value-of-column-0");
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    assertThat(text(List.of(Map.of("n", "日本"), Map.of("n", "abcd")), 0)).isEqualTo("N\n日本\nabcd");
    assertThat(Sheet.width("日本")).isEqualTo(4);
    assertThat(Sheet.cut("日本語", 4)).isEqualTo("日…");
  }

  @Test
  void aRecordBecomesKeysAndValuesAndItsListsTables() {
    Nested nested = new Nested("x", List.of(SHOP), Map.of("pid", 7), Optional.empty());
    assertThat(text(nested, 0))
        .isEqualTo(
            """
            name    x
            rows
              NAME  STATE  RESTARTS  HEAP USED  AGE
              shop  ready         3    1.5 KiB  3 m 12 s
            facts
              pid  7
            reason""");
  }

  @Test
  void escapeSequencesInValuesDoNotReachTheTerminal() {
    assertThat(text("\033]0;owned\007\nnext", 0)).isEqualTo("\\x1b]0;owned\\x07\nnext");
    assertThat(text(List.of(Map.of("name", "a\nb\033[2J")), 0)).isEqualTo("NAME\na\\nb\\x1b[2J");
    assertThat(text(Map.of("k\033c", 1), 0)).isEqualTo("k\\x1bc  1");
    assertThat(text("\u009b2J", 0)).isEqualTo("\\x9b2J");
  }

  @Test
  void emptinessIsSaidToAPersonOnly() {
    assertThat(text(List.of(), 0)).isEmpty();
    assertThat(new TextView(80, true).text(new Value.Items(List.of()))).isEqualTo("none");
    assertThat(text(null, 0)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "40000, 40 µs",
    "999000000, 999 ms",
    "1500000000, 1.50 s",
    "61000000000, 1 m 1 s",
    "7260000000000, 2 h 1 m",
    "187200000000000, 2 d 4 h",
    "-1500000000, -1.50 s"
  })
  void durationsAreReadable(long nanos, String expected) {
    assertThat(text(Duration.ofNanos(nanos), 0)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "1572864, 1.5 MiB", "-2048, -2.0 KiB"})
  void sizesAreReadable(long bytes, String expected) {
    assertThat(Units.size(bytes)).isEqualTo(expected);
  }

  @Test
  void momentsAreLocalTime() {
    Instant instant =
        LocalDateTime.of(2025, 2, 3, 4, 5, 6).atZone(ZoneId.systemDefault()).toInstant();
    assertThat(text(instant, 0)).isEqualTo("2025-02-03 04:05:06");
  }

  @Test
  void aCycleEnds() {
    List<Object> list = new java.util.ArrayList<>();
    list.add(list);
    assertThat(text(list, 0)).endsWith("…");
  }

  @Test
  void arraysAndDictionariesAreListsAndMaps() {
    assertThat(text(new int[] {1, 2}, 0)).isEqualTo("1\n2");
    assertThat(text(new String[][] {{"a", "b"}, {"c"}}, 0)).isEqualTo("a, b\nc");
    assertThat(text(FrameworkUtil.asDictionary(Map.of("k", "v")), 0)).isEqualTo("k  v");
    assertThat(text(Arrays.asList("x", null), 0)).isEqualTo("x\n");
  }
}
