package io.trajan.config.files.watch;

import io.trajan.foreign.DirectoryWatcher;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears from the system itself when a file is whole. */
public final class NativeWatch implements Watch {
  private static final Logger LOG = LoggerFactory.getLogger(NativeWatch.class);

  private final AutoCloseable watch;

  /** Begins to watch. */
  public NativeWatch(DirectoryWatcher watcher, Path directory, Watch.Listener listener)
      throws IOException {
    this.watch = watcher.watch(directory, new Relay(listener));
  }

  @Override
  public void close() {
    try {
      watch.close();
    } catch (Exception e) { // AutoCloseable promises no less
      LOG.warn("the watch did not close", e);
    }
  }

  private record Relay(Watch.Listener listener) implements DirectoryWatcher.Listener {
    @Override
    public void settled(Path file) {
      listener.settled(name(file));
    }

    @Override
    public void gone(Path file) {
      listener.gone(name(file));
    }

    @Override
    public void rescan() {
      listener.rescan();
    }

    private static String name(Path file) {
      return String.valueOf(file.getFileName());
    }
  }
}
