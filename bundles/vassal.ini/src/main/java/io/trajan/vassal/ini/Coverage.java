package io.trajan.vassal.ini;

import io.trajan.vassal.ini.Survey.Fate;
import io.trajan.vassal.ini.Survey.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What became of a file in one line: how many options were mapped, how many ignored and refused,
 * and why. Pure.
 */
final class Coverage {
  private static final int NAMES = 12;

  private final Survey survey;
  private final Set<String> claimed;

  /**
   * @param claimed the options that installed bundles claim now
   */
  Coverage(Survey survey, Set<String> claimed) {
    this.survey = survey;
    this.claimed = claimed;
  }

  /** One line: {@code 3 options mapped; 1 ignored: master (…)}. */
  String line() {
    List<String> parts = new ArrayList<>();
    long mapped = count(this::isMapped);
    parts.add(mapped + (mapped == 1 ? " option mapped" : " options mapped"));
    add(parts, "of no installed bundle", this::isUnclaimed, false);
    add(parts, "ignored", row -> row.fate() == Fate.IGNORED, true);
    long placeholders = count(row -> row.fate() == Fate.PLACEHOLDER);
    if (placeholders > 0) {
      parts.add(placeholders + (placeholders == 1 ? " placeholder" : " placeholders"));
    }
    add(parts, "refused", row -> row.fate() == Fate.REFUSED, true);
    return String.join("; ", parts);
  }

  private boolean isMapped(Row row) {
    return row.fate() == Fate.GIVEN && claimed.contains(row.option());
  }

  private boolean isUnclaimed(Row row) {
    return row.fate() == Fate.GIVEN && !claimed.contains(row.option());
  }

  private long count(Predicate<Row> which) {
    return survey.rows().stream().filter(which).count();
  }

  private void add(List<String> parts, String word, Predicate<Row> which, boolean why) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    survey.rows().stream()
        .filter(which)
        .forEach(
            row ->
                names
                    .computeIfAbsent(why ? row.note() : "", n -> new ArrayList<>())
                    .add(name(row)));
    if (!names.isEmpty()) {
      List<String> groups = new ArrayList<>();
      names.forEach((note, keys) -> groups.add(group(note, keys)));
      int more = groups.size() - NAMES;
      String told = String.join(", ", groups.subList(0, Math.min(NAMES, groups.size())));
      parts.add(
          count(which) + " " + word + ": " + told + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  private static String name(Row row) {
    return row.fate() == Fate.REFUSED ? row.place().toString() : row.option();
  }

  private static String group(String note, List<String> keys) {
    List<String> distinct = keys.stream().distinct().limit(NAMES).toList();
    String told = String.join(" ", distinct);
    return note.isEmpty() ? told : told + " (" + note + ")";
  }
}
