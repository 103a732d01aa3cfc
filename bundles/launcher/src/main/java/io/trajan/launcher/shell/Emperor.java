package io.trajan.launcher.shell;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the emperor of a home and connects to its shell. */
final class Emperor {
  private static final int RETRY_MILLIS = 20;
  private static final int PATIENCE_MILLIS = 5000;
  private static final String MAIN = "io.trajan.launcher.Main";

  private final Path home;
  private final Path socket;

  Emperor(Path home) {
    this.home = home;
    this.socket = home.resolve("run/shell.sock");
  }

  /**
   * Connects; an emperor that lives but does not answer is starting or is replacing its shell, and
   * is given time.
   */
  SocketChannel connect() throws ClientFailure {
    long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (true) {
      try {
        // A long path is a link to a short one.
        return SocketChannel.open(UnixDomainSocketAddress.of(socket.toRealPath()));
      } catch (IOException e) {
        checkAccess(e);
        checkAlive();
        if (System.currentTimeMillis() > deadline) {
          throw new ClientFailure(
              ClientFailure.FAILED,
              "an emperor lives in "
                  + home
                  + ", but its shell does not answer: "
                  + reason(e)
                  + "; is trajan.shell.server started?");
        }
        pause();
      }
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException
        ? "there is no " + e.getMessage()
        : String.valueOf(e.getMessage());
  }

  private void checkAccess(IOException e) throws ClientFailure {
    boolean denied =
        e instanceof AccessDeniedException
            || String.valueOf(e.getMessage()).contains("Permission denied");
    if (denied) {
      throw new ClientFailure(
          ClientFailure.FAILED,
          socket
              + ": permission denied; only root and the user the emperor runs as may use its shell");
    }
  }

  private void checkAlive() throws ClientFailure {
    if (!Files.isDirectory(home)) {
      throw new ClientFailure(
          ClientFailure.NO_EMPEROR, "there is no home " + home + "; ./trajan up makes one");
    }
    if (!isAlive()) {
      throw new ClientFailure(
          ClientFailure.NO_EMPEROR, "no emperor runs in " + home + "; ./trajan up starts one");
    }
  }

  /** A number that another program has by now does not count. */
  private boolean isAlive() {
    return isAlive("run/trajan.pid") || isAlive("data/emperor.lock");
  }

  private boolean isAlive(String file) {
    try {
      String pid = Files.readString(home.resolve(file)).strip();
      return !pid.isEmpty() && Files.readString(Path.of("/proc", pid, "cmdline")).contains(MAIN);
    } catch (IOException e) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
