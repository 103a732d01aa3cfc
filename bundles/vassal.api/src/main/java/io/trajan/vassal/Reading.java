package io.trajan.vassal;

import io.trajan.config.codec.Fault;
import java.util.List;

/**
 * What a {@link VassalFormat} found in a file. Immutable.
 *
 * @param given the options in the order of the file; repeated ones several times
 * @param faults everything that could not be read; when there is one, the file is refused
 */
public record Reading(List<Given> given, List<Fault> faults) {
  /** Copies both lists. */
  public Reading {
    given = List.copyOf(given);
    faults = List.copyOf(faults);
  }
}
