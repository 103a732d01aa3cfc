package io.trajan.config.files;

import io.trajan.config.codec.Fault;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of a file. Immutable. */
sealed interface Judgement {
  /**
   * Without a fault: in force, or about to be.
   *
   * @param values what ConfigAdmin is handed
   * @param shown the same as texts with secrets masked
   * @param warning what a person should know although it is no fault, or null
   */
  record Sound(Map<String, Object> values, Map<String, String> shown, @Nullable Warning warning)
      implements Judgement {}

  /**
   * Refused; what was in force before stays.
   *
   * @param faults at least one
   */
  record Refused(List<Fault> faults) implements Judgement {
    public Refused {
      faults = List.copyOf(faults);
    }
  }

  /**
   * Something odd.
   *
   * @param sentence what is odd
   * @param nearest what was perhaps meant, or null
   */
  record Warning(String sentence, @Nullable String nearest) {}
}
