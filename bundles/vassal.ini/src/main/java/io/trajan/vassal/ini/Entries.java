package io.trajan.vassal.ini;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the lines amount to, in order, before placeholders are replaced. For one thread. */
final class Entries {
  /**
   * A key with its value.
   *
   * @param assignment the line, magic variables and {@code %(_)} replaced
   * @param literal whether nothing more is replaced in its value
   * @param placeholder whether it was made to be one, and is no option
   */
  record Entry(Assignment assignment, boolean literal, boolean placeholder) {
    String key() {
      return assignment.key();
    }

    String value() {
      return assignment.value();
    }
  }

  private final List<Entry> all = new ArrayList<>();
  private final Map<String, Integer> first = new HashMap<>();

  void add(Entry entry) {
    first.putIfAbsent(entry.key(), all.size());
    all.add(entry);
  }

  List<Entry> all() {
    return all;
  }

  /** The number of the first entry of a key; -1 when there is none. */
  int first(String key) {
    return first.getOrDefault(key, -1);
  }
}
