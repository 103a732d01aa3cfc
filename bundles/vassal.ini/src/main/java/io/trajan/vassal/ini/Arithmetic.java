package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * uWSGI's arithmetic of placeholders: words with spaces between them, worked from left to right.
 * {@code +}, {@code -}, {@code *}, {@code /} join what is there with the next word, {@code ++} and
 * {@code --} count; two words without a sign between them are written one behind the other. A word
 * is a number or a placeholder. Dividing by zero gives zero, as there. Pure.
 *
 * @see <a
 *     href="https://uwsgi-docs.readthedocs.io/en/latest/Configuration.html#placeholders-math-from-uwsgi-1-9-20-dev">
 *     Placeholders math</a>
 */
final class Arithmetic {
  private final Template.Values values;
  private @Nullable Shown result;
  private String sign = "";

  private Arithmetic(Template.Values values) {
    this.values = values;
  }

  /** Whether what stands in the brackets is more than a name. */
  static boolean isOne(String formula) {
    return formula.indexOf(' ') >= 0;
  }

  /**
   * What a formula comes to; null when there is no word in it.
   *
   * @throws BadValueException when a word has no value, or none that can be counted with
   */
  static @Nullable Shown evaluate(String formula, Template.Values values) throws BadValueException {
    Arithmetic arithmetic = new Arithmetic(values);
    for (String word : List.of(formula.split(" "))) {
      if (!word.isEmpty()) {
        arithmetic.word(word);
      }
    }
    return arithmetic.result;
  }

  private void word(String word) throws BadValueException {
    switch (word) {
      case "+", "-", "*", "/" -> sign = word;
      case "++" -> count(1);
      case "--" -> count(-1);
      default -> join(word.matches("[0-9]+") ? Shown.of(word) : named(word));
    }
  }

  private Shown named(String word) throws BadValueException {
    Shown value = values.value(word);
    if (value == null) {
      throw new BadValueException("a placeholder or option " + word + " to calculate with");
    }
    return value;
  }

  private void count(long step) throws BadValueException {
    Shown before = result;
    if (before != null) {
      result = calculate(before, Shown.of(Long.toString(step)), Math::addExact);
    }
    sign = "";
  }

  private void join(Shown value) throws BadValueException {
    Shown before = result == null ? Shown.of(sign.isEmpty() ? "" : "0") : result;
    result =
        switch (sign) {
          case "+" -> calculate(before, value, Math::addExact);
          case "-" -> calculate(before, value, Math::subtractExact);
          case "*" -> calculate(before, value, Math::multiplyExact);
          case "/" -> calculate(before, value, (a, b) -> b == 0 ? 0 : Math.divideExact(a, b));
          default -> new Shown(before.text() + value.text(), before.shown() + value.shown());
        };
    sign = "";
  }

  private static Shown calculate(Shown a, Shown b, BinaryOperator<Long> operation)
      throws BadValueException {
    try {
      return Shown.of(Long.toString(operation.apply(number(a), number(b))));
    } catch (ArithmeticException e) {
      throw new BadValueException("a result of at most 63 bits");
    }
  }

  private static long number(Shown value) throws BadValueException {
    if (!value.text().matches("-?[0-9]{1,18}")) {
      throw new BadValueException("a whole number to calculate with, not " + quoted(value.shown()));
    }
    return Long.parseLong(value.text());
  }

  private static String quoted(String text) {
    return '"' + (text.length() > 40 ? text.substring(0, 40) + "…" : text) + '"';
  }
}
