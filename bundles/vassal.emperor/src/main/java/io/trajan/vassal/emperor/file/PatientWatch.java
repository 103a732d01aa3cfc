package io.trajan.vassal.emperor.file;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches with the JDK's means while the better watcher is away. It does not hear when a writer
 * closes a file, so that its events never say that a file is whole.
 */
final class PatientWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PatientWatch.class);
  private static final long TAKE_SECONDS = 1;
  private static final Duration JOIN = Duration.ofSeconds(5);

  private final Path directory;
  private final FileEvents events;
  private final WatchService service;
  private final Thread thread;
  private WatchKey key;

  PatientWatch(Path directory, FileEvents events) throws IOException {
    this.directory = directory;
    this.events = events;
    this.service = directory.getFileSystem().newWatchService();
    try {
      this.key = register();
    } catch (IOException e) {
      service.close();
      throw e;
    }
    this.thread =
        Thread.ofPlatform().name("trajan-emperor-watch").daemon(true).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private WatchKey register() throws IOException {
    return directory.register(
        service,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
  }

  private void run() {
    try {
      while (true) {
        WatchKey ready = service.poll(TAKE_SECONDS, TimeUnit.SECONDS);
        if (ready != null) {
          ready.pollEvents().forEach(this::tell);
          ready.reset();
        }
        if (!key.isValid()) {
          returned();
        }
      }
    } catch (ClosedWatchServiceException e) {
      LOG.debug("closed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The directory went away; perhaps another one is there now. */
  private void returned() {
    if (Files.isDirectory(directory)) {
      try {
        key = register();
        events.rescan();
      } catch (IOException e) {
        LOG.debug("cannot watch {} yet", directory, e);
      }
    }
  }

  private void tell(WatchEvent<?> event) {
    if (event.context() instanceof Path name) {
      events.touched(
          directory.resolve(name), event.kind().equals(StandardWatchEventKinds.ENTRY_DELETE));
    } else {
      events.rescan();
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
    try {
      thread.join(JOIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
