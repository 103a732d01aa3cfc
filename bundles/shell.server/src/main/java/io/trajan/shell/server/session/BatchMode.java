package io.trajan.shell.server.session;

import io.trajan.shell.codec.Frame;
import java.io.IOException;
import java.util.List;
import org.apache.felix.gogo.runtime.EOFError;
import org.jspecify.annotations.Nullable;

/**
 * Without a person: one command, or a script from the client's input whose first failure ends it.
 */
final class BatchMode implements Mode {
  private static final int LONGEST_LINE = 1 << 20;

  private final @Nullable String command;
  private final InputPipe input;
  private final LineRunner runner;
  private volatile boolean leaving;

  /** Runs {@code command}, or a script when it is null. */
  BatchMode(@Nullable String command, InputPipe input, LineRunner runner) {
    this.command = command;
    this.input = input;
    this.runner = runner;
  }

  /** The line for the words of a command: one is a program, several are taken literally. */
  static String line(Frame.Run run) {
    if (run.words().size() == 1) {
      return run.words().getFirst();
    }
    StringBuilder line = new StringBuilder();
    for (String word : run.words()) {
      // Quoting the command's name would make Gogo take it for a value.
      boolean plain = word.matches("[A-Za-z0-9_:./,@%+-]+");
      line.append(line.isEmpty() ? "" : " ")
          .append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
    }
    return line.toString();
  }

  @Override
  public int run() throws IOException {
    return command != null ? runner.run(command) : script();
  }

  private int script() throws IOException {
    int status = 0;
    String line;
    StringBuilder pending = new StringBuilder();
    while (status == 0 && !leaving && (line = input.readLine(LONGEST_LINE)) != null) {
      pending.append(pending.isEmpty() ? "" : "\n").append(line);
      if (pending.length() > LONGEST_LINE) {
        throw new IOException("a statement of more than " + LONGEST_LINE + " characters");
      }
      if (isComplete(pending.toString())) {
        status = runner.run(pending.toString());
        pending.setLength(0);
      }
    }
    return status == 0 && !pending.isEmpty() && !leaving ? runner.run(pending.toString()) : status;
  }

  private static boolean isComplete(String text) {
    try {
      Chunks.of(text);
      return true;
    } catch (EOFError e) {
      return false;
    } catch (RuntimeException e) {
      return true; // running it says what is wrong
    }
  }

  @Override
  public void input(byte[] bytes) throws IOException {
    input.offer(bytes);
  }

  @Override
  public void endOfInput() {
    input.end();
  }

  @Override
  public void interrupt() {
    leaving = true;
    runner.interrupt();
  }

  @Override
  public void resize(int columns, int rows) {
    // The width of a table that is being printed does not change.
  }

  @Override
  public void leave() {
    leaving = true;
    input.end();
  }

  @Override
  public boolean isWaiting() {
    return false;
  }

  @Override
  public List<String> history() {
    return List.of();
  }

  @Override
  public void clear() {
    // No screen.
  }
}
