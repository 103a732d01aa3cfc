package io.trajan.shell.server.session;

import io.trajan.shell.Verdict;
import io.trajan.shell.server.gogo.CommandRegistry;
import io.trajan.shell.server.gogo.Desk;
import io.trajan.shell.server.gogo.JsonResult;
import io.trajan.shell.server.gogo.Page;
import io.trajan.shell.server.gogo.Processor;
import io.trajan.shell.server.result.Json;
import io.trajan.shell.server.result.TextView;
import io.trajan.shell.server.result.Values;
import io.trajan.shell.server.session.Chunks.Chunk;
import io.trajan.shell.server.session.Chunks.When;
import io.trajan.shell.server.session.Failures.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Job;
import org.jspecify.annotations.Nullable;

/**
 * Runs lines in a Gogo session, shows their results and reports their failures. Lines of one
 * thread; any may interrupt.
 */
public final class LineRunner {
  private final CommandSession gogo;
  private final Desk desk;
  private final Failures failures;
  private final OutputStream out;
  private final OutputStream err;
  private volatile boolean interrupted;

  LineRunner(
      CommandSession gogo,
      Desk desk,
      CommandRegistry registry,
      OutputStream out,
      OutputStream err) {
    this.gogo = gogo;
    this.desk = desk;
    this.failures = new Failures(registry);
    this.out = out;
    this.err = err;
  }

  /**
   * Runs a line and returns its exit status. A part that fails ends it, unless {@code ||} follows.
   */
  public int run(String line) throws IOException {
    interrupted = false;
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
      return interrupted ? report(new InterruptedException()) : report(e);
    }
    return chunk.assignment() ? 0 : show(result);
  }

  /** Ends what runs now, if it lets itself be interrupted. */
  public void interrupt() {
    interrupted = true;
    Job job = gogo.foregroundJob();
    if (job != null) {
      job.interrupt();
    }
  }

  private int report(Throwable e) throws IOException {
    Failure failure = failures.of(e);
    print(err, failure.message());
    return failure.status();
  }

  private int show(@Nullable Object result) throws IOException {
    return switch (result) {
      case JsonResult j -> {
        print(out, Json.of(j.value()));
        yield j.status();
      }
      case Verdict v -> {
        present(v.value());
        yield v.status();
      }
      case null, default -> {
        present(result);
        yield 0;
      }
    };
  }

  private void present(@Nullable Object result) throws IOException {
    if (desk.json()) {
      print(out, Json.of(values().of(result instanceof Page p ? p.model() : result)));
    } else if (result instanceof Page page) {
      print(out, page.text(desk.columns()));
    } else {
      print(out, new TextView(desk.columns(), desk.columns() > 0).text(values().of(result)));
    }
  }

  private Values values() {
    return new Values((o, whole) -> Processor.format(gogo, o, whole));
  }

  /** A text and a line end; nothing for no text. */
  static void print(OutputStream stream, String text) throws IOException {
    if (!text.isEmpty()) {
      stream.write((text + "\n").getBytes(StandardCharsets.UTF_8));
      stream.flush();
    }
  }
}
