package io.trajan.shell.server.result;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Values as text: a list of records is a table, a record is key and value, the rest is a line. */
public final class TextView {
  private final int width;
  private final boolean terminal;

  /**
   * A view for one output.
   *
   * @param width columns of the terminal, 0 for no limit
   * @param terminal whether a person looks at it: headings are set off, and an empty list says so
   */
  public TextView(int width, boolean terminal) {
    this.width = width;
    this.terminal = terminal;
  }

  /** The text, without a line end at its end; empty when there is nothing to show. */
  public String text(Value value) {
    return switch (value) {
      case Value.Nothing _ -> "";
      case Value.Word w -> Sheet.harmless(w.text(), true).stripTrailing();
      case Value.Items i when i.list().isEmpty() -> terminal ? "none" : "";
      case Value.Items i -> items(i.list());
      case Value.Fields f when f.map().isEmpty() -> terminal ? "none" : "";
      case Value.Fields f -> fields(f.map());
      default -> line(value);
    };
  }

  private String items(List<Value> list) {
    if (list.stream().allMatch(v -> v instanceof Value.Fields)) {
      return new Table(list.stream().map(v -> ((Value.Fields) v).map()).toList())
          .text(width, terminal);
    }
    return list.stream()
        .map(v -> v.isNested() || v instanceof Value.Word ? text(v) : line(v))
        .collect(Collectors.joining("\n"));
  }

  private String fields(SequencedMap<String, Value> map) {
    int key = map.keySet().stream().mapToInt(k -> Sheet.width(label(k))).max().orElse(0);
    return map.entrySet().stream().map(e -> entry(e, key)).collect(Collectors.joining("\n"));
  }

  private String entry(Map.Entry<String, Value> entry, int key) {
    String label = Sheet.harmless(label(entry.getKey()), false);
    if (entry.getValue().isNested()) {
      TextView inner = new TextView(width == 0 ? 0 : Math.max(20, width - 2), terminal);
      return label + "\n" + inner.text(entry.getValue()).indent(2).stripTrailing();
    }
    String pad = " ".repeat(Math.max(0, key - Sheet.width(label)) + 2);
    String value =
        entry.getValue() instanceof Value.Word w
            ? Sheet.harmless(w.text(), true)
            : line(entry.getValue());
    return (label + pad + value.stripTrailing().replace("\n", "\n" + " ".repeat(key + 2)))
        .stripTrailing();
  }

  /** {@code lastStart} is "last start"; what is not a Java name stays. */
  static String label(String name) {
    return name.matches("[a-z][A-Za-z0-9]*")
        ? name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT)
        : name;
  }

  /** A value in one line, for a cell. */
  static String line(Value value) {
    return switch (value) {
      case Value.Nothing _ -> "";
      case Value.Word w -> Sheet.harmless(w.text(), false);
      case Value.Figure f -> number(f.number());
      case Value.Flag f -> f.yes() ? "yes" : "no";
      case Value.Size s -> Units.size(s.bytes());
      case Value.Moment m -> Units.moment(m.instant());
      case Value.Span s -> Units.span(s.duration());
      case Value.Items i -> i.list().stream().map(TextView::line).collect(Collectors.joining(", "));
      case Value.Fields f ->
          f.map().entrySet().stream()
              .filter(e -> !e.getValue().isEmpty())
              .map(e -> Sheet.harmless(e.getKey(), false) + "=" + line(e.getValue()))
              .collect(Collectors.joining(" "));
    };
  }

  private static String number(Number number) {
    return number instanceof Double || number instanceof Float
        ? String.format(Locale.ROOT, "%.3f", number.doubleValue()).replaceFirst("\\.?0+$", "")
        : number.toString();
  }
}
