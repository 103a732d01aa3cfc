package io.trajan.http.server;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.ValueType;

/** A text that can be the value of a field as it is (RFC 9110 §5.5), or empty. */
final class FieldValue implements ValueType<String> {
  static final ValueType<String> TYPE = new FieldValue();

  @Override
  public String parse(String text) throws BadValueException {
    if (!text.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      throw new BadValueException(expectation());
    }
    return text;
  }

  @Override
  public String expectation() {
    return "visible ASCII characters and spaces";
  }

  @Override
  public String name() {
    return "text";
  }
}
