package io.trajan.request;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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
    "ReferenceEquality") // It is this very target that is asked, whatever it thinks equal.
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

  /** Ordered by arrival; a call that has to wait again keeps its place and its deadline. */
  private record Waiting<T>(Call<T> call, long deadlineNanos, long order)
      implements Comparable<Waiting<T>> {
    @Override
    public int compareTo(Waiting<T> other) {
      return Long.compare(order, other.order);
    }
  }

  private final int capacity;
  private final long patienceNanos;
  private final ScheduledExecutorService timer;
  private final Object lock = new Object();
  private final PriorityQueue<Waiting<T>> waiting = new PriorityQueue<>();
  private final AtomicLong arrivals = new AtomicLong();
  private volatile @Nullable T target;
  private @Nullable ScheduledFuture<?> sweep;

  /** Released, but not yet taken: they keep their place in the capacity while they are offered. */
  private int offered;

  private boolean closed;

  /**
   * A gate that is shut.
   *
   * @param capacity how many calls may wait
   * @param patience how long each may wait
   * @param timer runs the deadlines; the caller's, who closes the gate before it
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
      long deadline = System.nanoTime() + patienceNanos;
      park(new Waiting<>(call, deadline, arrivals.getAndIncrement()), now, capacity);
    }
  }

  /**
   * Opens to {@code next}. Those that wait are offered here, in their order; calls that other
   * threads pass meanwhile go to {@code next} at once, between them. What one of them throws is
   * thrown when all had their turn. Without effect once the gate is closed.
   */
  public void open(T next) {
    forEach(release(next), each -> offer(each, next));
  }

  private void offer(Waiting<T> each, T next) {
    try {
      if (!each.call().offer(next)) {
        park(each, next, Integer.MAX_VALUE);
      }
    } finally {
      settled();
    }
  }

  /** Gives each its turn whatever another throws, errors too: nobody else would ever ask it. */
  private static <T> void forEach(List<Waiting<T>> all, Consumer<Waiting<T>> turn) {
    Throwable thrown = null;
    for (Waiting<T> each : all) {
      try {
        turn.accept(each);
      } catch (Throwable e) {
        if (thrown == null) {
          thrown = e;
        } else if (thrown != e) {
          thrown.addSuppressed(e);
        }
      }
    }
    switch (thrown) {
      case null -> {}
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(thrown);
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

  /**
   * Turns away those that wait and all that come. What one of them throws is thrown when all had
   * their turn.
   */
  @Override
  public void close() {
    List<Waiting<T>> rest;
    synchronized (lock) {
      closed = true;
      target = null;
      rest = drain();
    }
    forEach(rest, each -> each.call().refused(Refusal.CLOSED));
  }

  private List<Waiting<T>> release(T next) {
    synchronized (lock) {
      if (closed) {
        return List.of();
      }
      target = next;
      offered += waiting.size();
      return drain();
    }
  }

  private List<Waiting<T>> drain() {
    List<Waiting<T>> all = new ArrayList<>(waiting.size());
    for (Waiting<T> w = waiting.poll(); w != null; w = waiting.poll()) {
      all.add(w);
    }
    stopSweep();
    return all;
  }

  private void settled() {
    synchronized (lock) {
      offered--;
    }
  }

  /** Parks among at most {@code room}; who was let in once is not turned away for want of room. */
  private void park(Waiting<T> call, @Nullable T tried, int room) {
    T found;
    Refusal refusal = null;
    synchronized (lock) {
      found = target == tried ? null : target;
      if (closed) {
        refusal = Refusal.CLOSED;
      } else if (found == null && waiting.size() + offered >= room) {
        refusal = Refusal.FULL;
      } else if (found == null) {
        waiting.add(call);
        if (waiting.peek() == call) {
          stopSweep();
        }
        startSweep();
      }
    }
    if (refusal != null) {
      call.call().refused(refusal);
    } else if (found != null && !call.call().offer(found)) {
      park(call, found, room);
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
    forEach(late, each -> each.call().refused(Refusal.LATE));
  }
}
