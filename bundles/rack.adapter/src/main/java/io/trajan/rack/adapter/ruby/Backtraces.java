package io.trajan.rack.adapter.ruby;

import io.trajan.request.LogText;
import java.util.function.Predicate;
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
      return of(raised, frame -> true);
    }
    text.append(message(String.valueOf(failure)));
    StackTraceElement[] elements = failure.getStackTrace();
    for (int i = 0; i < Math.min(elements.length, MOST_LINES); i++) {
      text.append("\n\tat ").append(elements[i]);
    }
    return text.toString();
  }

  /**
   * The same with the places in files of the program only: not Ruby's own, and not the server's.
   */
  public static String ofProgram(RaiseException failure) {
    return of(failure, Backtraces::isProgram);
  }

  /** Whether a place is in a file of the program. */
  static boolean isProgram(RubyStackTraceElement frame) {
    String file = frame.getFileName();
    return file != null && file.startsWith("/") && !file.contains("/lib/ruby/stdlib/");
  }

  private static String of(RaiseException failure, Predicate<RubyStackTraceElement> shown) {
    StringBuilder text = new StringBuilder();
    RubyException exception = failure.getException();
    append(text, exception, shown);
    if (exception.getCause() instanceof RubyException cause) {
      append(text.append("\n\tcaused by "), cause, shown);
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

  private static void append(
      StringBuilder text, RubyException exception, Predicate<RubyStackTraceElement> shown) {
    text.append(message(typeOf(exception) + ": " + messageOf(exception)));
    RubyStackTraceElement[] elements = exception.getBacktraceElements();
    int lines = 0;
    for (int i = 0; elements != null && i < elements.length && lines < MOST_LINES; i++) {
      RubyStackTraceElement at = elements[i];
      if (!shown.test(at)) {
        continue;
      }
      lines++;
      String place = at.getFileName() + ":" + at.getLineNumber() + ":in '" + at.getMethodName();
      text.append("\n\tfrom ").append(LogText.line(place)).append('\'');
    }
  }
}
