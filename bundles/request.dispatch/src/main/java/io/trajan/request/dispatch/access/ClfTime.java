package io.trajan.request.dispatch.access;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Times as {@code 10/Oct/2000:13:55:36 -0700}, in the machine's zone; the last second is
 * remembered.
 */
final class ClfTime {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private static volatile Second last = new Second(Long.MIN_VALUE, "");

  private record Second(long epoch, String text) {}

  private ClfTime() {}

  static String of(Instant time) {
    Second known = last;
    if (known.epoch() != time.getEpochSecond()) {
      known = new Second(time.getEpochSecond(), FORMAT.format(time));
      last = known;
    }
    return known.text();
  }
}
