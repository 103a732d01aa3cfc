package io.trajan.request;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where calls wait while the one that takes them is away, because its bundle is being updated.
 * Open, a call passes at the cost of one volatile read; shut, it is parked: a bounded number, each
 * for a bounded time, in order. Thread-safe; calls run on the passing thread, or on the one that
 * opens the gate or sees the deadline.
 *
 * @param <T> what takes the calls
 */
@SuppressWarnings(
    "ReferenceEquality") // a gate is open to one object, whatever that object calls equal
public final class Gate<T> implements AutoCloseable {
  /** Why a call was turned away. */
  public enum Refusal {
    /** As many calls as allowed wait already. */
    FULL,
    /** Nothing came in time. */
    LATE,
    /** The gate was closed for good. */
    CLOSED
  }

  /**
   * A call that may have to wait.
   *
   * @param <T> what takes it
   */
  public interface Call<T> {
    /**
     * Goes to {@code target}; false when it is closing and has touched nothing, and the call waits
     * on.
     */
    boolean offer(T target);

    /** Turned away. */
    void refused(Refusal why);
  }

  private record Waiting<T>(Call<T> call, long deadlineNanos) {}

  private final int capacity;
  private final long patienceNanos;
  private final ScheduledExecutorService timer;
  private final Object lock = new Object();
  private final ArrayDeque<Waiting<T>> waiting = new ArrayDeque<>();
  private volatile @Nullable T target;
  private @Nullable ScheduledFuture<?> sweep;
  private boolean closed;

  /**
   * A gate that is shut.
   *
   * @param capacity how many calls may wait
   * @param patience how long each may wait
   * @param timer runs the deadlines; the caller's
   */
  public Gate(int capacity, Duration patience, ScheduledExecutorService timer) {
    this.capacity = capacity;
    this.patienceNanos = patience.toNanos();
    this.timer = timer;
  }

  /** Passes a call on, or parks it. */
  public void pass(Call<T> call) {
    T now = target;
    if (now == null || !call.offer(now)) {
      park(new Waiting<>(call, System.nanoTime() + patienceNanos), now);
    }
  }

  /** Opens to {@code next}: those that wait go first, in their order. */
  public void open(T next) {
    List<Waiting<T>> released;
    synchronized (lock) {
      target = next;
      released = new ArrayList<>(waiting);
      waiting.clear();
      stopSweep();
    }
    for (Waiting<T> each : released) {
      if (!each.call().offer(next)) {
        park(each, next);
      }
    }
  }

  /**
   * Shuts if it is open to {@code former}; a gate that was opened to another meanwhile stays open.
   */
  public void shut(T former) {
    synchronized (lock) {
      if (target == former) {
        target = null;
      }
    }
  }

  /** How many calls wait now. */
  public int parked() {
    synchronized (lock) {
      return waiting.size();
    }
  }

  /** Turns away those that wait and all that come. */
  @Override
  public void close() {
    List<Waiting<T>> rest;
    synchronized (lock) {
      closed = true;
      target = null;
      rest = new ArrayList<>(waiting);
      waiting.clear();
      stopSweep();
    }
    rest.forEach(each -> each.call().refused(Refusal.CLOSED));
  }

  private void park(Waiting<T> call, @Nullable T tried) {
    T found;
    Refusal refusal = null;
    synchronized (lock) {
      found = target == tried ? null : target;
      if (closed) {
        refusal = Refusal.CLOSED;
      } else if (found == null && waiting.size() >= capacity) {
        refusal = Refusal.FULL;
      } else if (found == null) {
        waiting.add(call);
        startSweep();
      }
    }
    if (refusal != null) {
      call.call().refused(refusal);
    } else if (found != null && !call.call().offer(found)) {
      park(call, found);
    }
  }

  private void startSweep() {
    Waiting<T> first = waiting.peek();
    if (sweep == null && first != null) {
      long delay = Math.max(0, first.deadlineNanos() - System.nanoTime());
      sweep = timer.schedule(this::turnAwayTheLate, delay, TimeUnit.NANOSECONDS);
    }
  }

  private void stopSweep() {
    if (sweep != null) {
      sweep.cancel(false);
      sweep = null;
    }
  }

  private void turnAwayTheLate() {
    List<Waiting<T>> late = new ArrayList<>();
    synchronized (lock) {
      sweep = null;
      long now = System.nanoTime();
      for (Waiting<T> w = waiting.peek();
          w != null && w.deadlineNanos() - now <= 0;
          w = waiting.peek()) {
        late.add(waiting.remove());
      }
      startSweep();
    }
    late.forEach(each -> each.call().refused(Refusal.LATE));
  }
}
