package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Replaces what stands between a symbol with a bracket and its closing bracket, the innermost
 * first; brackets inside count. What is put in is not looked at again. One use, one thread.
 */
final class Template {
  /** What a name stands for. */
  interface Values {
    /** The value, or null to leave the text as it is. */
    @Nullable Shown value(String name) throws BadValueException;
  }

  private static final class Open {
    final int text;
    final int shown;
    int brackets;

    Open(int text, int shown) {
      this.text = text;
      this.shown = shown;
    }
  }

  private final char symbol;
  private final Values values;
  private final Budget budget;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder shown = new StringBuilder();
  private final Deque<Open> opened = new ArrayDeque<>();

  private Template(char symbol, Values values, Budget budget) {
    this.symbol = symbol;
    this.values = values;
    this.budget = budget;
  }

  /**
   * The text with everything behind that symbol replaced.
   *
   * @throws BadValueException when a value cannot be told or the result is too long
   */
  static Shown replace(Shown in, char symbol, Values values, Budget budget)
      throws BadValueException {
    boolean none = in.text().indexOf(symbol) < 0;
    return none ? in : new Template(symbol, values, budget).run(in);
  }

  /** Both texts are the same but for parts that were put in, and those are not replaced. */
  private Shown run(Shown in) throws BadValueException {
    if (!in.text().equals(in.shown())) {
      return apart(in);
    }
    String from = in.text();
    for (int i = 0; i < from.length(); i++) {
      step(from.charAt(i));
    }
    return new Shown(text.toString(), shown.toString());
  }

  /** What may be shown is replaced by itself: it holds names in place of secrets. */
  private Shown apart(Shown in) throws BadValueException {
    Shown real = replace(Shown.of(in.text()), symbol, values, budget);
    return new Shown(real.text(), in.shown());
  }

  private void step(char c) throws BadValueException {
    text.append(c);
    shown.append(c);
    Open open = opened.peek();
    if (c == '(' && text.length() > 1 && text.charAt(text.length() - 2) == symbol) {
      opened.push(new Open(text.length() - 2, shown.length() - 2));
    } else if (c == '(' && open != null) {
      open.brackets++;
    } else if (c == ')' && open != null && open.brackets > 0) {
      open.brackets--;
    } else if (c == ')' && open != null) {
      opened.pop();
      close(open);
    }
  }

  private void close(Open open) throws BadValueException {
    String name = text.substring(open.text + 2, text.length() - 1);
    Shown value = name.isEmpty() ? null : values.value(name);
    if (value != null) {
      budget.value((long) open.text + value.text().length());
      text.setLength(open.text);
      text.append(value.text());
      shown.setLength(open.shown);
      shown.append(value.shown());
    }
  }
}
