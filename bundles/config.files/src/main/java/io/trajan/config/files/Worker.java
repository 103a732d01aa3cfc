package io.trajan.config.files;

import io.trajan.config.files.Agenda.Kind;
import io.trajan.config.files.Agenda.Task;
import io.trajan.config.files.watch.NativeWatch;
import io.trajan.config.files.watch.PlainWatch;
import io.trajan.config.files.watch.Watch;
import io.trajan.foreign.DirectoryWatcher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread {@code config-files}: owns the engine once it runs, and the watch. Everything else
 * puts tasks on its agenda.
 */
final class Worker implements Watch.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** How long a file may be away while an editor replaces it. */
  private static final long GONE_MS = 60;

  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final Agenda agenda = new Agenda();
  private final Engine engine;
  private final Folder folder;
  private final Runnable recheck;
  private final Supplier<@Nullable DirectoryWatcher> watcher;
  private final Thread thread = new Thread(this::run, "config-files");
  private @Nullable DirectoryWatcher watchedBy;
  private @Nullable Watch watch;
  private volatile boolean ending;

  /**
   * @param recheck looks at what bundles and checks there are, on this thread
   * @param watcher the better way to watch while there is one
   */
  Worker(
      Engine engine,
      Folder folder,
      Runnable recheck,
      Supplier<@Nullable DirectoryWatcher> watcher) {
    this.engine = engine;
    this.folder = folder;
    this.recheck = recheck;
    this.watcher = watcher;
    thread.setDaemon(true);
  }

  void start(List<String> unsettled) {
    unsettled.forEach(this::touched);
    add(Kind.REWATCH);
    thread.start();
  }

  /** Ends the thread and the watch. */
  void stop() {
    ending = true;
    agenda.end();
    try {
      if (!thread.join(STOP_WITHIN)) {
        LOG.warn("a configuration takes longer than {} to be accepted", STOP_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether changes are still heard of; any thread. */
  boolean isAlive() {
    return thread.isAlive();
  }

  void add(Kind kind) {
    agenda.other(kind, kind == Kind.RECHECK ? 10 : 0);
  }

  @Override
  public void settled(String file) {
    if (Folder.isOurs(file)) {
      agenda.file(Kind.SETTLED, file, null, 0);
    } else if (file.startsWith("..")) {
      // Container platforms swap a whole directory of links by renaming one link, "..data".
      rescan();
    }
  }

  @Override
  public void touched(String file) {
    if (Folder.isOurs(file)) {
      agenda.file(Kind.QUIET, file, folder.stamp(file), Engine.QUIET_MS);
    } else if (file.startsWith("..")) {
      rescan();
    }
  }

  @Override
  public void gone(String file) {
    if (Folder.isOurs(file)) {
      agenda.file(Kind.GONE, file, null, GONE_MS);
    }
  }

  @Override
  public void rescan() {
    add(Kind.RESCAN);
  }

  private void run() {
    try {
      while (!ending) {
        for (Task task : agenda.take(1, TimeUnit.HOURS)) {
          guarded(task);
        }
      }
    } catch (InterruptedException e) {
      // Stopped.
    } finally {
      closeWatch();
    }
  }

  private void guarded(Task task) {
    try {
      perform(task);
    } catch (Throwable e) { // the thread's top; the next task is another matter
      LOG.error("{} {} failed", task.kind(), task.file(), e);
    }
  }

  private void perform(Task task) throws IOException {
    switch (task.kind()) {
      case SETTLED -> look(task.file());
      case QUIET -> whenQuiet(task);
      case GONE -> whenGone(task.file());
      case RESCAN -> engine.scan(false).forEach(this::touched);
      case REREAD -> engine.scan(true).forEach(this::touched);
      case RECHECK -> recheck.run();
      case REWATCH -> rewatch();
    }
  }

  private void look(String file) {
    if (!engine.look(file)) {
      touched(file);
    }
  }

  private void whenQuiet(Task task) {
    Stamp now = folder.stamp(task.file());
    if (now == null || now.equals(task.seen())) {
      look(task.file());
    } else {
      touched(task.file());
    }
  }

  /** When it is back, it is either whole and told to be, or being written and will be told. */
  private void whenGone(String file) {
    if (!folder.exists(file)) {
      look(file);
    }
  }

  private void rewatch() throws IOException {
    DirectoryWatcher best = watcher.get();
    if (watch != null && Objects.equals(best, watchedBy)) {
      return;
    }
    Watch before = watch;
    watch = open(best);
    if (before != null) {
      before.close();
    }
    rescan();
  }

  private Watch open(@Nullable DirectoryWatcher best) throws IOException {
    watchedBy = best;
    if (best != null) {
      try {
        return new NativeWatch(best, folder.path(), this);
      } catch (IOException | RuntimeException | LinkageError e) {
        // Without its native part the house still stands; changes merely need a quiet moment.
        LOG.warn("{} is watched without the system's help: {}", folder.path(), e.toString());
      }
    }
    return new PlainWatch(folder.path(), this).start();
  }

  private void closeWatch() {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }
}
