package io.trajan.vassal.ini;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block of lines between a condition or loop and its end. Each line in it is written once for
 * each context, line by line and not block by block, as in uWSGI. Immutable.
 *
 * @param opening the line that opened it
 * @param contexts what {@code %(_)} stands for, each time; an empty text that is no context leaves
 *     {@code %(_)} alone
 * @param condition whether it is a condition, which may have an {@code else}
 * @param inElse whether its {@code else} has been passed
 */
record Block(Assignment opening, List<Context> contexts, boolean condition, boolean inElse) {

  /**
   * What {@code %(_)} stands for.
   *
   * @param value null when it stands for nothing
   */
  record Context(@Nullable String value) {
    static final Context NONE = new Context(null);

    String apply(String text) {
      return value == null ? text : text.replace("%(_)", value);
    }

    /** How long the text would be. */
    long length(String text) {
      long length = text.length();
      if (value != null) {
        for (int at = text.indexOf("%(_)"); at >= 0; at = text.indexOf("%(_)", at + 4)) {
          length += value.length() - 4;
        }
      }
      return length;
    }
  }

  static Block loop(Assignment opening, List<String> values) {
    return new Block(opening, values.stream().map(Context::new).toList(), false, false);
  }

  /** A condition that holds, or does not. */
  static Block condition(Assignment opening, boolean holds, Context context) {
    return new Block(opening, holds ? List.of(context) : List.of(), true, false);
  }

  /** A block that could not be understood: nothing in it counts. */
  static Block unclear(Assignment opening, boolean condition) {
    return new Block(opening, List.of(), condition, false);
  }

  /** The other branch of a condition. */
  Block otherwise() {
    return new Block(opening, contexts.isEmpty() ? List.of(Context.NONE) : List.of(), true, true);
  }
}
