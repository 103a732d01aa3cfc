package io.trajan.shell.server.session;

import io.trajan.shell.CommandException;
import io.trajan.shell.server.gogo.CommandRegistry;
import io.trajan.shell.server.grammar.Nearest;
import io.trajan.shell.server.grammar.UsageException;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.EOFError;
import org.apache.felix.gogo.runtime.SyntaxError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What went wrong with a line, as one sentence and an exit status. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int TRY_AGAIN = 75; // sysexits.h, EX_TEMPFAIL
  static final int NOT_FOUND = 127;
  static final int INTERRUPTED = 130;

  private final CommandRegistry registry;
  private final Function<String, Optional<String>> advice;

  /**
   * @param advice what would bring a command that is not there
   */
  Failures(CommandRegistry registry, Function<String, Optional<String>> advice) {
    this.registry = registry;
    this.advice = advice;
  }

  /**
   * What a person is told.
   *
   * @param message without a line end; empty when there is nothing to add
   * @param status the exit status
   */
  record Failure(String message, int status) {}

  Failure of(Throwable thrown) {
    Throwable e =
        thrown instanceof ExecutionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return switch (e) {
      case CommandException c -> new Failure(message(c), c.status());
      case UsageException u -> new Failure(message(u), USAGE);
      case CommandNotFoundException c -> new Failure(unknown(c.getCommand()), NOT_FOUND);
      case EOFError _, EOFException _ ->
          new Failure("the line is not complete: " + message(e), USAGE);
      case SyntaxError _ -> new Failure("syntax error: " + message(e), USAGE);
      case InterruptedException _,
          InterruptedIOException _,
          ClosedByInterruptException _,
          CancellationException _ ->
          new Failure("interrupted", INTERRUPTED);
      default -> defect(e);
    };
  }

  private String unknown(String name) {
    return "unknown command "
        + name
        + advice
            .apply(name)
            .map(line -> "; " + line + " brings it")
            .orElseGet(() -> Nearest.hint(name, registry.names()))
        + "\nhelp lists all commands";
  }

  private static Failure defect(Throwable e) {
    LOG.warn("a command failed unexpectedly", e);
    return new Failure(
        e.getClass().getName() + (e.getMessage() == null ? "" : ": " + e.getMessage()), FAILED);
  }

  private static String message(Throwable e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
