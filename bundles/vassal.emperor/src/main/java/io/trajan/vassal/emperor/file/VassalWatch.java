package io.trajan.vassal.emperor.file;

import io.trajan.foreign.DirectoryWatcher;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the vassals' directory, by inotify while a watcher for that is there, else by the JDK's
 * means. Used by one thread.
 */
public final class VassalWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VassalWatch.class);

  private final Path directory;
  private final FileEvents events;
  private @Nullable AutoCloseable watch;
  private @Nullable DirectoryWatcher watcher;

  /** A watch of a directory that exists. */
  public VassalWatch(Path directory, FileEvents events) {
    this.directory = directory;
    this.events = events;
  }

  /**
   * Uses that watcher from now on, or the JDK's means when null. What happened in between is found
   * by looking at everything afterwards, which is up to the caller.
   *
   * @return whether anything changed
   */
  @SuppressWarnings("ReferenceEquality") // Another object is another watcher.
  public boolean use(@Nullable DirectoryWatcher now) {
    if (watch != null && now == watcher) {
      return false;
    }
    AutoCloseable before = watch;
    watcher = now;
    watch = open(now);
    close(before);
    return true;
  }

  private @Nullable AutoCloseable open(@Nullable DirectoryWatcher by) {
    try {
      if (by != null) {
        return by.watch(directory, new Inotify(events));
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.warn("changes in {} are seen a little later: cannot use inotify", directory, e);
    }
    try {
      PatientWatch patient = new PatientWatch(directory, events);
      patient.start();
      return patient;
    } catch (IOException e) {
      LOG.error("changes in {} are not seen: cannot watch it", directory, e);
      return null;
    }
  }

  private record Inotify(FileEvents events) implements DirectoryWatcher.Listener {
    @Override
    public void settled(Path file) {
      events.touched(file, true);
    }

    @Override
    public void gone(Path file) {
      events.touched(file, true);
    }

    @Override
    public void rescan() {
      events.rescan();
    }
  }

  private static void close(@Nullable AutoCloseable watch) {
    if (watch != null) {
      try {
        watch.close();
      } catch (Exception e) {
        LOG.warn("a watch could not be closed", e);
      }
    }
  }

  @Override
  public void close() {
    close(watch);
    watch = null;
  }
}
