package io.trajan.shell.server.session;

import io.trajan.shell.server.session.Chunks.Chunk;
import io.trajan.shell.server.session.Chunks.When;
import io.trajan.shell.server.session.Failures.Failure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.jspecify.annotations.Nullable;

/**
 * Runs lines in a Gogo session, shows their results and reports their failures. Lines of one
 * thread; any may interrupt.
 */
public final class LineRunner {
  private final CommandSession gogo;
  private final ResultPrinter printer;
  private final Failures failures;
  private final RunningCommands running;

  LineRunner(
      CommandSession gogo, ResultPrinter printer, Failures failures, RunningCommands running) {
    this.gogo = gogo;
    this.printer = printer;
    this.failures = failures;
    this.running = running;
  }

  /**
   * Runs a line and returns its exit status. A part that fails ends it, unless {@code ||} follows.
   */
  public int run(String line) throws IOException {
    List<Chunk> chunks;
    try {
      chunks = Chunks.of(line);
    } catch (RuntimeException e) { // Gogo's syntax errors
      return report(e);
    }
    int status = 0;
    for (Chunk chunk : chunks) {
      boolean failed = status != 0;
      if (chunk.when() == When.AFTER_FAILURE ? !failed : failed) {
        if (chunk.when() == When.ALWAYS) {
          break;
        }
        continue;
      }
      status = run(chunk);
    }
    return status;
  }

  private int run(Chunk chunk) throws IOException {
    Object result;
    try {
      result = gogo.execute(chunk.text());
    } catch (Exception e) {
      return report(running.isInterrupted() ? new InterruptedException() : e);
    }
    return chunk.assignment() ? 0 : show(result);
  }

  /** While a result is written it can be interrupted like a command. */
  private int show(@Nullable Object result) throws IOException {
    try {
      running.entered("output");
      return printer.show(result);
    } catch (InterruptedException | InterruptedIOException e) {
      return report(new InterruptedException());
    } finally {
      running.left();
    }
  }

  private int report(Throwable e) throws IOException {
    Failure failure = failures.of(e);
    printer.complain(failure.message());
    return failure.status();
  }

  /** A new line: what was interrupted before is over. */
  public void begin() {
    running.begin();
  }

  /** Ends what runs now, if it lets itself be interrupted. */
  public void interrupt() {
    // Not Gogo's job: interrupted before its thread has begun, it is waited for without an end.
    running.interrupt();
  }
}
