package io.trajan.config.files;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the worker has to do and when: at most one thing for each file and one of each other kind.
 * Bounded by {@value #FILES_AT_MOST} files, beyond which a look at everything takes their place.
 * Any thread may add.
 */
final class Agenda {
  static final int FILES_AT_MOST = 10_000;

  /** Things to do. */
  enum Kind {
    /** Read a file that is whole. */
    SETTLED,
    /** Read a file when it has been left alone for a while. */
    QUIET,
    /** A file is gone, unless it is back by then. */
    GONE,
    /** Look at the whole directory. */
    RESCAN,
    /** The same, and read also what looks unchanged. */
    REREAD,
    /** See whether bundles or checks came or went. */
    RECHECK,
    /** See whether there is a better way to watch. */
    REWATCH
  }

  /**
   * One thing to do.
   *
   * @param file the file, empty when it is not about one
   * @param seen for {@link Kind#QUIET} what the file looked like when this was added
   * @param due when, by System.nanoTime
   */
  record Task(Kind kind, String file, @Nullable Stamp seen, long due) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition added = lock.newCondition();
  private final Map<String, Task> byFile = new HashMap<>();
  private final Map<Kind, Task> others = new HashMap<>();
  private boolean ended;

  void file(Kind kind, String file, @Nullable Stamp seen, long delayMs) {
    lock.lock();
    try {
      if (byFile.size() >= FILES_AT_MOST && !byFile.containsKey(file)) {
        byFile.clear();
        others.put(Kind.RESCAN, new Task(Kind.RESCAN, "", null, System.nanoTime()));
      } else {
        byFile.put(file, new Task(kind, file, seen, due(delayMs)));
      }
      added.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Adds a thing that is not about one file; what is due already stays due. */
  void other(Kind kind, long delayMs) {
    lock.lock();
    try {
      others.putIfAbsent(kind, new Task(kind, "", null, due(delayMs)));
      added.signal();
    } finally {
      lock.unlock();
    }
  }

  private static long due(long delayMs) {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMs);
  }

  /** Nothing is to be done any more; who waits returns. */
  void end() {
    lock.lock();
    try {
      ended = true;
      added.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something is due, at most for {@code patience}, and takes all of that. */
  List<Task> take(long patience, TimeUnit unit) throws InterruptedException {
    long until = System.nanoTime() + unit.toNanos(patience);
    lock.lock();
    try {
      while (!ended) {
        long now = System.nanoTime();
        List<Task> due = remove(others, now);
        due.addAll(remove(byFile, now));
        long wait = Math.min(next(), until) - now;
        if (!due.isEmpty() || until - now <= 0) {
          return due;
        }
        added.awaitNanos(Math.max(wait, 1));
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  private long next() {
    long now = System.nanoTime();
    long next = now + TimeUnit.HOURS.toNanos(1);
    for (Task task : byFile.values()) {
      next = Math.min(next, task.due());
    }
    for (Task task : others.values()) {
      next = Math.min(next, task.due());
    }
    return next;
  }

  private static <K> List<Task> remove(Map<K, Task> tasks, long now) {
    List<Task> due = new ArrayList<>();
    tasks.values().removeIf(task -> task.due() - now <= 0 && due.add(task));
    return due;
  }
}
