package io.trajan.vassal.emperor.command;

import io.trajan.vassal.Option;
import io.trajan.vassal.OptionSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An option in a table.
 *
 * @param option its name
 * @param type a short word
 * @param fallback the value when it is absent, empty for none
 * @param repeatable whether it may be given several times
 * @param by who claims it
 * @param description what it means
 */
public record OptionRow(
    String option,
    String type,
    String fallback,
    boolean repeatable,
    String by,
    String description) {

  static List<OptionRow> of(List<OptionSet> sets, List<String> parts) {
    List<OptionRow> rows = new ArrayList<>();
    for (OptionSet set : sets) {
      for (Option<?> option : set.options()) {
        if (parts.isEmpty() || parts.stream().anyMatch(option.name()::contains)) {
          rows.add(row(set, option));
        }
      }
    }
    rows.sort(Comparator.comparing(OptionRow::option).thenComparing(OptionRow::by));
    return rows;
  }

  private static OptionRow row(OptionSet set, Option<?> option) {
    Object fallback = option.fallback();
    return new OptionRow(
        option.name(),
        option.type().name(),
        fallback == null ? "" : fallback.toString(),
        option.repeatable(),
        set.name(),
        option.description());
  }
}
