package io.trajan.rack.adapter.answer;

import io.trajan.rack.adapter.ruby.Backtraces;
import org.jruby.runtime.builtin.IRubyObject;

/** Objects of a program in messages. */
final class Shown {
  private static final int MOST = 80;

  private Shown() {}

  /** Class and value, cut short; the program's own {@code inspect} is not trusted with much. */
  static String of(IRubyObject object) {
    if (object.isNil()) {
      return "nil";
    }
    String type = Backtraces.typeOf(object);
    String text;
    try {
      text = object.inspect().toString();
    } catch (RuntimeException e) {
      return "of class " + type;
    }
    return text.length() <= MOST
        ? text + " (" + type + ")"
        : text.substring(0, MOST) + "… (" + type + ")";
  }
}
