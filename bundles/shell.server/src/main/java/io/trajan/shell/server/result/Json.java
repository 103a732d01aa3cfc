package io.trajan.shell.server.result;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;

/**
 * Values as JSON in one line (<a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>):
 * records and maps are objects, sizes are numbers of bytes, durations numbers of seconds, points in
 * time strings as in <a href="https://www.rfc-editor.org/rfc/rfc3339">RFC 3339</a>. A number that
 * JSON has no form for is null, half a surrogate pair U+FFFD.
 */
public final class Json {
  private final StringBuilder out = new StringBuilder();

  private Json() {}

  /** The value as JSON. */
  public static String of(Value value) {
    Json json = new Json();
    json.write(value);
    return json.out.toString();
  }

  private void write(Value value) {
    switch (value) {
      case Value.Nothing _ -> out.append("null");
      case Value.Word w -> string(w.text());
      case Value.Figure f -> number(f.number());
      case Value.Flag f -> out.append(f.yes());
      case Value.Size s -> out.append(s.bytes());
      case Value.Moment m -> string(m.instant().toString());
      case Value.Span s -> number(seconds(s.duration()));
      case Value.Items i -> array(i);
      case Value.Fields f -> object(f);
    }
  }

  private static BigDecimal seconds(Duration duration) {
    BigDecimal exact =
        BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
  }

  private void array(Value.Items items) {
    String separator = "[";
    for (Value value : items.list()) {
      out.append(separator);
      write(value);
      separator = ",";
    }
    out.append(items.list().isEmpty() ? "[]" : "]");
  }

  private void object(Value.Fields fields) {
    String separator = "{";
    for (Map.Entry<String, Value> entry : fields.map().entrySet()) {
      out.append(separator);
      string(entry.getKey());
      out.append(':');
      write(entry.getValue());
      separator = ",";
    }
    out.append(fields.map().isEmpty() ? "{}" : "}");
  }

  private void number(Number number) {
    switch (number) {
      case BigDecimal d -> out.append(d.toPlainString());
      case Byte _, Short _, Integer _, Long _, BigInteger _ -> out.append(number);
      case Double d when !Double.isFinite(d) -> out.append("null");
      case Float f when !Float.isFinite(f) -> out.append("null");
      case Double _, Float _ -> out.append(number);
      default ->
          number(isWhole(number) ? (Number) number.longValue() : number.doubleValue()); // counters
    }
  }

  private static boolean isWhole(Number number) {
    return number.longValue() == number.doubleValue();
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default ->
            out.append(
                plain(text, i) ? String.valueOf(c) : "\\u%04x".formatted((int) known(text, i)));
      }
    }
    out.append('"');
  }

  /** Also U+007F and the C1 controls are escaped: they would steer a terminal. */
  private static boolean plain(String text, int i) {
    return !Character.isISOControl(text.charAt(i)) && known(text, i) == text.charAt(i);
  }

  private static char known(String text, int i) {
    char c = text.charAt(i);
    boolean first = Character.isHighSurrogate(c);
    boolean second = Character.isLowSurrogate(c);
    boolean paired =
        first
            ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
            : second && i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    return (first || second) && !paired ? '\ufffd' : c;
  }
}
