package io.trajan.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs wrk, the load generator, with one thread, so that every peer leaves it the same share of the
 * machine.
 */
final class Wrk {
  private final Path scratch;

  Wrk(Path scratch) {
    this.scratch = scratch;
  }

  /** Loads a row for {@code seconds} at a concurrency. */
  Sample load(int port, Row row, int connections, int seconds)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "wrk",
                "--latency",
                "--timeout",
                "10s",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s"));
    if (!row.script().isEmpty()) {
      Path script = scratch.resolve(row.name() + ".lua");
      Files.writeString(script, row.script());
      command.add("-s");
      command.add(script.toString());
    }
    command.add("http://127.0.0.1:" + port + row.path());
    return Sample.ofWrk(output(command, seconds + 30));
  }

  private static String output(List<String> command, int deadlineSeconds)
      throws IOException, InterruptedException {
    Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var stream = wrk.getInputStream()) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      if (!wrk.waitFor(deadlineSeconds, TimeUnit.SECONDS)) {
        throw new IOException("wrk did not end in " + deadlineSeconds + " s");
      }
      return text;
    } finally {
      wrk.destroyForcibly();
    }
  }
}
