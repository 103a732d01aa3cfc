package io.trajan.request.dispatch.access;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines to loggers on a thread of its own, because a log may wait for a disk or a terminal
 * and a listener must not. At most {@value #CAPACITY} lines wait; more are dropped, counted, and
 * the count is logged when there is room again. The thread is woken by the first line and collects
 * what comes within {@value #LINGER_MILLIS} ms, so that a busy listener wakes nobody. After {@link
 * #close} lines are written on the calling thread: those of requests that outlive their dispatcher.
 */
public final class LineWriter implements AutoCloseable {
  /** Lines that may wait. */
  public static final int CAPACITY = 8192;

  private static final int LINGER_MILLIS = 5;
  private static final Duration LAST_LINES = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);

  private record Line(Logger logger, String text) {
    void write() {
      logger.info(text);
    }
  }

  private final ConcurrentLinkedQueue<Line> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicBoolean resting = new AtomicBoolean();
  private volatile boolean closed;
  private volatile boolean abandoned;
  private volatile @Nullable Thread thread;
  private long reported;

  /** Starts the thread. */
  public void start() {
    thread = Thread.ofPlatform().daemon().name("request-access-log").start(this::run);
  }

  /** Takes a line; never blocks before {@link #close}. */
  public void write(Logger logger, String text) {
    if (closed) {
      logger.info(text);
    } else if (size.incrementAndGet() > CAPACITY) {
      size.decrementAndGet();
      dropped.incrementAndGet();
    } else {
      queue.add(new Line(logger, text));
      if (resting.get() && resting.compareAndSet(true, false)) {
        LockSupport.unpark(thread);
      }
      drainWhatCameTooLate();
    }
  }

  /** Lines dropped so far. */
  public long dropped() {
    return dropped.get();
  }

  /** Writes what waits, within a bound, and stops the thread; idempotent. */
  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    thread = null;
    if (running == null) {
      return;
    }
    LockSupport.unpark(running);
    try {
      if (!running.join(LAST_LINES)) {
        LOG.warn("{} lines of the access log were not written within {}", size.get(), LAST_LINES);
        abandoned = true;
        running.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A line queued while the thread ended would wait for ever. */
  private void drainWhatCameTooLate() {
    if (closed && thread == null) {
      drain();
    }
  }

  private void run() {
    while (!closed) {
      drain();
      resting.set(true);
      if (queue.isEmpty() && !closed) {
        LockSupport.park(this);
      }
      resting.set(false);
      LockSupport.parkNanos(LINGER_MILLIS * 1_000_000L);
    }
    drain();
  }

  private void drain() {
    Line line;
    while (!abandoned && (line = queue.poll()) != null) {
      size.decrementAndGet();
      line.write();
    }
    reportDropped();
  }

  private synchronized void reportDropped() {
    long now = dropped.get();
    if (now != reported) {
      LOG.warn(
          "{} lines of the access log were dropped: the log is slower than the requests",
          now - reported);
      reported = now;
    }
  }
}
