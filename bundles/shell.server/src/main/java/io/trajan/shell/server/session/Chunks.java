package io.trajan.shell.server.session;

import io.trajan.shell.server.gogo.Continuation;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.gogo.runtime.Parser;
import org.apache.felix.gogo.runtime.Parser.Executable;
import org.apache.felix.gogo.runtime.Parser.Operator;
import org.apache.felix.gogo.runtime.Parser.Statement;
import org.apache.felix.gogo.runtime.Token;

/**
 * A program cut at its {@code ;}, {@code &&} and {@code ||}. Gogo returns only the last result of a
 * program and does not know {@code ||} after an exception, so the parts are run one by one.
 */
final class Chunks {
  /** When a chunk runs. */
  enum When {
    ALWAYS,
    AFTER_SUCCESS,
    AFTER_FAILURE
  }

  /**
   * One part.
   *
   * @param text for Gogo
   * @param when it runs
   * @param assignment whether its value was put into a variable and is not shown
   */
  record Chunk(String text, When when, boolean assignment) {}

  private Chunks() {}

  /**
   * The parts of a program.
   *
   * @throws org.apache.felix.gogo.runtime.EOFError if it is not complete
   * @throws org.apache.felix.gogo.runtime.SyntaxError if it is none
   */
  static List<Chunk> of(String typed) {
    String program = Continuation.joined(typed);
    List<Chunk> chunks = new ArrayList<>();
    When when = When.ALWAYS;
    int start = 0;
    boolean assignment = false;
    for (Executable token : new Parser(program).program().tokens()) {
      if (token instanceof Operator operator) {
        boolean background = Token.eq("&", operator);
        int end = operator.start() + (background ? operator.length() : 0);
        add(chunks, program.substring(start, end), when, assignment);
        start = operator.start() + operator.length();
        when = after(operator);
      } else {
        assignment = isAssignment(token);
      }
    }
    add(chunks, program.substring(start), when, assignment);
    return chunks;
  }

  private static void add(List<Chunk> chunks, String text, When when, boolean assignment) {
    if (!text.isBlank()) {
      chunks.add(new Chunk(text.strip(), when, assignment));
    }
  }

  private static When after(Operator operator) {
    return Token.eq("&&", operator)
        ? When.AFTER_SUCCESS
        : Token.eq("||", operator) ? When.AFTER_FAILURE : When.ALWAYS;
  }

  private static boolean isAssignment(Executable token) {
    return token instanceof Statement s
        && s.tokens().size() > 1
        && Token.eq("=", s.tokens().get(1));
  }
}
