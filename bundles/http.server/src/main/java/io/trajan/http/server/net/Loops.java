package io.trajan.http.server.net;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import io.trajan.request.Gate;
import io.trajan.request.RequestDispatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The event loops with their threads, {@code trajan-http-0} and so on. Owned by the component,
 * which closes it; nothing of it is left afterwards.
 */
public final class Loops implements AutoCloseable {
  private static final long STOP_SECONDS = 5;

  private final MultiThreadIoEventLoopGroup group;
  private final List<Loop> loops = new ArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();

  /** Starts {@code threads} loops. */
  public Loops(int threads, Gate<RequestDispatcher> gate, Duration tick) {
    AtomicInteger number = new AtomicInteger();
    group =
        new MultiThreadIoEventLoopGroup(
            threads,
            (ThreadFactory) work -> thread(work, number.getAndIncrement()),
            SteadyEpoll.factory());
    for (EventExecutor executor : group) {
      Loop loop = new Loop((EventLoop) executor, gate, tick);
      loops.add(loop);
      executor.execute(loop::start);
    }
  }

  private Thread thread(Runnable work, int number) {
    Thread thread = new FastThreadLocalThread(work, "trajan-http-" + number);
    threads.add(thread);
    return thread;
  }

  /** The loop for the next connection, in turn. */
  public Loop next() {
    return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
  }

  /** The loop that accepts connections. */
  public Loop first() {
    return loops.getFirst();
  }

  /** Has every connection looked at, each on its own loop. */
  public void forEach(Consumer<Connection> each) {
    for (Loop loop : loops) {
      loop.executor().execute(() -> loop.forEach(each));
    }
  }

  /**
   * Runs {@code work} on every loop and waits for it, at most so long; false when it took longer.
   */
  public boolean onEach(Consumer<Loop> work, Duration patience) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(loops.size());
    for (Loop loop : loops) {
      loop.executor()
          .execute(
              () -> {
                try {
                  work.accept(loop);
                } finally {
                  done.countDown();
                }
              });
    }
    return done.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Stops the threads and waits for them. */
  @Override
  public void close() {
    loops.forEach(loop -> loop.executor().execute(loop::stop));
    Future<?> stopped = group.shutdownGracefully(0, STOP_SECONDS - 1, TimeUnit.SECONDS);
    boolean inTime = stopped.awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    try {
      for (Thread thread : threads) {
        inTime &= thread.join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!inTime) {
      throw new IllegalStateException("event loops did not stop within " + STOP_SECONDS + " s");
    }
  }
}
