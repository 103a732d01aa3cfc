package io.trajan.files.server;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.BoundedPattern;
import io.trajan.config.codec.ValueType;
import io.trajan.config.codec.ValueTypes;
import java.time.Duration;

/**
 * The value of the {@code static-expires} options: {@code REGEX=SECONDS}, where the last equals
 * sign counts.
 *
 * @param pattern what it applies to
 * @param lifetime how long
 */
record ExpiryValue(BoundedPattern pattern, Duration lifetime) {
  static final ValueType<ExpiryValue> TYPE = new Type();

  private static final class Type implements ValueType<ExpiryValue> {
    private static final ValueType<Duration> LIFETIME =
        ValueTypes.duration(Duration.ZERO, Duration.ofDays(3650));

    @Override
    public ExpiryValue parse(String text) throws BadValueException {
      int equals = text.lastIndexOf('=');
      if (equals < 1) {
        throw new BadValueException(expectation());
      }
      BoundedPattern pattern = ValueTypes.regex().parse(text.substring(0, equals).strip());
      return new ExpiryValue(pattern, LIFETIME.parse(text.substring(equals + 1).strip()));
    }

    @Override
    public String expectation() {
      return "REGEX=SECONDS, such as \\.(css|js)$=86400";
    }

    @Override
    public String name() {
      return "expiry";
    }
  }
}
