package io.trajan.vassal.process;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.ValueType;
import io.trajan.config.codec.ValueTypes;

/** A size whose plain number is megabytes, as uWSGI has it for memory limits. */
final class Megabytes implements ValueType<Long> {
  private static final long UNIT = 1L << 20;
  private static final ValueType<Long> SIZE = ValueTypes.size(UNIT, 1L << 50);

  @Override
  public Long parse(String text) throws BadValueException {
    boolean plain = text.matches("[0-9]{1,9}");
    try {
      return SIZE.parse(plain ? text + "M" : text);
    } catch (BadValueException e) {
      throw new BadValueException(expectation(), e.nearest());
    }
  }

  @Override
  public String expectation() {
    return "megabytes, or a size such as 512M, at least 1M";
  }

  @Override
  public String name() {
    return "megabytes";
  }
}
