package io.trajan.shell.server;

import io.trajan.foreign.DirectoryWatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears when the control socket's file is removed, by hand or by something that tidies up, so that
 * it can be made again. Thread-safe; what is told runs on the watcher's thread.
 */
final class SocketGuard implements AutoCloseable, DirectoryWatcher.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(SocketGuard.class);

  private final Path socket;
  private final Runnable lost;
  private @Nullable DirectoryWatcher watcher;
  private @Nullable AutoCloseable watch;
  private boolean open;

  /**
   * Watches nothing yet.
   *
   * @param lost called when the file is not there any more
   */
  SocketGuard(Path socket, Runnable lost) {
    this.socket = socket;
    this.lost = lost;
  }

  /** The file is there: from now on it should stay. */
  synchronized void open() {
    open = true;
    begin();
  }

  synchronized void use(DirectoryWatcher service) {
    end();
    watcher = service;
    begin();
  }

  synchronized void leave(DirectoryWatcher service) {
    if (service.equals(watcher)) {
      end();
      watcher = null;
    }
  }

  private void begin() {
    DirectoryWatcher service = watcher;
    if (open && service != null) {
      try {
        watch = service.watch(socket.resolveSibling(""), this);
      } catch (IOException e) {
        LOG.debug("{} is not watched: {}", socket, e.toString());
      }
    }
  }

  private void end() {
    AutoCloseable last = watch;
    watch = null;
    if (last != null) {
      try {
        last.close();
      } catch (Exception e) {
        LOG.debug("the watch of {} ended: {}", socket, e.toString());
      }
    }
  }

  @Override
  public void settled(Path file) {
    // Whatever it is, it is not missing.
  }

  @Override
  public void gone(Path file) {
    look();
  }

  @Override
  public void rescan() {
    look();
  }

  private void look() {
    if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
      lost.run();
    }
  }

  @Override
  public synchronized void close() {
    open = false;
    end();
  }
}
