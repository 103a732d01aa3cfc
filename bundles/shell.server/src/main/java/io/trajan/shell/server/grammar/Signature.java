package io.trajan.shell.server.grammar;

import io.trajan.shell.server.grammar.Slot.ArgumentSlot;
import io.trajan.shell.server.grammar.Slot.FlagSlot;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One way to call a command: one method.
 *
 * @param method which
 * @param slots its parameters in order
 * @param description of this way, may be empty
 * @param examples command lines
 */
public record Signature(
    Method method, List<Slot> slots, String description, List<String> examples) {
  /** The flags in the order of the method. */
  public List<FlagSlot> flags() {
    return slots.stream().filter(FlagSlot.class::isInstance).map(FlagSlot.class::cast).toList();
  }

  /** The positional arguments in order. */
  public List<ArgumentSlot> arguments() {
    return slots.stream()
        .filter(ArgumentSlot.class::isInstance)
        .map(ArgumentSlot.class::cast)
        .toList();
  }

  /** Whether the last argument takes all that is left. */
  boolean isOpen() {
    return !arguments().isEmpty() && arguments().getLast().many();
  }

  /** Whether so many positional arguments can be given. */
  boolean accepts(int count) {
    int fixed = arguments().size() - (isOpen() ? 1 : 0);
    return isOpen() ? count >= fixed : count == fixed;
  }

  /** The line after the command's name. */
  String form() {
    return Stream.concat(
            flags().stream().map(f -> "[" + f.form() + "]"),
            arguments().stream().map(ArgumentSlot::form))
        .collect(Collectors.joining(" "));
  }
}
