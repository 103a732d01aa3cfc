package io.trajan.files.server.http;

import io.trajan.request.Fields;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client accepts of content codings, <a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3">RFC 9110 §12.5.3</a>.
 */
public final class AcceptedCodings {
  private final String field;

  private AcceptedCodings(String field) {
    this.field = field.toLowerCase(Locale.ROOT);
  }

  /**
   * Those of a request; without the field, none but identity, for old clients understand nothing
   * else.
   */
  public static AcceptedCodings of(Fields request) {
    List<String> values = request.all("Accept-Encoding");
    return new AcceptedCodings(String.join(",", values));
  }

  /**
   * How welcome a coding is.
   *
   * @param coding its name in lower case: {@code br}
   * @return thousandths from 0, not at all, to 1000
   */
  public int quality(String coding) {
    int any = 0;
    for (String element : field.split(",", -1)) {
      String name = name(element);
      if (name.equals(coding) || (coding.equals("gzip") && name.equals("x-gzip"))) {
        return weight(element);
      }
      if (name.equals("*")) {
        any = weight(element);
      }
    }
    return any;
  }

  private static String name(String element) {
    int semicolon = element.indexOf(';');
    return (semicolon < 0 ? element : element.substring(0, semicolon)).strip();
  }

  /** A weight that is none counts as zero: better plain than unreadable. */
  private static int weight(String element) {
    int semicolon = element.indexOf(';');
    if (semicolon < 0) {
      return 1000;
    }
    String parameter = element.substring(semicolon + 1).strip();
    String value = parameter.startsWith("q=") ? parameter.substring(2).strip() : "";
    Integer weight = thousandths(value);
    return weight == null ? 0 : weight;
  }

  private static @Nullable Integer thousandths(String value) {
    if (!value.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")) {
      return null;
    }
    String digits = value.replace(".", "") + "000";
    return Integer.valueOf(digits.substring(0, 4));
  }
}
