package io.trajan.launcher;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trajan.boot.Keep;
import io.trajan.boot.Kept;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keeper of things whose bundle is being updated. One timer thread, made when the first thing
 * is kept.
 */
final class Keeper implements Keep, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

  @GuardedBy("this")
  private final Map<String, Entry> entries = new HashMap<>();

  @GuardedBy("this")
  private boolean closed;

  @GuardedBy("this")
  private @Nullable ScheduledThreadPoolExecutor timer;

  @Override
  public boolean put(String key, Kept kept, Duration atMost) {
    @Nullable Entry old = null;
    boolean accepted;
    synchronized (this) {
      accepted = !closed && (entries.size() < CAPACITY || entries.containsKey(key));
      if (accepted) {
        var wait = atMost.compareTo(LONGEST) > 0 ? LONGEST : atMost;
        var entry = new Entry(kept);
        entry.expiry =
            timer().schedule(() -> expire(key, entry), wait.toNanos(), TimeUnit.NANOSECONDS);
        old = entries.put(key, entry);
      }
    }
    if (!accepted) {
      discard(key, kept, "nothing more can be kept");
    }
    if (old != null) {
      old.cancel();
      discard(key, old.kept, "something else was put in its place");
    }
    return accepted;
  }

  @Override
  public synchronized Optional<Kept> take(String key) {
    var entry = entries.remove(key);
    if (entry == null) {
      return Optional.empty();
    }
    entry.cancel();
    return Optional.of(entry.kept);
  }

  private void expire(String key, Entry entry) {
    boolean ours;
    synchronized (this) {
      ours = entries.remove(key, entry);
    }
    if (ours) {
      discard(key, entry.kept, "nobody took it in time");
    }
  }

  /** Discards everything and keeps nothing from now on. */
  @Override
  public void close() {
    Map<String, Entry> left;
    synchronized (this) {
      closed = true;
      left = Map.copyOf(entries);
      entries.clear();
      if (timer != null) {
        timer.shutdownNow();
      }
    }
    left.forEach((key, entry) -> discard(key, entry.kept, "the process stops"));
  }

  @GuardedBy("this")
  private ScheduledThreadPoolExecutor timer() {
    if (timer == null) {
      timer =
          new ScheduledThreadPoolExecutor(
              1, Thread.ofPlatform().daemon().name("trajan-keep").factory());
      timer.setRemoveOnCancelPolicy(true);
    }
    return timer;
  }

  private static void discard(String key, Kept kept, String why) {
    LOG.debug("discarding {}, {}: {}", key, kept, why);
    try {
      kept.discard();
    } catch (RuntimeException e) {
      // Code of a bundle that is gone; whatever it throws must not keep the others from being
      // discarded.
      LOG.warn("{} could not be discarded ({})", key, why, e);
    }
  }

  /** What is kept and the timer that ends it. */
  private static final class Entry {
    private final Kept kept;
    private volatile @Nullable ScheduledFuture<?> expiry;

    Entry(Kept kept) {
      this.kept = kept;
    }

    void cancel() {
      var timer = expiry;
      if (timer != null) {
        timer.cancel(false);
      }
    }
  }
}
