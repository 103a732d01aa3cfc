package io.trajan.launcher.shell;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The terminal that the client runs on, by <a
 * href="https://man7.org/linux/man-pages/man1/stty.1.html">stty(1)</a>. The script that started the
 * client restores it once more, should the client be killed.
 */
final class Tty {
  private static final int UNKNOWN_COLUMNS = 80;
  private static final int UNKNOWN_ROWS = 24;
  private static final int STTY_SECONDS = 5;

  /** {@code ROWS COLUMNS} as the script found them. */
  private static final String SIZE = "TRAJAN_TTY_SIZE";

  private int columns = UNKNOWN_COLUMNS;
  private int rows = UNKNOWN_ROWS;
  private @Nullable String saved;

  Tty() {
    String known = System.getenv(SIZE);
    if (known == null || !read(known)) {
      measure();
    }
  }

  /** Whether a descriptor of this process is a terminal. */
  static boolean is(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return false;
    }
  }

  int columns() {
    return columns;
  }

  int rows() {
    return rows;
  }

  /** Asks the terminal for its size; what it does not say stays. */
  void measure() {
    try {
      read(stty("size"));
    } catch (IOException e) {
      // No such terminal any more: the old size is as good as any.
    }
  }

  private boolean read(String size) {
    int space = size.indexOf(' ');
    try {
      int newRows = Integer.parseInt(size.substring(0, Math.max(0, space)));
      int newColumns = Integer.parseInt(size.substring(space + 1).strip());
      if (newRows > 0 && newColumns > 0) {
        rows = newRows;
        columns = newColumns;
      }
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Every key goes to the emperor from now on. */
  synchronized void raw() throws ClientFailure {
    try {
      saved = stty("-g").strip();
      stty("raw", "-echo");
    } catch (IOException e) {
      restore();
      throw new ClientFailure(
          ClientFailure.FAILED, "the terminal cannot be used: " + e.getMessage());
    }
  }

  /** As it was before {@link #raw}; any number of times. */
  synchronized void restore() {
    if (saved == null) {
      return;
    }
    try {
      stty(saved);
      saved = null;
    } catch (IOException e) {
      // The terminal is gone.
    }
  }

  private static String stty(String... arguments) throws IOException {
    String[] command = new String[arguments.length + 1];
    command[0] = "stty";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectInput(new File("/dev/tty")).redirectErrorStream(true);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(STTY_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("stty does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (process.exitValue() != 0) {
      throw new IOException(said.strip());
    }
    return said;
  }
}
