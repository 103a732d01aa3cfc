package io.trajan.config.codec;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sizes and durations as people write them, both ways. Pure. */
public final class Units {
  private static final String SIZES = "KMGT";

  private Units() {}

  /** The shortest exact text: {@code 128M}, {@code 1500}. */
  public static String size(long bytes) {
    long left = bytes;
    int unit = 0;
    while (left != 0 && left % 1024 == 0 && unit < SIZES.length()) {
      left /= 1024;
      unit++;
    }
    return unit == 0 ? Long.toString(left) : left + SIZES.substring(unit - 1, unit);
  }

  /** The shortest exact text down to milliseconds: {@code 2h}, {@code 1500ms}. */
  public static String duration(Duration duration) {
    long ms = duration.toMillis();
    for (Unit unit : Unit.values()) {
      if (ms != 0 && ms % unit.ms == 0) {
        return ms / unit.ms + unit.suffix;
      }
    }
    return "0s";
  }

  /** The bytes of a text of digits with K, M, G or T, or null when it is none or does not fit. */
  static @Nullable Long parseSize(String text) {
    if (text.isEmpty()) {
      return null;
    }
    int unit = SIZES.indexOf(Character.toUpperCase(text.charAt(text.length() - 1)));
    Long count = whole(unit < 0 ? text : text.substring(0, text.length() - 1));
    if (count == null) {
      return null;
    }
    int shift = 10 * (unit + 1);
    return count > Long.MAX_VALUE >> shift ? null : Long.valueOf(count << shift);
  }

  /** The duration of a number (a fraction is allowed) with unit, or null when it is none. */
  static @Nullable Duration parseDuration(String text) {
    int digits = 0;
    while (digits < text.length() && "0123456789.".indexOf(text.charAt(digits)) >= 0) {
      digits++;
    }
    String suffix = text.substring(digits).strip().toLowerCase(Locale.ROOT);
    for (Unit unit : Unit.values()) {
      if (unit.suffix.equals(suffix) || (suffix.isEmpty() && unit == Unit.SECONDS)) {
        return times(text.substring(0, digits), unit.ms);
      }
    }
    return null;
  }

  private static @Nullable Duration times(String number, long ms) {
    if (!number.matches("[0-9]{1,15}(\\.[0-9]{1,9})?")) {
      return null;
    }
    BigDecimal product = new BigDecimal(number).multiply(BigDecimal.valueOf(ms));
    try {
      return Duration.ofMillis(product.longValueExact());
    } catch (ArithmeticException e) {
      return null; // finer than a millisecond, or beyond a long
    }
  }

  private static @Nullable Long whole(String digits) {
    String text = digits.strip();
    return text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
  }

  private enum Unit {
    DAYS("d", 86_400_000),
    HOURS("h", 3_600_000),
    MINUTES("m", 60_000),
    SECONDS("s", 1000),
    MILLISECONDS("ms", 1);

    private final String suffix;
    private final long ms;

    Unit(String suffix, long ms) {
      this.suffix = suffix;
      this.ms = ms;
    }
  }
}
