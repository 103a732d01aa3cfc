package io.trajan.vassal.ini;

import io.trajan.config.codec.Place;
import io.trajan.vassal.ini.Survey.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A line of a file, and what becomes of it under the claims of a moment. Immutable.
 *
 * @param option its key, by the name under which it is claimed
 * @param fate what becomes of it
 * @param place where it stands
 * @param note who claims it, or why it is so
 */
public record Told(String option, Fate fate, Place place, String note) {
  /** What becomes of a line. */
  public enum Fate {
    /** Somebody understands it. */
    MAPPED,
    /** A later line takes its place. */
    OVERRIDDEN,
    /** An option that no installed bundle claims. */
    UNCLAIMED,
    /** A name for a value that other lines use. */
    PLACEHOLDER,
    /** An option that is accepted and does nothing. */
    IGNORED,
    /** It cannot be understood. */
    REFUSED
  }

  /** What becomes of each line, in order. */
  public static List<Told> of(Survey survey, Claims claims) {
    Map<String, Row> last = new HashMap<>();
    survey.rows().stream()
        .filter(row -> row.fate() == Survey.Fate.GIVEN)
        .forEach(row -> last.put(row.option(), row));
    List<Told> told = new ArrayList<>();
    for (Row row : survey.rows()) {
      Row later = claims.isSingle(row.option()) ? last.getOrDefault(row.option(), row) : row;
      told.add(of(row, later, claims));
    }
    return told;
  }

  @SuppressWarnings("ReferenceEquality") // The same line may be read twice.
  private static Told of(Row row, Row later, Claims claims) {
    Set<String> by = claims.by(row.option());
    return switch (row.fate()) {
      case PLACEHOLDER -> of(row, Fate.PLACEHOLDER, row.note());
      case IGNORED -> of(row, Fate.IGNORED, row.note());
      case REFUSED -> of(row, Fate.REFUSED, row.note());
      case GIVEN -> {
        if (by == null) {
          yield of(row, Fate.UNCLAIMED, joined("no installed bundle", row.note()));
        }
        yield later == row
            ? of(row, Fate.MAPPED, joined(String.join(", ", by), row.note()))
            : of(row, Fate.OVERRIDDEN, "by " + later.place());
      }
    };
  }

  private static Told of(Row row, Fate fate, String note) {
    return new Told(row.option(), fate, row.place(), note);
  }

  private static String joined(String note, String more) {
    return more.isEmpty() ? note : note + "; " + more;
  }
}
