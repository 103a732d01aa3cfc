package io.trajan.vassal.process.jail;

import java.util.List;

/**
 * A line of the plan. Immutable.
 *
 * @param word its word
 * @param arguments what follows the word
 * @param hidden whether people are not to see the arguments
 */
public record Step(String word, List<String> arguments, boolean hidden) {
  /** Copies the arguments. */
  public Step {
    arguments = List.copyOf(arguments);
  }

  static Step of(String word, String... arguments) {
    return new Step(word, List.of(arguments), false);
  }

  Step hiddenIf(boolean hide) {
    return new Step(word, arguments, hide);
  }
}
