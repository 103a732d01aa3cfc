package io.trajan.shell.server.grammar;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** Words of a command line to the types of parameters. */
public final class Conversions {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,15})(ms|s|m|h|d)?");
  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          boolean.class,
          Boolean.class,
          int.class,
          Integer.class,
          long.class,
          Long.class,
          short.class,
          Short.class,
          byte.class,
          Byte.class,
          double.class,
          Double.class,
          float.class,
          Float.class,
          char.class,
          Character.class);

  /** What a conversion needs of the world around it. */
  public interface World {
    /** The directory that relative paths start from. */
    Path directory();

    /** The installed bundles. */
    List<Bundle> bundles();

    /** Any other conversion, by Gogo; null when it has none. */
    @Nullable Object convert(Class<?> type, Object value);
  }

  /** A word that is not of the type. */
  static final class BadValue extends Exception {
    private static final long serialVersionUID = 1;

    BadValue(String expected) {
      super(expected);
    }
  }

  private final World world;

  Conversions(World world) {
    this.world = world;
  }

  /** The value as the type, or the expectation as an exception. */
  Object to(Class<?> target, Object value) throws BadValue {
    Class<?> type = BOXES.getOrDefault(target, target);
    if (type.isInstance(value) && !(value instanceof CharSequence && type == Object.class)) {
      return value;
    }
    if (value instanceof CharSequence s) {
      return text(type, s.toString());
    }
    if (type == String.class) {
      return String.valueOf(value);
    }
    if (value instanceof Number n && Number.class.isAssignableFrom(type)) {
      return text(type, n.toString());
    }
    return other(type, value);
  }

  private Object text(Class<?> type, String text) throws BadValue {
    if (type == String.class || type == CharSequence.class || type == Object.class) {
      return text;
    }
    if (type == Boolean.class) {
      return bool(text);
    }
    if (Number.class.isAssignableFrom(type)) {
      return number(type, text);
    }
    if (type == Duration.class) {
      return duration(text);
    }
    if (type == Path.class) {
      return path(text);
    }
    return type == Bundle.class
        ? bundle(text)
        : type.isEnum() ? constant(type, text) : other(type, text);
  }

  private Object other(Class<?> type, Object value) throws BadValue {
    Object converted = world.convert(type, value);
    if (converted == null) {
      throw new BadValue("a " + noun(type));
    }
    return converted;
  }

  private static Boolean bool(String text) throws BadValue {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new BadValue("true or false");
    };
  }

  private static Number number(Class<?> type, String text) throws BadValue {
    try {
      if (type == Double.class || type == Float.class) {
        double d = Double.parseDouble(text);
        return type == Double.class ? (Number) d : (Number) (float) d;
      }
      long value = Long.parseLong(text);
      return type == Integer.class
          ? (Number) Math.toIntExact(value)
          : type == Short.class
              ? (Number) shortOf(value)
              : type == Byte.class ? (Number) byteOf(value) : value;
    } catch (NumberFormatException | ArithmeticException e) {
      throw new BadValue("a " + noun(type));
    }
  }

  private static short shortOf(long value) {
    if (value != (short) value) {
      throw new ArithmeticException();
    }
    return (short) value;
  }

  private static byte byteOf(long value) {
    if (value != (byte) value) {
      throw new ArithmeticException();
    }
    return (byte) value;
  }

  /** {@code 5} (seconds), {@code 1500ms}, {@code 1m30s}. */
  static Duration duration(String text) throws BadValue {
    Matcher matcher = DURATION.matcher(text);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      long n = Long.parseLong(matcher.group(1));
      sum = sum.plus(part(n, matcher.group(2)));
      end = matcher.end();
    }
    if (end == 0 || end != text.length()) {
      throw new BadValue("a duration like 5, 1500ms or 1m30s");
    }
    return sum;
  }

  private static Duration part(long n, @Nullable String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(n);
      case "m" -> Duration.ofSeconds(Math.multiplyExact(n, 60L));
      case "h" -> Duration.ofSeconds(Math.multiplyExact(n, 3600L));
      case "d" -> Duration.ofSeconds(Math.multiplyExact(n, 86_400L));
      case null, default -> Duration.ofSeconds(n);
    };
  }

  private Path path(String text) throws BadValue {
    try {
      return world.directory().resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw new BadValue("a path: " + e.getReason());
    }
  }

  private static Object constant(Class<?> type, String text) throws BadValue {
    String wanted = text.replace('-', '_');
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equalsIgnoreCase(wanted)) {
        return constant;
      }
    }
    throw new BadValue("one of " + String.join(", ", constants(type)));
  }

  /** The constants of an enum as they are typed. */
  public static List<String> constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  private Bundle bundle(String text) throws BadValue {
    for (Bundle bundle : world.bundles()) {
      if (text.equals(Long.toString(bundle.getBundleId()))
          || text.equals(bundle.getSymbolicName())) {
        return bundle;
      }
    }
    List<String> names =
        world.bundles().stream()
            .map(Bundle::getSymbolicName)
            .filter(n -> n != null)
            .collect(Collectors.toList());
    throw new BadValue("the id or symbolic name of a bundle" + Nearest.hint(text, names));
  }

  /** What a value of the type is called in a sentence and, in capitals, in a usage. */
  static String noun(Class<?> target) {
    Class<?> type = BOXES.getOrDefault(target, target);
    if (type == Double.class || type == Float.class) {
      return "number";
    }
    return Number.class.isAssignableFrom(type)
        ? "whole number"
        : type.getSimpleName().toLowerCase(Locale.ROOT);
  }
}
