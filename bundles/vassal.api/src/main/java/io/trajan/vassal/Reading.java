package io.trajan.vassal;

import io.trajan.config.codec.Fault;
import java.util.List;

/**
 * What a {@link VassalFormat} found in a file. Immutable.
 *
 * @param given the options in the order of the file; repeated ones several times
 * @param faults everything that could not be read; when there is one, the file is refused
 * @param lastCounts whether an option that is allowed once may be given again, and the last one
 *     counts, as in uWSGI, where files include others and change what those say; otherwise giving
 *     it again is a fault
 */
public record Reading(List<Given> given, List<Fault> faults, boolean lastCounts) {
  /** Copies both lists. */
  public Reading {
    given = List.copyOf(given);
    faults = List.copyOf(faults);
  }

  /** A reading of a format in which giving an option again is a fault. */
  public Reading(List<Given> given, List<Fault> faults) {
    this(given, faults, false);
  }
}
