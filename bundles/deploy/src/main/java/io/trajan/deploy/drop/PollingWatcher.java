package io.trajan.deploy.drop;

import io.trajan.foreign.DirectoryWatcher.Listener;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Watches a directory with what the JDK has, while the system's own watcher is away. The JDK cannot
 * tell when a writer is done, so a file counts as settled when nothing was heard of it for a quiet
 * period. Owns one thread, which ends with {@link #close}.
 */
final class PollingWatcher implements AutoCloseable {
  /**
   * Longer than a writer usually pauses, short enough for a change to be in force within 200 ms.
   */
  static final Duration QUIET = Duration.ofMillis(60);

  private static final long JOIN_MILLIS = 5_000;

  private final Path directory;
  private final Listener listener;
  private final WatchService service;
  private final Thread thread;
  private final Map<Path, Long> pending = new HashMap<>();

  PollingWatcher(Path directory, Listener listener) throws IOException {
    this.directory = directory;
    this.listener = listener;
    this.service = directory.getFileSystem().newWatchService();
    directory.register(
        service,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
    this.thread = new Thread(this::work, "trajan-deploy-watch");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void work() {
    try {
      var valid = true;
      while (valid) {
        var key = pending.isEmpty() ? service.take() : service.poll(10, TimeUnit.MILLISECONDS);
        valid = key == null || read(key);
        settle();
      }
      listener.rescan();
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // Closed: the end of this thread.
      return;
    }
  }

  private boolean read(WatchKey key) {
    for (var event : key.pollEvents()) {
      if (event.context() instanceof Path name) {
        pending.put(directory.resolve(name), System.nanoTime() + QUIET.toNanos());
      } else {
        listener.rescan();
      }
    }
    return key.reset();
  }

  private void settle() {
    var now = System.nanoTime();
    var quiet = pending.entrySet().stream().filter(e -> now - e.getValue() >= 0).toList();
    for (var entry : quiet) {
      pending.remove(entry.getKey());
      if (Files.exists(entry.getKey())) {
        listener.settled(entry.getKey());
      } else {
        listener.gone(entry.getKey());
      }
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
