package io.trajan.shell.server.gogo;

import org.apache.felix.gogo.runtime.EOFError;
import org.apache.felix.gogo.runtime.Parser;

/**
 * A line that ends in {@code |} or {@code &&} goes on in the next. Gogo waits for more then, but
 * takes the line end for the end of the statement.
 */
public final class Continuation {
  private Continuation() {}

  /** The program with such lines joined; quoted text and comments stay as they are. */
  public static String joined(String program) {
    StringBuilder whole = new StringBuilder();
    boolean first = true;
    for (String line : program.split("\n", -1)) {
      if (!first) {
        whole.append(goesOn(whole.toString()) ? ' ' : '\n');
      }
      whole.append(line);
      first = false;
    }
    return whole.toString();
  }

  private static boolean goesOn(String text) {
    String end = text.stripTrailing();
    return (end.endsWith("|") || end.endsWith("&&")) && lacksMore(text) && !lacksMore(end + " x");
  }

  private static boolean lacksMore(String text) {
    try {
      var _ = new Parser(text).program();
      return false;
    } catch (EOFError e) {
      return true;
    } catch (RuntimeException e) {
      return false; // wrong, whatever follows
    }
  }
}
