package io.trajan.rack.adapter;

import io.trajan.rack.adapter.env.Exchange;
import io.trajan.rack.adapter.pool.Pool;
import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.RequestHandler;
import io.trajan.request.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Queues requests for the threads of an application. Called by listeners, never blocks; counts what
 * is in flight so that a shutdown can wait for it.
 */
final class RackHandler implements RequestHandler {
  private static final byte[] BUSY = "Service Unavailable\n".getBytes(StandardCharsets.US_ASCII);

  private final Pool<Exchange> pool;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LongAdder taken = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile boolean closing;

  RackHandler(Pool<Exchange> pool) {
    this.pool = pool;
  }

  @Override
  public boolean handle(Request request, Response response) {
    inFlight.incrementAndGet();
    if (closing) {
      finished();
      return false;
    }
    if (pool.offer(new Exchange(request, response))) {
      taken.increment();
      return true;
    }
    refused.increment();
    finished();
    response.send(
        503,
        Fields.of("content-type", "text/plain; charset=utf-8", "retry-after", "1"),
        ByteBuffer.wrap(BUSY).asReadOnlyBuffer());
    return true;
  }

  /** A request is over. */
  void finished() {
    if (inFlight.decrementAndGet() == 0 && closing) {
      changed();
    }
  }

  /** Something that a shutdown waits for has changed. */
  synchronized void changed() {
    notifyAll();
  }

  /** Takes nothing from now on. */
  void close() {
    closing = true;
  }

  int inFlight() {
    return inFlight.get();
  }

  long taken() {
    return taken.sum();
  }

  long refused() {
    return refused.sum();
  }

  /** Waits until {@code busy} says no more; false when it takes too long. */
  synchronized boolean awaitIdle(java.util.function.BooleanSupplier busy, long nanos)
      throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    while (busy.getAsBoolean()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
