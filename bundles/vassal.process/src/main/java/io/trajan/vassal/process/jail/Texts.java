package io.trajan.vassal.process.jail;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.Nearest;
import io.trajan.config.codec.ValueType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;

/** How texts of this package are read. Pure functions. */
final class Texts {
  private Texts() {}

  /** What reads a text, or refuses it. */
  interface Reader<T> {
    T read(String text) throws BadValueException;
  }

  /** A type of values by its reader. */
  static <T> ValueType<T> type(String name, String expectation, Reader<T> reader) {
    return new Read<>(name, expectation, reader);
  }

  private record Read<T>(String name, String expectation, Reader<T> reader)
      implements ValueType<T> {
    @Override
    public T parse(String text) throws BadValueException {
      return reader.read(text);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Words between spaces, at most so many: the last one has the rest. */
  static List<String> words(String text, int least, int most, String usage)
      throws BadValueException {
    String stripped = text.strip();
    List<String> words =
        stripped.isEmpty() ? List.of() : Arrays.asList(stripped.split("\\s+", most));
    return demand(words.size() >= least, words, usage);
  }

  static <T> T demand(boolean well, T value, String expectation) throws BadValueException {
    if (!well) {
      throw new BadValueException(expectation);
    }
    return value;
  }

  /** The items of a comma list, each one of the known words. */
  static List<String> known(
      String text, Collection<String> known, UnaryOperator<String> meaning, String what)
      throws BadValueException {
    List<String> items = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    for (String item : items) {
      if (!known.contains(meaning.apply(item))) {
        String list = known.stream().sorted().reduce((a, b) -> a + ", " + b).orElse("");
        throw new BadValueException(
            what + ", not \"" + item + "\": " + list, Nearest.to(item, known));
      }
    }
    return items.stream().map(meaning).distinct().toList();
  }

  static String octal(String text) throws BadValueException {
    return demand(text.matches("[0-7]{1,5}"), text, "octal digits such as 0755");
  }

  static String number(String text, String what) throws BadValueException {
    return demand(text.matches("[0-9]{1,9}"), text, "the number of a " + what);
  }

  /** A word of the shell that means exactly this text. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
