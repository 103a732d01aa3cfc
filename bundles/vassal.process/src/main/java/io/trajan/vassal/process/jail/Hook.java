package io.trajan.vassal.process.jail;

import java.util.List;

/**
 * One hook as it was read. Immutable.
 *
 * @param action what to do
 * @param arguments with what
 * @param hidden whether people are not to see the arguments
 */
record Hook(Action action, List<String> arguments, boolean hidden) {
  Hook {
    arguments = List.copyOf(arguments);
  }
}
