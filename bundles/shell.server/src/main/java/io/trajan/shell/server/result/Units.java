package io.trajan.shell.server.result;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Sizes and times as a person reads them. */
final class Units {
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private Units() {}

  /** {@code 512 B}, {@code 1.5 KiB}: at most four digits. */
  static String size(long bytes) {
    int unit = 0;
    double value = bytes;
    while (Math.abs(value) >= 1024 && unit < BINARY.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, BINARY[unit]);
  }

  /** The two largest units: {@code 12 ms}, {@code 1.50 s}, {@code 3 m 12 s}, {@code 2 d 4 h}. */
  static String span(Duration duration) {
    if (duration.isNegative()) {
      return "-" + span(duration.negated());
    }
    if (duration.compareTo(Duration.ofMillis(1)) < 0) {
      return duration.toNanos() == 0 ? "0 s" : duration.toNanos() / 1000 + " µs";
    }
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return duration.toMillis() + " ms";
    }
    if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
      return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }
    if (duration.compareTo(Duration.ofHours(1)) < 0) {
      return duration.toMinutes() + " m " + duration.toSecondsPart() + " s";
    }
    return duration.compareTo(Duration.ofDays(1)) < 0
        ? duration.toHours() + " h " + duration.toMinutesPart() + " m"
        : duration.toDays() + " d " + duration.toHoursPart() + " h";
  }

  /** Local time to the second. */
  static String moment(Instant instant) {
    return LOCAL.format(instant.atZone(ZoneId.systemDefault()));
  }
}
