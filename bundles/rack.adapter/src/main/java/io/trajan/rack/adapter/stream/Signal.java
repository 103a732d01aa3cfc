package io.trajan.rack.adapter.stream;

import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jruby.Ruby;
import org.jruby.RubyThread;
import org.jruby.runtime.ThreadContext;

/**
 * Where a Ruby thread waits for a listener. The wait has a deadline and ends early for {@code
 * Thread#raise}, {@code Thread#kill} and {@code Timeout}. One thread waits at a time; any thread
 * raises.
 */
final class Signal {
  private static final RubyThread.Task<Signal, Boolean> NAP = new Nap();
  private final Ruby ruby;
  private final Semaphore raised = new Semaphore(0);

  Signal(Ruby ruby) {
    this.ruby = ruby;
  }

  /** Wakes who waits, or who comes to wait next: it looks at its condition again. */
  void raise() {
    raised.release();
  }

  /** Waits until {@code done}; false when it is not within the time. */
  boolean await(BooleanSupplier done, long nanos) throws InterruptedIOException {
    long deadline = System.nanoTime() + nanos;
    while (!done.getAsBoolean()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      nap(left);
    }
    return true;
  }

  private void nap(long nanos) throws InterruptedIOException {
    ThreadContext context = ruby.getCurrentContext();
    try {
      remaining = nanos;
      context.getThread().executeTaskBlocking(context, this, NAP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the client");
    }
  }

  /** Written and read by the waiting thread only. */
  private long remaining;

  private static final class Nap implements RubyThread.Task<Signal, Boolean> {
    @Override
    public Boolean run(ThreadContext context, Signal signal) throws InterruptedException {
      boolean woken = signal.raised.tryAcquire(signal.remaining, TimeUnit.NANOSECONDS);
      signal.raised.drainPermits();
      return woken;
    }

    @Override
    public void wakeup(RubyThread thread, Signal signal) {
      signal.raise();
    }
  }
}
