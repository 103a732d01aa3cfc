package io.trajan.vassal.ini;

import io.trajan.config.codec.Place;
import io.trajan.vassal.Reading;
import java.util.List;

/**
 * What became of each line of a file that counts. Immutable.
 *
 * @param reading what the emperor gets
 * @param rows the lines in order, those of included files where they take effect
 */
public record Survey(Reading reading, List<Row> rows) {
  /** Copies the rows. */
  public Survey {
    rows = List.copyOf(rows);
  }

  /** What a line is. */
  public enum Fate {
    /** An option, handed to the emperor. */
    GIVEN,
    /** A name for a value that other lines use. */
    PLACEHOLDER,
    /** An option that is accepted and does nothing. */
    IGNORED,
    /** A line that cannot be understood. */
    REFUSED
  }

  /**
   * A line.
   *
   * @param place where it stands
   * @param option its key, by the name under which it is claimed
   * @param fate what became of it
   * @param note why, or what else is to be said; may be empty
   */
  public record Row(Place place, String option, Fate fate, String note) {}
}
