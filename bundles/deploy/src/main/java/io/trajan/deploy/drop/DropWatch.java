package io.trajan.deploy.drop;

import io.trajan.foreign.DirectoryWatcher;
import io.trajan.foreign.DirectoryWatcher.Listener;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the directory with the best watcher there is now, and looks at everything again whenever
 * that changes, since something may have happened in between. Thread-safe.
 */
public final class DropWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DropWatch.class);

  private final Path directory;
  private final Listener listener;
  private @Nullable AutoCloseable watch;
  private boolean open;

  /** A watch that does nothing until {@link #use} is called. */
  public DropWatch(Path directory, Listener listener) {
    this.directory = directory;
    this.listener = listener;
  }

  /** Begins. */
  public synchronized void open(@Nullable DirectoryWatcher watcher) {
    open = true;
    use(watcher);
  }

  /** Changes over to another watcher, or to what the JDK has when it is null. */
  public synchronized void use(@Nullable DirectoryWatcher watcher) {
    if (!open) {
      return;
    }
    stop();
    try {
      watch = watcher == null ? polling() : watcher.watch(directory, listener);
    } catch (IOException e) {
      LOG.error("{} cannot be watched: {}", directory, e.getMessage());
    }
    listener.rescan();
  }

  private AutoCloseable polling() throws IOException {
    var polling = new PollingWatcher(directory, listener);
    polling.start();
    return polling;
  }

  private void stop() {
    var current = watch;
    watch = null;
    if (current != null) {
      try {
        current.close();
      } catch (Exception e) {
        // Whatever a watcher throws while it goes, it is gone.
        LOG.warn("a watcher of {} did not close well: {}", directory, e.getMessage());
      }
    }
  }

  @Override
  public synchronized void close() {
    open = false;
    stop();
  }
}
