package io.trajan.vassal.ini.command;

import io.trajan.vassal.ini.Told;
import java.util.Locale;

/**
 * A line of a file in a table.
 *
 * @param option its key
 * @param fate {@code mapped}, {@code overridden}, {@code unclaimed}, {@code placeholder}, {@code
 *     ignored} or {@code refused}
 * @param place file and line
 * @param note who claims it, or why it is so
 */
public record CoverageRow(String option, String fate, String place, String note) {

  static CoverageRow of(Told told) {
    return new CoverageRow(
        told.option(),
        told.fate().name().toLowerCase(Locale.ROOT),
        told.place().toString(),
        told.note());
  }
}
