package io.trajan.config.codec;

import java.util.function.Function;

/** The narrow types, each read by a wider one. */
final class Primitives {
  static final ValueType<Byte> BYTE =
      narrowed(ValueTypes.integer(Byte.MIN_VALUE, Byte.MAX_VALUE), Integer::byteValue);
  static final ValueType<Short> SHORT =
      narrowed(ValueTypes.integer(Short.MIN_VALUE, Short.MAX_VALUE), Integer::shortValue);
  static final ValueType<Float> FLOAT =
      narrowed(ValueTypes.decimal(-Float.MAX_VALUE, Float.MAX_VALUE), Double::floatValue);
  static final ValueType<Character> CHARACTER = new OneCharacter();

  private Primitives() {}

  private static <W, N> ValueType<N> narrowed(ValueType<W> wide, Function<W, N> narrow) {
    return new Narrowed<>(wide, narrow);
  }

  private record Narrowed<W, N>(ValueType<W> wide, Function<W, N> narrow) implements ValueType<N> {
    @Override
    public N parse(String text) throws BadValueException {
      return narrow.apply(wide.parse(text));
    }

    @Override
    public String expectation() {
      return wide.expectation();
    }

    @Override
    public String name() {
      return wide.name();
    }
  }

  private record OneCharacter() implements ValueType<Character> {
    @Override
    public Character parse(String text) throws BadValueException {
      if (text.length() != 1) {
        throw new BadValueException(expectation());
      }
      return text.charAt(0);
    }

    @Override
    public String expectation() {
      return "one character";
    }

    @Override
    public String name() {
      return "character";
    }
  }
}
