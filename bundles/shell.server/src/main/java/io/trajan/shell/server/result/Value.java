package io.trajan.shell.server.result;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What a command returned, reduced to what can be shown. */
public sealed interface Value {
  /** No value; an empty cell, JSON null. */
  record Nothing() implements Value {}

  /**
   * Text.
   *
   * @param text as it is, control characters included
   */
  record Word(String text) implements Value {}

  /**
   * A number.
   *
   * @param number any
   */
  record Figure(Number number) implements Value {}

  /**
   * Yes or no.
   *
   * @param yes which
   */
  record Flag(boolean yes) implements Value {}

  /**
   * A count of bytes.
   *
   * @param bytes the count
   */
  record Size(long bytes) implements Value {}

  /**
   * A point in time.
   *
   * @param instant when
   */
  record Moment(Instant instant) implements Value {}

  /**
   * A length of time.
   *
   * @param duration how long
   */
  record Span(Duration duration) implements Value {}

  /**
   * Several values.
   *
   * @param list in their order
   */
  record Items(List<Value> list) implements Value {}

  /**
   * Named values: a record or a map.
   *
   * @param map in their order
   */
  record Fields(SequencedMap<String, Value> map) implements Value {}

  /** Whether nothing would be seen of it. */
  default boolean isEmpty() {
    return switch (this) {
      case Nothing _ -> true;
      case Word w -> w.text().isEmpty();
      case Items i -> i.list().isEmpty();
      case Fields f -> f.map().isEmpty();
      default -> false;
    };
  }

  /**
   * Whether it is more than one cell holds on its own: a list or map that has a list or map in it,
   * or records.
   */
  default boolean isNested() {
    return switch (this) {
      case Items i -> i.list().stream().anyMatch(v -> v instanceof Fields || v instanceof Items);
      case Fields f ->
          f.map().entrySet().stream().map(Map.Entry::getValue).anyMatch(v -> !v.isEmpty());
      default -> false;
    };
  }
}
