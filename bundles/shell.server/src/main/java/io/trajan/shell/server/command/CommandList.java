package io.trajan.shell.server.command;

import io.trajan.shell.server.gogo.CommandEntry;
import io.trajan.shell.server.gogo.Page;
import io.trajan.shell.server.grammar.CommandSpec;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Commands with one line each, by area. */
final class CommandList implements Page {
  private final List<Line> lines;

  /**
   * One command.
   *
   * @param name with its scope
   * @param description one line
   * @param area what the scope is about
   */
  record Line(String name, String description, String area) {
    String scope() {
      return name.substring(0, name.indexOf(':'));
    }
  }

  CommandList(List<CommandEntry> entries) {
    lines = entries.stream().map(CommandList::line).toList();
  }

  private static Line line(CommandEntry entry) {
    CommandSpec spec = entry.spec();
    return spec == null
        ? new Line(entry.name(), "", "")
        : new Line(entry.name(), firstSentence(spec.summary()), spec.area());
  }

  private static String firstSentence(String text) {
    int end = text.indexOf(". ");
    return end < 0 ? text : text.substring(0, end);
  }

  @Override
  public Object model() {
    return lines;
  }

  @Override
  public String text(int columns) {
    SortedMap<String, List<Line>> areas =
        lines.stream()
            .collect(Collectors.groupingBy(Line::scope, TreeMap::new, Collectors.toList()));
    int width = lines.stream().mapToInt(l -> l.name().length()).max().orElse(0);
    String list =
        areas.entrySet().stream()
            .map(e -> area(e.getKey(), e.getValue(), width))
            .collect(Collectors.joining("\n\n"));
    return list + "\n\nhelp COMMAND tells more; COMMAND --json gives JSON.";
  }

  private static String area(String scope, List<Line> lines, int width) {
    String title = lines.stream().map(Line::area).filter(a -> !a.isEmpty()).findFirst().orElse("");
    return lines.stream()
        .map(
            l ->
                ("  " + l.name() + " ".repeat(width - l.name().length()) + "  " + l.description())
                    .stripTrailing())
        .collect(Collectors.joining("\n", (scope + "  " + title).strip() + "\n", ""));
  }
}
