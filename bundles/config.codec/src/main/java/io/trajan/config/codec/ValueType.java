package io.trajan.config.codec;

/**
 * How a text in a configuration becomes a value. Implementations are pure and immutable; ready-made
 * ones are in {@link ValueTypes}.
 *
 * @param <T> the value's type
 */
public interface ValueType<T> {
  /**
   * Reads one value.
   *
   * @param text the text, interpolated and trimmed
   * @throws BadValueException with the expectation, when it is not of this type or out of range
   */
  T parse(String text) throws BadValueException;

  /** What is accepted, as a phrase with unit and range, for messages, help and reference pages. */
  String expectation();

  /** A short word for tables: {@code size}, {@code duration}, {@code address}. */
  String name();
}
