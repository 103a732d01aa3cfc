package io.trajan.request.dispatch.access;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.Nearest;
import io.trajan.config.codec.Units;
import io.trajan.config.codec.ValueType;
import io.trajan.request.LogText;
import io.trajan.request.RequestRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a request is told in one line; parsed once into parts that print themselves. Immutable.
 *
 * <p>Differs from uWSGI: what a client wrote is escaped, so that no line or field can be forged.
 */
public final class AccessFormat {
  /** {@code readable}, {@code combined}, or a text with {@code %(variables)}. */
  public static final ValueType<AccessFormat> TYPE = new Type();

  private static final String COMBINED =
      "%(addr) - %(user) [%(ltime)] \"%(method) %(uri) %(proto)\" %(status) %(size) \"%(referer)\" \"%(uagent)\"";

  private final List<Part> parts;

  private AccessFormat(List<Part> parts) {
    this.parts = parts;
  }

  /** The line of a request, without a line end. */
  public String line(RequestRecord record) {
    StringBuilder line = new StringBuilder(160);
    for (Part part : parts) {
      part.print(record, line);
    }
    return line.toString();
  }

  private static void readable(RequestRecord record, StringBuilder line) {
    LogText.safe(record.request().method(), line);
    LogText.safe(record.request().target(), line.append(' '));
    line.append(' ').append(record.outcome().status()).append(' ');
    line.append(record.outcome().bodyBytes()).append(" B in ");
    millis(record.total(), line);
    if (!record.parked().isZero()) {
      millis(record.parked(), line.append(", "));
      line.append(" of it waiting for the application");
    }
    LogText.safe(record.request().remote().host(), line.append(", from "));
    String failure = record.outcome().failure();
    if (failure != null) {
      LogText.safe(failure, line.append(": "));
    }
  }

  private static void millis(Duration time, StringBuilder line) {
    long micros = time.toNanos() / 1000;
    if (micros >= 10_000_000) {
      line.append(Units.duration(Duration.ofSeconds(time.toSeconds())));
    } else {
      line.append(micros / 1000).append('.').append(micros / 100 % 10).append(" ms");
    }
  }

  private static final class Type implements ValueType<AccessFormat> {
    @Override
    public AccessFormat parse(String text) throws BadValueException {
      return switch (text) {
        case "readable" -> new AccessFormat(List.of(AccessFormat::readable));
        case "combined" -> new AccessFormat(parts(COMBINED));
        default -> new AccessFormat(parts(text));
      };
    }

    private List<Part> parts(String text) throws BadValueException {
      if (!text.contains("%(")) {
        throw new BadValueException(
            expectation(), Nearest.to(text, List.of("readable", "combined")));
      }
      List<Part> parts = new ArrayList<>();
      int at = 0;
      for (int open = text.indexOf("%("); open >= 0; open = text.indexOf("%(", at)) {
        literal(text.substring(at, open), parts);
        int close = text.indexOf(')', open);
        if (close < 0) {
          throw new BadValueException("a ) after every %(");
        }
        parts.add(variable(text.substring(open + 2, close)));
        at = close + 1;
      }
      literal(text.substring(at), parts);
      return List.copyOf(parts);
    }

    private static void literal(String text, List<Part> parts) {
      if (!text.isEmpty()) {
        parts.add((record, line) -> line.append(text));
      }
    }

    private static Part variable(String name) throws BadValueException {
      Part part = Variables.find(name);
      if (part == null) {
        throw new BadValueException(
            "variables among "
                + String.join(" ", Variables.BY_NAME.keySet())
                + " header.NAME var.NAME, not "
                + name,
            Nearest.to(name, Variables.BY_NAME.keySet()));
      }
      return part;
    }

    @Override
    public String expectation() {
      return "readable, combined or a text with variables such as %(method)";
    }

    @Override
    public String name() {
      return "format";
    }
  }
}
