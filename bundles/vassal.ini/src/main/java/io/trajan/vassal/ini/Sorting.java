package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.Fault;
import io.trajan.vassal.Given;
import io.trajan.vassal.Reading;
import io.trajan.vassal.ini.Entries.Entry;
import io.trajan.vassal.ini.Survey.Fate;
import io.trajan.vassal.ini.Survey.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides of each entry whether it is an option, a placeholder or nothing. A key is a placeholder
 * when the file uses its value and no option has that name; one that nobody uses is taken for an
 * option, so that a misspelt option is told.
 */
final class Sorting {
  private static final Pattern LEFT = Pattern.compile("%\\([^()\\s]{1,40}\\)");

  private final String file;
  private final Catalogue catalogue;
  private final Entries entries;
  private final Set<String> used;
  private final Faults faults;
  private final List<Given> given = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param file the vassal's file as a person would name it
   * @param used the names whose values are used
   */
  Sorting(String file, Catalogue catalogue, Entries entries, Set<String> used, Faults faults) {
    this.file = file;
    this.catalogue = catalogue;
    this.entries = entries;
    this.used = used;
    this.faults = faults;
  }

  Survey sort(Expansion expansion) {
    for (int i = 0; i < entries.all().size(); i++) {
      sort(i, entries.all().get(i), expansion);
    }
    List<Fault> all = faults.all(file);
    all.forEach(
        fault -> rows.add(new Row(fault.place(), fault.key(), Fate.REFUSED, reason(fault))));
    return new Survey(new Reading(given, all, true), rows);
  }

  private static String reason(Fault fault) {
    String text = fault.toString();
    String prefix = fault.place() + ": ";
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private void sort(int number, Entry entry, Expansion expansion) {
    String key = entry.key();
    String nothing = catalogue.ignored(key);
    if (entry.placeholder() || (used.contains(key) && !catalogue.isOption(key))) {
      note(entry, key, Fate.PLACEHOLDER, "");
    } else if (nothing != null) {
      note(entry, key, Fate.IGNORED, nothing);
    } else {
      give(number, entry, expansion);
    }
  }

  private void give(int number, Entry entry, Expansion expansion) {
    String option = catalogue.canonical(entry.key());
    try {
      Shown value = expansion.value(number);
      given.add(
          new Given(option, text(entry, value.text()), value.shown(), entry.assignment().place()));
      note(entry, option, Fate.GIVEN, remark(entry, option, value));
    } catch (BadValueException e) {
      faults.add(entry.assignment().place(), entry.key(), entry.value(), e);
    }
  }

  /** A second name, and a placeholder that stands for nothing: perhaps it is misspelt. */
  private static String remark(Entry entry, String option, Shown value) {
    String alias = option.equals(entry.key()) ? "" : "written " + entry.key();
    Matcher open = LEFT.matcher(value.shown());
    String left = !entry.literal() && open.find() ? open.group() + " stands for nothing" : "";
    return alias + (alias.isEmpty() || left.isEmpty() ? "" : "; ") + left;
  }

  /** A key without a value says yes; so does an empty one where that is all it can say. */
  private String text(Entry entry, String value) {
    boolean silent = value.isEmpty() && catalogue.isFlag(entry.key());
    return entry.assignment().bare() || silent ? catalogue.bare(entry.key()) : value;
  }

  private void note(Entry entry, String option, Fate fate, String note) {
    rows.add(new Row(entry.assignment().place(), option, fate, note));
  }
}
