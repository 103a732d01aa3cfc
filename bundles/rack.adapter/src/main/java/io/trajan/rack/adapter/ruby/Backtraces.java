package io.trajan.rack.adapter.ruby;

import io.trajan.request.LogText;
import org.jruby.RubyException;
import org.jruby.exceptions.RaiseException;
import org.jruby.runtime.backtrace.RubyStackTraceElement;
import org.jruby.runtime.builtin.IRubyObject;

/**
 * Exceptions of a program as a log shows them: lines but the first are indented, and nothing that a
 * client made its way into a message can look like a record of its own. Any thread.
 */
public final class Backtraces {
  private static final int MOST_LINES = 60;
  private static final int LONGEST_MESSAGE = 8192;

  private Backtraces() {}

  /** Class, message and backtrace, with causes; Ruby's own for Ruby's exceptions. */
  public static String of(Throwable failure) {
    StringBuilder text = new StringBuilder();
    if (failure instanceof RaiseException raised) {
      RubyException exception = raised.getException();
      append(text, exception);
      if (exception.getCause() instanceof RubyException cause) {
        append(text.append("\n\tcaused by "), cause);
      }
      return text.toString();
    }
    text.append(message(String.valueOf(failure)));
    StackTraceElement[] elements = failure.getStackTrace();
    for (int i = 0; i < Math.min(elements.length, MOST_LINES); i++) {
      text.append("\n\tat ").append(elements[i]);
    }
    return text.toString();
  }

  /** Class and message. */
  public static String summary(Throwable failure) {
    return message(
        failure instanceof RaiseException raised
            ? typeOf(raised.getException()) + ": " + messageOf(raised.getException())
            : String.valueOf(failure));
  }

  /** A message, bounded, that cannot be mistaken for another record. */
  public static String message(String text) {
    return LogText.indented(text, LONGEST_MESSAGE);
  }

  /** The message of an exception, which the program may make up itself. */
  static String messageOf(RubyException exception) {
    try {
      return exception
          .callMethod(exception.getRuntime().getCurrentContext(), "message")
          .asString()
          .toString();
    } catch (RaiseException e) {
      return exception.getMessageAsJavaString();
    }
  }

  /** The name of an object's class. */
  public static String typeOf(IRubyObject object) {
    return object.getMetaClass().getRealClass().getName(object.getRuntime().getCurrentContext());
  }

  private static void append(StringBuilder text, RubyException exception) {
    text.append(message(typeOf(exception) + ": " + messageOf(exception)));
    RubyStackTraceElement[] elements = exception.getBacktraceElements();
    for (int i = 0; elements != null && i < Math.min(elements.length, MOST_LINES); i++) {
      RubyStackTraceElement at = elements[i];
      String place = at.getFileName() + ":" + at.getLineNumber() + ":in '" + at.getMethodName();
      text.append("\n\tfrom ").append(LogText.line(place)).append('\'');
    }
  }
}
