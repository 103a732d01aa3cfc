package io.trajan.shell.server.terminal;

import io.trajan.shell.server.gogo.Continuation;
import org.apache.felix.gogo.runtime.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells JLine when a line is complete by Gogo's grammar, and where its words are. */
final class GogoLines implements Parser {
  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE) {
      try {
        var _ = new org.apache.felix.gogo.runtime.Parser(Continuation.joined(line)).program();
      } catch (EOFError e) {
        throw new org.jline.reader.EOFError(
            e.line(), e.column(), String.valueOf(e.getMessage()), e.missing());
      } catch (RuntimeException e) {
        // Complete but wrong: running it says what is wrong.
      }
    }
    return new LineWords(line, cursor);
  }
}
