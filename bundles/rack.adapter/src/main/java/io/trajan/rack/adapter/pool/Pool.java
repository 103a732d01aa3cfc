package io.trajan.rack.adapter.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A fixed number of threads that take work from a bounded queue. Owned by one instance: started
 * once, stopped once.
 *
 * @param <T> what is worked on
 */
public final class Pool<T> {
  private final WorkQueue<T> queue;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger busy = new AtomicInteger();

  /** What a thread does with its work; one for each thread, made and used on it. */
  public interface Worker<T> {
    /** Does one piece; must not throw. */
    void work(T item);

    /** The thread is about to end. */
    void end();
  }

  /** A pool that has not started; at most {@code capacity} pieces wait. */
  public Pool(int capacity) {
    this.queue = new WorkQueue<>(capacity);
  }

  /** Starts {@code count} threads named {@code name-1}…; {@code workers} is called on each. */
  public void start(String name, int count, ClassLoader loader, IntFunction<Worker<T>> workers) {
    for (int i = 1; i <= count; i++) {
      int number = i;
      Thread thread = new Thread(() -> run(workers.apply(number)), name + "-" + number);
      thread.setContextClassLoader(loader);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  private void run(Worker<T> worker) {
    try {
      for (T item = queue.take(); item != null; item = queue.take()) {
        busy.incrementAndGet();
        try {
          worker.work(item);
        } finally {
          busy.decrementAndGet();
        }
      }
    } finally {
      worker.end();
    }
  }

  /** Gives work to a thread; false when too much waits already, or the pool is closed. */
  public boolean offer(T item) {
    return queue.offer(item);
  }

  /** How many pieces wait. */
  public int waiting() {
    return queue.size();
  }

  /** How many threads work. */
  public int busy() {
    return busy.get();
  }

  /** Lets each thread end after what it does; what waits is begun by none of them. */
  public void close() {
    queue.close();
  }

  /** Whether it is closed. */
  public boolean isClosed() {
    return queue.isClosed();
  }

  /** What was never begun, once the pool is closed; each piece is handed out once. */
  public List<T> drain() {
    return queue.drain();
  }

  /** Waits for the threads; those still alive after the time are returned. */
  public List<Thread> join(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (Thread thread : threads) {
      thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    return threads.stream().filter(Thread::isAlive).toList();
  }
}
