package io.trajan.vassal.ini;

import io.trajan.vassal.ini.Told.Fate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a file in one line: how many options were mapped, how many ignored and refused,
 * and why. Pure.
 */
final class Coverage {
  private static final int NAMES = 12;

  private final List<Told> lines;

  /**
   * @param lines what becomes of each line
   */
  Coverage(List<Told> lines) {
    this.lines = lines;
  }

  /** One line: {@code 3 options mapped; 1 ignored: master (…)}. */
  String line() {
    List<String> parts = new ArrayList<>();
    long mapped = count(Fate.MAPPED);
    parts.add(mapped + (mapped == 1 ? " option mapped" : " options mapped"));
    number(parts, Fate.OVERRIDDEN, "overridden");
    names(parts, Fate.UNCLAIMED, "of no installed bundle", false);
    names(parts, Fate.IGNORED, "ignored", true);
    number(parts, Fate.PLACEHOLDER, count(Fate.PLACEHOLDER) == 1 ? "placeholder" : "placeholders");
    names(parts, Fate.REFUSED, "refused", true);
    return String.join("; ", parts);
  }

  private long count(Fate fate) {
    return lines.stream().filter(each -> each.fate() == fate).count();
  }

  private void number(List<String> parts, Fate fate, String word) {
    if (count(fate) > 0) {
      parts.add(count(fate) + " " + word);
    }
  }

  /** Names by what is to be said of them, so that each reason is given once. */
  private void names(List<String> parts, Fate fate, String word, boolean why) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    lines.stream()
        .filter(each -> each.fate() == fate)
        .forEach(
            each ->
                names
                    .computeIfAbsent(why ? each.note() : "", note -> new ArrayList<>())
                    .add(name(each)));
    if (names.isEmpty()) {
      return;
    }
    List<String> groups = new ArrayList<>();
    names.forEach((note, keys) -> groups.add(group(note, keys)));
    int more = groups.size() - NAMES;
    String told = String.join(", ", groups.subList(0, Math.min(NAMES, groups.size())));
    parts.add(count(fate) + " " + word + ": " + told + (more > 0 ? " and " + more + " more" : ""));
  }

  private static String name(Told told) {
    return told.fate() == Fate.REFUSED ? told.place().toString() : told.option();
  }

  private static String group(String note, List<String> keys) {
    List<String> distinct = keys.stream().distinct().limit(NAMES).toList();
    String told = String.join(" ", distinct);
    return note.isEmpty() ? told : told + " (" + note + ")";
  }
}
