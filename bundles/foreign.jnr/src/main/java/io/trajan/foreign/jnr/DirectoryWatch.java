package io.trajan.foreign.jnr;

import io.trajan.foreign.DirectoryWatcher.Listener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watched directory. Its thread owns both descriptors: it waits for events and for the word to
 * end, tells the listener, and takes the directory up again when it was replaced.
 */
final class DirectoryWatch {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int MASK =
      Layouts.IN_CLOSE_WRITE
          | Layouts.IN_MOVED_TO
          | Layouts.IN_MOVED_FROM
          | Layouts.IN_CREATE
          | Layouts.IN_DELETE
          | Layouts.IN_DELETE_SELF
          | Layouts.IN_MOVE_SELF
          | Layouts.IN_ONLYDIR;

  /** How often a directory that went away is looked for. */
  private static final int SEARCH_MS = 100;

  /** Nothing happens then; a wait merely has an end. */
  private static final int WAIT_MS = 60_000;

  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final Path directory;
  private final Listener listener;
  private final int inotify;
  private final int wakeup;
  private final Thread thread;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());
  private final EventReader events;
  private int watched;
  private boolean closed;
  private volatile boolean ending;

  DirectoryWatch(Path directory, Listener listener) throws IOException {
    this.directory = directory.toAbsolutePath();
    this.listener = listener;
    this.events = new EventReader(this.directory, listener);
    this.inotify = NativeLibc.libc().inotify_init1(Layouts.O_CLOEXEC | Layouts.IN_NONBLOCK);
    if (inotify < 0) {
      throw NativeLibc.failure("inotify_init1");
    }
    this.wakeup = NativeLibc.libc().eventfd(0, Layouts.O_CLOEXEC | Layouts.IN_NONBLOCK);
    this.watched = wakeup < 0 ? -1 : add();
    if (watched < 0) {
      IOException failure =
          NativeLibc.failure(wakeup < 0 ? "eventfd" : "inotify_add_watch " + this.directory);
      closeDescriptors();
      throw failure;
    }
    this.thread = new Thread(this::run, "foreign-watch-" + this.directory.getFileName());
    thread.setDaemon(true);
  }

  private int add() {
    return NativeLibc.libc().inotify_add_watch(inotify, NativeLibc.text(directory), MASK);
  }

  void start() {
    thread.start();
  }

  /**
   * Ends the thread and waits for a running listener; from the listener itself it does not wait.
   */
  void close() {
    synchronized (this) {
      ending = true;
      if (!closed) {
        NativeLibc.libc().eventfd_write(wakeup, 1);
      }
    }
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    try {
      if (!thread.join(STOP_WITHIN)) {
        LOG.warn("{}: its listener did not return within {}", thread.getName(), STOP_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!ending) {
        step();
      }
    } catch (IOException e) {
      LOG.error("{} is no longer watched: {}", directory, e.getMessage());
    } finally {
      synchronized (this) {
        closed = true;
        closeDescriptors();
      }
    }
  }

  private void closeDescriptors() {
    NativeLibc.libc().close(inotify);
    if (wakeup >= 0) {
      NativeLibc.libc().close(wakeup);
    }
  }

  private void step() throws IOException {
    byte[] fds = Layouts.pollIn(inotify, wakeup);
    int ready = NativeLibc.libc().poll(fds, 2, watched < 0 ? SEARCH_MS : WAIT_MS);
    if (ready < 0 && NativeLibc.errno() != Errno.EINTR) {
      throw NativeLibc.failure("poll");
    }
    if (!ending && ready > 0) {
      take();
    }
    if (!ending && watched < 0) {
      search();
    }
  }

  private void take() throws IOException {
    buffer.clear();
    long read = NativeLibc.libc().read(inotify, buffer, BUFFER_BYTES);
    if (read < 0) {
      Errno error = NativeLibc.errno();
      if (error != Errno.EAGAIN && error != Errno.EINTR) {
        throw NativeLibc.failure("read of inotify", error);
      }
      return;
    }
    boolean lost = guarded(() -> events.tell(buffer.limit((int) read), () -> ending));
    if (lost && watched >= 0) {
      // Moved away: the watch would follow the old directory. When it is gone already this fails,
      // which is fine.
      NativeLibc.libc().inotify_rm_watch(inotify, watched);
      watched = -1;
    }
  }

  private void search() {
    watched = add();
    if (watched >= 0) {
      guarded(
          () -> {
            listener.rescan();
            return false;
          });
    }
  }

  private boolean guarded(EventReader.Telling telling) {
    try {
      return telling.run();
    } catch (RuntimeException e) { // the thread's top for code that is not ours
      LOG.error("{}: the listener failed", thread.getName(), e);
      return false;
    }
  }
}
