package io.trajan.shell.server.result;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows in columns. Numbers stand to the right. On a terminal the widest columns are cut until a row
 * fits; where even that is not enough, each row becomes a paragraph of keys and values.
 */
final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST = 8;

  private final List<String> keys;
  private final List<SequencedMap<String, Value>> rows;
  private final List<List<String>> cells = new ArrayList<>();
  private final List<Boolean> right = new ArrayList<>();
  private final List<Boolean> elastic = new ArrayList<>();

  Table(List<SequencedMap<String, Value>> rows) {
    Set<String> all = new LinkedHashSet<>();
    rows.forEach(r -> all.addAll(r.keySet()));
    this.keys = List.copyOf(all);
    this.rows = rows;
    for (SequencedMap<String, Value> row : rows) {
      cells.add(
          keys.stream().map(k -> TextView.line(row.getOrDefault(k, new Value.Nothing()))).toList());
    }
    for (String key : keys) {
      List<Value> column = rows.stream().map(r -> r.get(key)).filter(Objects::nonNull).toList();
      right.add(column.stream().allMatch(Table::isNumeric));
      elastic.add(column.stream().anyMatch(Table::isText));
    }
  }

  private static boolean isNumeric(Value value) {
    return value instanceof Value.Figure
        || value instanceof Value.Size
        || value instanceof Value.Nothing;
  }

  private static boolean isText(Value value) {
    return value instanceof Value.Word
        || value instanceof Value.Items
        || value instanceof Value.Fields;
  }

  String text(int width, boolean styled) {
    List<Integer> widths = widths();
    if (width > 0 && !fit(widths, width)) {
      return paragraphs(width, styled);
    }
    String head =
        line(keys.stream().map(k -> TextView.label(k).toUpperCase(Locale.ROOT)).toList(), widths);
    String body = cells.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
    return (styled ? "\033[1m" + head + "\033[0m" : head) + "\n" + body;
  }

  private List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      int column = i;
      int widest = cells.stream().mapToInt(row -> Sheet.width(row.get(column))).max().orElse(0);
      widths.add(Math.max(widest, Sheet.width(TextView.label(keys.get(i)))));
    }
    return widths;
  }

  /**
   * Takes from the widest column of text, one character at a time, until the rows fit; false when
   * they never do.
   */
  private boolean fit(List<Integer> widths, int width) {
    int total =
        widths.stream().mapToInt(Integer::intValue).sum() + GAP.length() * (widths.size() - 1);
    for (; total > width; total--) {
      int widest = widest(widths);
      if (widest < 0) {
        return false;
      }
      widths.set(widest, widths.get(widest) - 1);
    }
    return true;
  }

  /** Of equally wide columns the last: what identifies a row stands first. */
  private int widest(List<Integer> widths) {
    int widest = -1;
    for (int i = 0; i < widths.size(); i++) {
      boolean candidate = elastic.get(i) && widths.get(i) > NARROWEST;
      if (candidate && (widest < 0 || widths.get(i) >= widths.get(widest))) {
        widest = i;
      }
    }
    return widest;
  }

  private String line(List<String> row, List<Integer> widths) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = Sheet.cut(row.get(i), widths.get(i));
      String pad = " ".repeat(widths.get(i) - Sheet.width(cell));
      out.append(i == 0 ? "" : GAP).append(right.get(i) ? pad + cell : cell + pad);
    }
    return out.toString().stripTrailing();
  }

  private String paragraphs(int width, boolean styled) {
    TextView view = new TextView(width, styled);
    return rows.stream()
        .map(
            row ->
                row.entrySet().stream()
                    .filter(e -> !e.getValue().isEmpty())
                    .collect(Collectors.toList()))
        .map(row -> view.text(fields(row)))
        .collect(Collectors.joining("\n\n"));
  }

  private static Value fields(List<Map.Entry<String, Value>> entries) {
    SequencedMap<String, Value> map = new java.util.LinkedHashMap<>();
    entries.forEach(e -> map.put(e.getKey(), e.getValue()));
    return new Value.Fields(map);
  }
}
