package io.trajan.config.codec;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The value types of the house. Ranges are inclusive; the extremes stand in the expectation. */
public final class ValueTypes {
  private static final int LONGEST_PATTERN = 4096;

  private ValueTypes() {}

  /** Any text, also an empty one. */
  public static ValueType<String> string() {
    return simple("text", "a text", text -> text);
  }

  /** Any text of at least one character. */
  public static ValueType<String> word() {
    return simple("text", "a text that is not empty", text -> text.isEmpty() ? null : text);
  }

  /** {@code true}, {@code yes}, {@code on}, {@code 1} and their opposites, in any case. */
  public static ValueType<Boolean> bool() {
    return simple("bool", "true or false", ValueTypes::parseBool);
  }

  /** A whole number from {@code min} to {@code max}. */
  public static ValueType<Integer> integer(int min, int max) {
    return simple(
        "number",
        "a whole number" + range(min, max, v -> v.toString(), Integer.MIN_VALUE, Integer.MAX_VALUE),
        text -> {
          Long value = parseWhole(text, min, max);
          return value == null ? null : Integer.valueOf(value.intValue());
        });
  }

  /** A whole number from {@code min} to {@code max}, which may be beyond an int. */
  public static ValueType<Long> wide(long min, long max) {
    return simple(
        "number",
        "a whole number" + range(min, max, v -> v.toString(), Long.MIN_VALUE, Long.MAX_VALUE),
        text -> parseWhole(text, min, max));
  }

  /** A finite number from {@code min} to {@code max}, with or without a fraction. */
  public static ValueType<Double> decimal(double min, double max) {
    return simple(
        "decimal",
        "a number" + range(min, max, v -> v.toString(), -Double.MAX_VALUE, Double.MAX_VALUE),
        text -> parseDecimal(text, min, max));
  }

  /** A count of bytes from {@code min} to {@code max}; K, M, G and T are powers of 1024. */
  public static ValueType<Long> size(long min, long max) {
    return new Simple<>(
        "size",
        "a size such as 128M" + range(min, max, Units::size, 0L, Long.MAX_VALUE),
        text -> within(Units.parseSize(text), min, max),
        text -> text.replaceFirst("(?i)(?<=[0-9][KMGT])i?B$", ""));
  }

  /** A duration of whole milliseconds; a number without a unit is seconds. */
  public static ValueType<Duration> duration(Duration min, Duration max) {
    return simple(
        "duration",
        "a duration such as 30s or 1500ms"
            + range(min, max, Units::duration, Duration.ZERO, Duration.ofMillis(Long.MAX_VALUE)),
        text -> within(Units.parseDuration(text), min, max));
  }

  /** One of some words. */
  public static ValueType<String> oneOf(String... words) {
    List<String> known = List.of(words);
    return new Simple<>(
        "word",
        "one of " + String.join(", ", known),
        text -> known.contains(text) ? text : null,
        text -> Nearest.to(text, known));
  }

  /** One of an enum's constants, written in lower case with {@code -} for {@code _}. */
  public static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    List<String> known = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      known.add(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    return new Simple<>(
        "word",
        "one of " + String.join(", ", known),
        text -> known.contains(text) ? type.getEnumConstants()[known.indexOf(text)] : null,
        text -> Nearest.to(text, known));
  }

  /** A path, absolute or relative; whether it exists is not looked at. */
  public static ValueType<Path> path() {
    return simple("path", "a path", ValueTypes::parsePath);
  }

  /** Where to listen or to connect. */
  public static ValueType<Address> address() {
    return new AddressType();
  }

  /** A port from 1 to 65535. */
  public static ValueType<Integer> port() {
    ValueType<Integer> number = integer(1, 65535);
    return simple(
        "port",
        "a port from 1 to 65535",
        text -> {
          try {
            return number.parse(text);
          } catch (BadValueException e) {
            return null;
          }
        });
  }

