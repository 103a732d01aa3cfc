package io.trajan.rack.adapter;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.ValueType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests made before an application serves.
 *
 * @param target path and query
 * @param times how often, from 1
 */
record Warmup(String target, int times) {
  /** The most repetitions of one line. */
  static final int MOST = 1_000_000;

  private static final Pattern FORM =
      Pattern.compile("(/[\\x21-\\x7e]*)(?:\\s+x\\s*([1-9][0-9]{0,6}))?");

  static final ValueType<Warmup> TYPE =
      new ValueType<>() {
        @Override
        public Warmup parse(String text) throws BadValueException {
          Matcher matcher = FORM.matcher(text);
          int times =
              matcher.matches() && matcher.group(2) != null
                  ? Integer.parseInt(matcher.group(2))
                  : 1;
          if (!matcher.matches() || times > MOST) {
            throw new BadValueException(expectation());
          }
          return new Warmup(matcher.group(1), times);
        }

        @Override
        public String expectation() {
          return "a path with an optional count from 1 to " + MOST + ", such as /index x200";
        }

        @Override
        public String name() {
          return "warm-up";
        }
      };
}
