package io.trajan.shell.server.session;

import io.trajan.shell.Verdict;
import io.trajan.shell.server.gogo.Desk;
import io.trajan.shell.server.gogo.JsonResult;
import io.trajan.shell.server.gogo.Page;
import io.trajan.shell.server.gogo.Processor;
import io.trajan.shell.server.result.Json;
import io.trajan.shell.server.result.TextView;
import io.trajan.shell.server.result.Values;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandSession;
import org.jspecify.annotations.Nullable;

/** Writes results for the session they belong to: as text for its terminal, or as JSON. */
final class ResultPrinter {
  private final CommandSession gogo;
  private final Desk desk;
  private final OutputStream out;
  private final OutputStream err;

  ResultPrinter(CommandSession gogo, Desk desk, OutputStream out, OutputStream err) {
    this.gogo = gogo;
    this.desk = desk;
    this.out = out;
    this.err = err;
  }

  /** Shows a result and returns the exit status that it stands for. */
  int show(@Nullable Object result) throws IOException {
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

  /** What went wrong, on the error output. */
  void complain(String message) throws IOException {
    print(err, message);
  }

  /** A text and a line end; nothing for no text. */
  static void print(OutputStream stream, String text) throws IOException {
    if (!text.isEmpty()) {
      stream.write((text + "\n").getBytes(StandardCharsets.UTF_8));
      stream.flush();
    }
  }
}