  /** A regular expression in the syntax of java.util.regex, matched within a budget. */
  public static ValueType<BoundedPattern> regex() {
    return new RegexType(LONGEST_PATTERN);
  }

  /** Values of one type between separators; spaces around them do not count. */
  public static <T> ValueType<List<T>> list(ValueType<T> item, char separator) {
    return new ListType<>(item, separator);
  }

  private static <T> ValueType<T> simple(
      String name, String expectation, Function<String, @Nullable T> reader) {
    return new Simple<>(name, expectation, reader, text -> null);
  }

  private static @Nullable Boolean parseBool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> Boolean.TRUE;
      case "false", "no", "off", "0" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static @Nullable Long parseWhole(String text, long min, long max) {
    if (!text.matches("[+-]?[0-9]{1,19}")) {
      return null;
    }
    try {
      return within(Long.valueOf(text), min, max);
    } catch (NumberFormatException e) {
      return null; // nineteen digits may be beyond a long
    }
  }

  private static @Nullable Double parseDecimal(String text, double min, double max) {
    return text.matches("[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")
        ? within(Double.valueOf(text), min, max)
        : null;
  }

  private static @Nullable Path parsePath(String text) {
    try {
      return text.isEmpty() ? null : Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static <T extends Comparable<T>> @Nullable T within(@Nullable T value, T min, T max) {
    return value == null || value.compareTo(min) < 0 || value.compareTo(max) > 0 ? null : value;
  }

  private static <T extends Comparable<T>> String range(
      T min, T max, Function<T, String> text, T lowest, T highest) {
    boolean low = min.compareTo(lowest) > 0;
    boolean high = max.compareTo(highest) < 0;
    if (low && high) {
      return " from " + text.apply(min) + " to " + text.apply(max);
    }
    String start = low ? ", at least " + text.apply(min) : "";
    return high ? ", at most " + text.apply(max) : start;
  }

  /** A reader that gives null for what it does not accept. */
  private record Simple<T>(
      String name,
      String expectation,
      Function<String, @Nullable T> reader,
      Function<String, @Nullable String> nearest)
      implements ValueType<T> {
    @Override
    public T parse(String text) throws BadValueException {
      T value = reader.apply(text);
      if (value != null) {
        return value;
      }
      String meant = nearest.apply(text);
      throw new BadValueException(expectation, text.equals(meant) ? null : meant);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private record RegexType(int longest) implements ValueType<BoundedPattern> {
    @Override
    public BoundedPattern parse(String text) throws BadValueException {
      if (text.length() > longest) {
        throw new BadValueException(expectation());
      }
      try {
        return new BoundedPattern(Pattern.compile(text));
      } catch (PatternSyntaxException e) {
        throw new BadValueException(
            expectation() + ", but " + e.getDescription() + " near character " + e.getIndex());
      } catch (StackOverflowError e) {
        throw new BadValueException(expectation() + " that is nested less deeply");
      }
    }

    @Override
    public String expectation() {
      return "a regular expression of at most " + longest + " characters";
    }

    @Override
    public String name() {
      return "regex";
    }
  }

  private record ListType<T>(ValueType<T> item, char separator) implements ValueType<List<T>> {
    @Override
    public List<T> parse(String text) throws BadValueException {
      List<T> values = new ArrayList<>();
      if (text.isBlank()) {
        return List.of();
      }
      for (String part : text.split(Pattern.quote(String.valueOf(separator)), -1)) {
        try {
          values.add(item.parse(part.strip()));
        } catch (BadValueException e) {
          throw new BadValueException(expectation(), e.nearest());
        }
      }
      return List.copyOf(values);
    }

    @Override
    public String expectation() {
      String between = separator == ' ' ? "spaces" : "'" + separator + "'";
      return "a list, separated by " + between + ", each " + item.expectation();
    }

    @Override
    public String name() {
      return "list of " + item.name();
    }
  }
}
