package io.trajan.vassal.ini.command;

import io.trajan.vassal.ini.Survey;
import io.trajan.vassal.ini.Survey.Fate;
import io.trajan.vassal.ini.Survey.Row;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A line of a file in a table.
 *
 * @param option its key
 * @param fate {@code mapped}, {@code unclaimed}, {@code placeholder}, {@code ignored} or {@code
 *     refused}
 * @param place file and line
 * @param note who claims it, or why it is so
 */
public record CoverageRow(String option, String fate, String place, String note) {

  static List<CoverageRow> of(Survey survey, Map<String, Set<String>> claims) {
    return survey.rows().stream().map(row -> of(row, claims)).toList();
  }

  private static CoverageRow of(Row row, Map<String, Set<String>> claims) {
    String place = row.place().toString();
    Set<String> by = claims.get(row.option());
    if (row.fate() != Fate.GIVEN) {
      String fate = row.fate().name().toLowerCase(Locale.ROOT);
      return new CoverageRow(row.option(), fate, place, row.note());
    }
    return by == null
        ? new CoverageRow(row.option(), "unclaimed", place, "no installed bundle")
        : new CoverageRow(row.option(), "mapped", place, String.join(", ", by));
  }
}
