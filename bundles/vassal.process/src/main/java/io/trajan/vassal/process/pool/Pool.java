package io.trajan.vassal.process.pool;

import io.trajan.vassal.process.pool.Worker.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who gets which request: the least busy worker, else a worker whose requests are short (one waits
 * in its stream, so that it never idles between two answers), else a bounded queue. Thread-safe;
 * its lock is held over nothing but this.
 */
public final class Pool {
  /** Below this a request is short. */
  private static final long SHORT_NANOS = Duration.ofMillis(10).toNanos();

  private final int capacity;
  private final Deque<Call> waiting = new ArrayDeque<>();
  private final List<Worker> workers = new ArrayList<>();
  private boolean closed;
  private long taken;

  /** A pool without workers in whose queue so many requests may wait. */
  public Pool(int capacity) {
    this.capacity = capacity;
  }

  /** What became of a request that was offered. */
  public enum Place {
    /** A worker has it. */
    WORKER,
    /** It waits. */
    QUEUE,
    /** As many as allowed wait already. */
    FULL,
    /** Nothing is taken any more. */
    CLOSED
  }

  /**
   * Where a request goes.
   *
   * @param place where
   * @param worker who has it, when a worker has it
   */
  public record Offer(Place place, @Nullable Worker worker) {}

  private static final Offer QUEUED = new Offer(Place.QUEUE, null);
  private static final Offer FULL = new Offer(Place.FULL, null);
  private static final Offer CLOSED = new Offer(Place.CLOSED, null);

  /**
   * Gives a request to a worker, whom the caller then sends it, or lets it wait.
   *
   * @param again whether it was taken before: then it is taken though the pool is closed or full,
   *     and goes first
   */
  public synchronized Offer offer(Call call, boolean again) {
    if (closed && !again) {
      return CLOSED;
    }
    Worker worker = best();
    if (worker != null) {
      worker.add(call);
      taken += again ? 0 : 1;
      return new Offer(Place.WORKER, worker);
    }
    if (!again && waiting.size() >= capacity) {
      return FULL;
    }
    if (again) {
      waiting.addFirst(call);
    } else {
      waiting.addLast(call);
      taken++;
    }
    return QUEUED;
  }

  private @Nullable Worker best() {
    if (!waiting.isEmpty()) {
      return null;
    }
    Worker best = null;
    for (Worker worker : workers) {
      boolean free = worker.isFree() || worker.takesAhead(SHORT_NANOS);
      if (free && (best == null || worker.load < best.load)) {
        best = worker;
      }
    }
    return best;
  }

  /** The next request that waits for a free worker, which has it now; null when there is none. */
  public synchronized @Nullable Call next(Worker worker) {
    if (waiting.isEmpty() || !(worker.isFree() || worker.takesAhead(SHORT_NANOS))) {
      return null;
    }
    Call call = waiting.removeFirst();
    worker.add(call);
    return call;
  }

  /** A worker joins; it gets nothing before it is ready. */
  public synchronized void add(Worker worker) {
    workers.add(worker);
  }

  /** A worker said hello. */
  public synchronized void ready(Worker worker) {
    if (worker.state == State.STARTING) {
      worker.state = State.READY;
    }
  }

  /** A worker gets nothing more; false when it did not get anything anyway. */
  public synchronized boolean retire(Worker worker) {
    boolean first = worker.state == State.READY || worker.state == State.STARTING;
    worker.state = first ? State.RETIRING : worker.state;
    return first;
  }

  /** A worker is to be killed. */
  public synchronized void doom(Worker worker) {
    worker.state = State.DEAD;
  }

  /** A worker is gone: the calls it had, those that it may have begun marked by a start time. */
  public synchronized List<Call> remove(Worker worker) {
    worker.state = State.DEAD;
    workers.remove(worker);
    List<Call> calls = new ArrayList<>(worker.calls.values());
    worker.calls.clear();
    worker.load = 0;
    return calls;
  }

  /** The call of a worker by its slot, null when it has none. */
  public synchronized @Nullable Call call(Worker worker, int id) {
    return worker.calls.get(id);
  }

  /** The call is answered, or the worker has nothing more to do with it. */
  public synchronized void finished(Worker worker, Call call) {
    if (worker.calls.remove(call.id, call)) {
      worker.release(call);
    }
  }

  /** The call needs its thread no more, though it goes on. */
  public synchronized void freed(Worker worker, Call call) {
    worker.release(call);
  }

  /** Whether the worker may have begun the call. */
  synchronized boolean mayHaveBegun(Call call) {
    return call.startedNanos != 0;
  }

  /** Takes nothing more that is new. */
  public synchronized void close() {
    closed = true;
  }

  /** Those that wait, which wait no more. */
  public synchronized List<Call> drain() {
    List<Call> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /** Those that have waited for so long, which wait no more. */
  public synchronized List<Call> late(long patienceNanos) {
    List<Call> late = new ArrayList<>();
    long now = System.nanoTime();
    while (!waiting.isEmpty() && now - waiting.getFirst().takenNanos() > patienceNanos) {
      late.add(waiting.removeFirst());
    }
    return late;
  }

  /** The calls that have run for so long, each with its worker. */
  public synchronized List<Overdue> overdue(long patienceNanos) {
    List<Overdue> all = new ArrayList<>();
    long now = System.nanoTime();
    for (Worker worker : workers) {
      for (Call call : worker.calls.values()) {
        boolean runs = call.occupies && call.startedNanos != 0;
        if (runs && worker.state != State.DEAD && now - call.startedNanos > patienceNanos) {
          all.add(new Overdue(worker, call));
        }
      }
    }
    return all;
  }

  /** The calls that have waited at their worker for so long; each is told once. */
  public synchronized List<Overdue> stuck(long patienceNanos) {
    List<Overdue> all = new ArrayList<>();
    long now = System.nanoTime();
    for (Worker worker : workers) {
      for (Call call : worker.calls.values()) {
        boolean waits = call.occupies && call.startedNanos == 0 && !call.recalled;
        if (waits && worker.state != State.DEAD && now - call.givenNanos > patienceNanos) {
          call.recalled = true;
          all.add(new Overdue(worker, call));
        }
      }
    }
    return all;
  }

  /** A call that has run, or waited, for too long. */
  public record Overdue(Worker worker, Call call) {}

  /** The workers there are; a snapshot. */
  public synchronized List<Worker> workers() {
    return List.copyOf(workers);
  }

  /** How many take requests. */
  public synchronized int ready() {
    return (int) workers.stream().filter(w -> w.state == State.READY).count();
  }

  /** How a worker stands. */
  public synchronized State state(Worker worker) {
    return worker.state;
  }

  /** How many requests a worker has, those included whose connection it took over. */
  public synchronized int calls(Worker worker) {
    return worker.calls.size();
  }

  /** How many requests a worker was given. */
  public synchronized long taken(Worker worker) {
    return worker.taken;
  }

  /** How many requests wait. */
  public synchronized int waiting() {
    return waiting.size();
  }

  /** How many requests are at work or wait. */
  public synchronized int pending() {
    return waiting.size() + workers.stream().mapToInt(w -> w.calls.size()).sum();
  }

  /** How many requests were taken. */
  public synchronized long taken() {
    return taken;
  }
}
