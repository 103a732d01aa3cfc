package io.trajan.vassal.emperor.command;

import io.trajan.config.codec.Nearest;
import io.trajan.shell.CommandException;
import io.trajan.vassal.VassalInfo;
import io.trajan.vassal.VassalState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A vassal in a table.
 *
 * @param vassal its name
 * @param state how it stands
 * @param generation the generation that serves, 0 when none does
 * @param since when this state began
 * @param reason why it is not simply ready
 */
public record VassalRow(
    String vassal, VassalState state, long generation, Instant since, String reason) {
  static VassalRow of(VassalInfo info) {
    return new VassalRow(info.name(), info.state(), info.generation(), info.since(), info.reason());
  }

  static String word(VassalState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** The state of a word; null for none. */
  static @Nullable VassalState state(String word) throws CommandException {
    if (word.isEmpty()) {
      return null;
    }
    for (VassalState each : VassalState.values()) {
      if (word(each).equalsIgnoreCase(word)) {
        return each;
      }
    }
    List<String> known = Arrays.stream(VassalState.values()).map(VassalRow::word).toList();
    String near = Nearest.to(word, known);
    String hint =
        near == null ? ": known are " + String.join(", ", known) : "; did you mean " + near + "?";
    throw new CommandException("there is no state \"" + word + "\"" + hint, 2);
  }
}
