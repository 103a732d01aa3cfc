package io.trajan.rack.adapter.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue that wakes as few threads as it can: an offer wakes a sleeper only when nobody is
 * awake and looking, and a sleeper that found work wakes the next only when there is more. Sleepers
 * are woken last in, first out, so that under little load the same warm thread does the work.
 * Thread-safe.
 *
 * @param <T> what is queued
 */
final class WorkQueue<T> {
  private final int capacity;
  private final ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  /** Guards itself; {@link #asleep} is its size, for a look without the lock. */
  private final ArrayDeque<Thread> sleepers = new ArrayDeque<>();

  private volatile int asleep;

  /** Threads that are awake and have not found anything yet. */
  private final AtomicInteger searching = new AtomicInteger();

  private volatile boolean closed;

  WorkQueue(int capacity) {
    this.capacity = capacity;
  }

  /** Queues; false when the queue is full or closed. */
  boolean offer(T item) {
    if (size.incrementAndGet() > capacity) {
      size.decrementAndGet();
      return false;
    }
    queue.add(item);
    // Who closes sees what was there before; what came after is taken out again here.
    if (closed && queue.remove(item)) {
      size.decrementAndGet();
      return false;
    }
    if (searching.get() == 0) {
      wakeOne();
    }
    return true;
  }

  /** How many wait. */
  int size() {
    return size.get();
  }

  /** Gives nothing out any more and takes nothing in; wakes everybody. */
  void close() {
    closed = true;
    synchronized (sleepers) {
      sleepers.forEach(LockSupport::unpark);
    }
  }

  /** Whether it is closed. */
  boolean isClosed() {
    return closed;
  }

  /** What was still waiting when the queue was closed; each is handed out once. */
  List<T> drain() {
    List<T> left = new ArrayList<>();
    for (T item = poll(); item != null; item = poll()) {
      left.add(item);
    }
    return left;
  }

  /** The next one, waiting for it; null when the queue is closed, whatever still waits in it. */
  @Nullable T take() {
    T item = closed ? null : poll();
    while (item == null && !closed) {
      sleep();
      item = closed ? null : poll();
      found(item != null);
    }
    return item;
  }

  private @Nullable T poll() {
    T item = queue.poll();
    if (item != null) {
      size.decrementAndGet();
    }
    return item;
  }

  /** One searcher less; whoever found something sees to the rest. */
  private void found(boolean something) {
    searching.decrementAndGet();
    if (something && !queue.isEmpty()) {
      wakeOne();
    }
  }

  /** Returns as a searcher. */
  private void sleep() {
    Thread self = Thread.currentThread();
    synchronized (sleepers) {
      sleepers.push(self);
      asleep = sleepers.size();
    }
    boolean listed = true;
    while (listed) {
      // What came after the last look and before the listing would otherwise lie there.
      if (queue.isEmpty() && !closed) {
        LockSupport.park(this);
        // It was meant for what ran here before, and nobody could sleep with it.
        var _ = Thread.interrupted();
      }
      listed = (!queue.isEmpty() || closed) ? leave(self) : isListed(self);
    }
  }

  private boolean isListed(Thread self) {
    synchronized (sleepers) {
      return sleepers.contains(self);
    }
  }

  /** Takes itself off the list, unless somebody else has and counted it as a searcher. */
  private boolean leave(Thread self) {
    synchronized (sleepers) {
      if (sleepers.remove(self)) {
        asleep = sleepers.size();
        searching.incrementAndGet();
      }
    }
    return false;
  }

  private void wakeOne() {
    if (asleep == 0) {
      return;
    }
    Thread woken;
    synchronized (sleepers) {
      woken = sleepers.poll();
      asleep = sleepers.size();
      if (woken != null) {
        searching.incrementAndGet();
      }
    }
    LockSupport.unpark(woken);
  }
}
