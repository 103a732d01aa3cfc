package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * uWSGI's loops.
 *
 * @param files what {@code for-glob} and {@code for-readline} look at
 */
record Loops(LocalFiles files) {
  /** The keys that begin one. */
  static final Set<String> NAMES = Set.of("for", "for-glob", "for-times", "for-readline");

  /**
   * The block that a loop opens.
   *
   * @param argument what it goes through
   * @throws BadValueException when it cannot be gone through
   */
  Block open(Assignment opening, String argument) throws BadValueException {
    return Block.loop(
        opening,
        switch (opening.key()) {
          case "for" -> words(argument);
          case "for-glob" -> Glob.matches(argument, files);
          case "for-times" -> times(argument);
          default -> files.lines(argument);
        });
  }

  /** Only spaces part words. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>(List.of(text.split(" ", -1)));
    words.removeIf(String::isEmpty);
    return words;
  }

  private static List<String> times(String text) throws BadValueException {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > Budget.ENTRIES) {
      throw new BadValueException("a whole number from 0 to " + Budget.ENTRIES);
    }
    return IntStream.rangeClosed(1, Integer.parseInt(text)).mapToObj(String::valueOf).toList();
  }
}
