package io.trajan.vassal.emperor.file;

import io.trajan.config.codec.Fault;
import io.trajan.vassal.VassalSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file asks for, under the claims of a moment. Immutable.
 *
 * @param spec what it asks for, when it has no fault but options that wait for their bundle; else
 *     null
 * @param faults what is wrong with it, all of it
 */
public record Verdict(@Nullable VassalSpec spec, List<Fault> faults) {
  /** Copies the faults. */
  public Verdict {
    faults = List.copyOf(faults);
  }
}
