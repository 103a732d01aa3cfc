package io.trajan.files.server.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates of header fields, <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7">RFC 9110
 * §5.6.7</a>: the preferred form is written, the two obsolete ones are understood too. Seconds are
 * the unit.
 */
public final class HttpDate {
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private static final String TIME = "([0-9]{2}):([0-9]{2}):([0-9]{2})";
  private static final Pattern PREFERRED =
      Pattern.compile("[A-Z][a-z]{2}, ([0-9]{2}) ([A-Z][a-z]{2}) ([0-9]{4}) " + TIME + " GMT");
  private static final Pattern RFC_850 =
      Pattern.compile("[A-Z][a-z]{5,8}, ([0-9]{2})-([A-Z][a-z]{2})-([0-9]{2}) " + TIME + " GMT");
  private static final Pattern ASCTIME =
      Pattern.compile("[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ 0-9][0-9]) " + TIME + " ([0-9]{4})");

  private HttpDate() {}

  /** Writes the preferred form: {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
  public static String format(Instant time) {
    ZonedDateTime date = time.atZone(ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(29);
    text.append(DAYS.get(date.getDayOfWeek().getValue() - 1)).append(", ");
    two(date.getDayOfMonth(), text).append(' ');
    text.append(MONTHS.get(date.getMonthValue() - 1)).append(' ');
    text.append(date.getYear()).append(' ');
    two(date.getHour(), text).append(':');
    two(date.getMinute(), text).append(':');
    return two(date.getSecond(), text).append(" GMT").toString();
  }

  private static StringBuilder two(int number, StringBuilder text) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  /**
   * Reads any of the three forms; the name of the day is not compared with the date.
   *
   * @param now decides the century of a year of two digits: at most 50 years ahead
   * @return empty for anything else, which a recipient ignores
   */
  public static Optional<Instant> parse(String text, Instant now) {
    try {
      Matcher preferred = PREFERRED.matcher(text);
      if (preferred.matches()) {
        return Optional.of(instant(preferred, number(preferred, 3), 2, 1, 4));
      }
      Matcher rfc850 = RFC_850.matcher(text);
      if (rfc850.matches()) {
        return Optional.of(instant(rfc850, century(number(rfc850, 3), now), 2, 1, 4));
      }
      Matcher asctime = ASCTIME.matcher(text);
      return asctime.matches()
          ? Optional.of(instant(asctime, number(asctime, 6), 1, 2, 3))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty(); // the form is right and the day is not: 31 Feb
    }
  }

  private static Instant instant(Matcher found, int year, int month, int day, int time) {
    int second = Math.min(number(found, time + 2), 59); // a leap second is the one before
    return LocalDateTime.of(
            year,
            MONTHS.indexOf(found.group(month)) + 1,
            number(found, day),
            number(found, time),
            number(found, time + 1),
            second)
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(Matcher found, int group) {
    return Integer.parseInt(found.group(group).trim());
  }

  private static int century(int twoDigits, Instant now) {
    int thisYear = Year.from(now.atZone(ZoneOffset.UTC)).getValue();
    int year = thisYear / 100 * 100 + twoDigits;
    return year > thisYear + 50 ? year - 100 : year;
  }
}
