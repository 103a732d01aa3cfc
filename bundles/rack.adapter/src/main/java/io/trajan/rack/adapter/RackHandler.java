package io.trajan.rack.adapter;

import io.trajan.rack.adapter.env.Exchange;
import io.trajan.rack.adapter.pool.Pool;
import io.trajan.request.Fields;
import io.trajan.request.Onward;
import io.trajan.request.Request;
import io.trajan.request.RequestHandler;
import io.trajan.request.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Queues requests for the threads of an application. Called by listeners, never blocks. Once it is
 * closed nothing more is begun: what waits goes back to where it came from and on to the next
 * generation.
 */
final class RackHandler implements RequestHandler {
  private static final byte[] BUSY = "Service Unavailable\n".getBytes(StandardCharsets.US_ASCII);

  private final Pool<Exchange> pool;
  private final Logger log;
  private final LongAdder taken = new LongAdder();
  private final LongAdder refused = new LongAdder();

  RackHandler(Pool<Exchange> pool, Logger log) {
    this.pool = pool;
    this.log = log;
  }

  @Override
  public boolean handle(Request request, Response response) {
    return take(request, response, null);
  }

  @Override
  public boolean handle(Request request, Response response, Onward onward) {
    return take(request, response, onward);
  }

  private boolean take(Request request, Response response, @Nullable Onward onward) {
    if (pool.offer(new Exchange(request, response, onward))) {
      taken.increment();
      return true;
    }
    if (pool.isClosed()) {
      return false;
    }
    refuse(response);
    return true;
  }

  private void refuse(Response response) {
    refused.increment();
    response.send(
        503,
        Fields.of("content-type", "text/plain; charset=utf-8", "retry-after", "1"),
        ByteBuffer.wrap(BUSY).asReadOnlyBuffer());
  }

  /** Takes and begins nothing from now on. */
  void close() {
    pool.close();
  }

  /** Gives back what was taken and not begun; after {@link #close}. */
  void giveBack() {
    for (Exchange exchange : pool.drain()) {
      try {
        giveBack(exchange);
      } catch (RuntimeException | Error e) { // The others shall not be lost with it.
        log.error("giving a request back", e);
        exchange.response().abort(e);
      }
    }
  }

  private void giveBack(Exchange exchange) {
    Onward onward = exchange.onward();
    if (onward == null) {
      refuse(exchange.response());
    } else {
      onward.again();
    }
  }

  long taken() {
    return taken.sum();
  }

  long refused() {
    return refused.sum();
  }
}
