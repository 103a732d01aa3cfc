package io.trajan.config.files.watch;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of changes through the JDK, which does not say when a writer is done. Its thread waits for
 * the events and, while there is no directory, looks for one.
 */
public final class PlainWatch implements Watch {
  private static final Logger LOG = LoggerFactory.getLogger(PlainWatch.class);
  private static final long SEARCH_MS = 100;
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private final Path directory;
  private final Watch.Listener listener;
  private final WatchService service;
  private final Thread thread;
  private @Nullable WatchKey key;

  /** Begins to watch. */
  public PlainWatch(Path directory, Watch.Listener listener) throws IOException {
    this.directory = directory;
    this.listener = listener;
    this.service = directory.getFileSystem().newWatchService();
    register();
    this.thread = Thread.ofPlatform().daemon().name("config-files-watch").unstarted(this::run);
  }

  /** Starts its thread. */
  public PlainWatch start() {
    thread.start();
    return this;
  }

  private void register() throws IOException {
    if (Files.isDirectory(directory)) {
      key =
          directory.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
    }
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        step();
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      // Closed: this is how the thread ends.
    } catch (IOException e) {
      LOG.error("{} is no longer watched: {}", directory, e.toString());
    }
  }

  private void step() throws IOException, InterruptedException {
    WatchKey ready = service.poll(SEARCH_MS, TimeUnit.MILLISECONDS);
    if (ready != null) {
      ready.pollEvents().forEach(this::tell);
      if (!ready.reset()) {
        key = null;
        listener.rescan();
      }
    } else if (key == null || !key.isValid()) {
      key = null;
      register();
      if (key != null) {
        listener.rescan();
      }
    }
  }

  private void tell(WatchEvent<?> event) {
    if (event.context() instanceof Path file) {
      listener.touched(file.toString());
    } else {
      listener.rescan();
    }
  }

  @Override
  public void close() {
    try {
      service.close();
      thread.join(STOP_WITHIN);
    } catch (IOException e) {
      LOG.warn("the watch did not close", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
