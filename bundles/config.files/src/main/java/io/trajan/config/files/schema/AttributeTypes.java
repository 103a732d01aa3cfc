package io.trajan.config.files.schema;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.Nearest;
import io.trajan.config.codec.ValueType;
import io.trajan.config.codec.ValueTypes;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.service.metatype.AttributeDefinition;

/** The metatype's types as value types with their ranges and options. Pure. */
final class AttributeTypes {
  private AttributeTypes() {}

  /** The class that ConfigAdmin takes for a type. */
  static Class<?> element(int type) {
    return switch (type) {
      case AttributeDefinition.LONG -> Long.class;
      case AttributeDefinition.INTEGER -> Integer.class;
      case AttributeDefinition.SHORT -> Short.class;
      case AttributeDefinition.CHARACTER -> Character.class;
      case AttributeDefinition.BYTE -> Byte.class;
      case AttributeDefinition.DOUBLE -> Double.class;
      case AttributeDefinition.FLOAT -> Float.class;
      case AttributeDefinition.BOOLEAN -> Boolean.class;
      default -> String.class;
    };
  }

  /** A value type; a bound that is no number of the type counts as none. */
  static ValueType<?> of(
      int type, @Nullable String min, @Nullable String max, List<String> options) {
    ValueType<?> plain = plain(type, min, max);
    return options.isEmpty() ? plain : new OneOf(plain, options);
  }

  private static ValueType<?> plain(int type, @Nullable String min, @Nullable String max) {
    return switch (type) {
      case AttributeDefinition.LONG ->
          ValueTypes.wide(whole(min, Long.MIN_VALUE), whole(max, Long.MAX_VALUE));
      case AttributeDefinition.INTEGER ->
          ints(min, max, Integer.MIN_VALUE, Integer.MAX_VALUE, number -> number);
      case AttributeDefinition.SHORT ->
          ints(min, max, Short.MIN_VALUE, Short.MAX_VALUE, Integer::shortValue);
      case AttributeDefinition.BYTE ->
          ints(min, max, Byte.MIN_VALUE, Byte.MAX_VALUE, Integer::byteValue);
      case AttributeDefinition.DOUBLE -> decimals(min, max, Double.MAX_VALUE);
      case AttributeDefinition.FLOAT ->
          new Mapped<>(decimals(min, max, Float.MAX_VALUE), Double::floatValue);
      case AttributeDefinition.BOOLEAN -> ValueTypes.bool();
      case AttributeDefinition.CHARACTER -> new Text("one character", "character", 1, 1, true);
      default -> text(min, max);
    };
  }

  private static ValueType<?> ints(
      @Nullable String min,
      @Nullable String max,
      int lowest,
      int highest,
      Function<Integer, Object> narrow) {
    int from = (int) Math.max(lowest, whole(min, lowest));
    int to = (int) Math.min(highest, whole(max, highest));
    return new Mapped<>(ValueTypes.integer(from, to), narrow);
  }

  private static ValueType<Double> decimals(
      @Nullable String min, @Nullable String max, double most) {
    return ValueTypes.decimal(decimal(min, -most), decimal(max, most));
  }

  /** For texts the bounds are lengths. */
  private static ValueType<?> text(@Nullable String min, @Nullable String max) {
    int from = Math.clamp(whole(min, 0), 0, Integer.MAX_VALUE);
    int to = Math.clamp(whole(max, Integer.MAX_VALUE), 0, Integer.MAX_VALUE);
    if (from == 0 && to == Integer.MAX_VALUE) {
      return ValueTypes.string();
    }
    String most = to == Integer.MAX_VALUE ? "" : " and at most " + to;
    String phrase = "a text of at least " + from + most + " characters";
    return new Text(phrase, "text", from, to, false);
  }

  private static long whole(@Nullable String bound, long otherwise) {
    try {
      return bound == null ? otherwise : Long.parseLong(bound.strip());
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private static double decimal(@Nullable String bound, double otherwise) {
    try {
      return bound == null ? otherwise : Double.parseDouble(bound.strip());
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** One of the options, whatever their type. */
  private record OneOf(ValueType<?> plain, List<String> options) implements ValueType<Object> {
    @Override
    public Object parse(String text) throws BadValueException {
      if (!options.contains(text)) {
        throw new BadValueException(expectation(), Nearest.to(text, options));
      }
      return plain.parse(text);
    }

    @Override
    public String expectation() {
      return "one of " + String.join(", ", options);
    }

    @Override
    public String name() {
      return "word";
    }
  }

  private record Text(String expectation, String name, int from, int to, boolean character)
      implements ValueType<Object> {
    @Override
    public Object parse(String text) throws BadValueException {
      if (text.length() < from || text.length() > to) {
        throw new BadValueException(expectation);
      }
      return character ? (Object) text.charAt(0) : text;
    }
  }

  private record Mapped<W, N>(ValueType<W> wide, Function<W, N> narrow) implements ValueType<N> {
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
}
