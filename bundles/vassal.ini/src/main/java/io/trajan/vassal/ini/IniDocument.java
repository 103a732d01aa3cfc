package io.trajan.vassal.ini;

import io.trajan.config.codec.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file by sections, in uWSGI's grammar: a line that begins with a bracket begins a section, one
 * that begins with {@code ;} or {@code #} is a comment, every other one is {@code key = value} or a
 * key alone. There are no comments behind values, no quotes, no escapes and no lines that go on in
 * the next; a section may be begun again. Immutable.
 *
 * @see <a href="https://uwsgi-docs.readthedocs.io/en/latest/Configuration.html#ini-files">INI
 *     files</a>
 */
final class IniDocument {
  private final Map<String, List<Assignment>> sections;
  private final @Nullable Assignment stray;

  private IniDocument(Map<String, List<Assignment>> sections, @Nullable Assignment stray) {
    this.sections = sections;
    this.stray = stray;
  }

  /**
   * Sorts the lines into their sections.
   *
   * @param file the file as a person would name it
   */
  static IniDocument of(String file, List<String> lines) {
    Map<String, List<Assignment>> sections = new LinkedHashMap<>();
    List<Assignment> before = new ArrayList<>();
    List<Assignment> current = before;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("[")) {
        current = sections.computeIfAbsent(section(line), name -> new ArrayList<>());
      } else if (!line.isEmpty() && line.charAt(0) != ';' && line.charAt(0) != '#') {
        current.add(assignment(line, new Place(file, i + 1)));
      }
    }
    return new IniDocument(sections, before.isEmpty() ? null : before.getFirst());
  }

  /** What stands between the brackets. uWSGI takes the last character off, whatever it is. */
  private static String section(String line) {
    return line.endsWith("]") ? line.substring(1, line.length() - 1) : line;
  }

  private static Assignment assignment(String line, Place place) {
    int equals = line.indexOf('=');
    return equals < 0
        ? new Assignment(place, line, "", true)
        : new Assignment(
            place,
            IniText.strip(line.substring(0, equals)),
            IniText.strip(line.substring(equals + 1)),
            false);
  }

  /** The lines of a section; null when there is no such section. */
  @Nullable List<Assignment> section(Sections names, String name) {
    List<Assignment> found = null;
    for (Map.Entry<String, List<Assignment>> each : sections.entrySet()) {
      if (names.expand(each.getKey()).equals(name)) {
        found = joined(found, each.getValue());
      }
    }
    return found;
  }

  private static List<Assignment> joined(@Nullable List<Assignment> found, List<Assignment> more) {
    List<Assignment> all = new ArrayList<>(found == null ? List.of() : found);
    all.addAll(more);
    return all;
  }

  /** The names of all sections, as they are written. */
  Set<String> names() {
    return sections.keySet();
  }

  /** The first line before any section; null when there is none. */
  @Nullable Assignment stray() {
    return stray;
  }

  /** How magic variables in the names of sections are replaced. */
  interface Sections {
    /** The name that is meant. */
    String expand(String written);
  }
}
