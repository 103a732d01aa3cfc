package io.trajan.http.server.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date field (RFC 9110 §6.6.1) as octets, made once a second. Confined to an event loop. */
public final class DateField {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private long second = -1;
  private String value = "";
  private byte[] line = new byte[0];

  /** Sets the time. */
  public void update(long epochMillis) {
    long now = epochMillis / 1000;
    if (now != second) {
      second = now;
      value = FORMAT.format(Instant.ofEpochSecond(now));
      line = ("Date: " + value + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** The value. */
  public String value() {
    return value;
  }

  /** The whole line with its end; not to be changed. */
  public byte[] line() {
    return line;
  }
}
