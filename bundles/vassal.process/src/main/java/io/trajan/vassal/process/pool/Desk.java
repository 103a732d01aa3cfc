package io.trajan.vassal.process.pool;

import io.trajan.request.Onward;
import io.trajan.request.Request;
import io.trajan.request.RequestBody;
import io.trajan.request.RequestHandler;
import io.trajan.request.Response;
import io.trajan.vassal.process.worker.Frames;
import io.trajan.vassal.process.worker.RequestEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Where requests come in and answers go out: takes what the dispatcher brings, sends it to workers,
 * and decides what becomes of it when a worker dies. Any thread; never waits.
 */
@SuppressWarnings("ReferenceEquality") // Threads, workers and calls are themselves.
public final class Desk implements RequestHandler {
  /** A body up to this is read before a worker gets its request. */
  private static final int INCLUDED_BYTES = 64 * 1024;

  private static final int MOST_ATTEMPTS = 2;

  private final Pool pool;
  private final RequestEncoder encoder;
  private final Logger log;
  private final AtomicInteger collecting = new AtomicInteger();
  private final LongAdder refused = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder overdue = new LongAdder();
  private volatile boolean closed;

  /** A desk for a pool of workers. */
  public Desk(Pool pool, RequestEncoder encoder, Logger log) {
    this.pool = pool;
    this.encoder = encoder;
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
    long length = request.body().length();
    if (length <= 0 || length > INCLUDED_BYTES) {
      return place(new Call(request, response, onward, null), false);
    }
    if (closed) {
      return false;
    }
    collect(request, response);
    return true;
  }

  private void collect(Request request, Response response) {
    RequestBody body = request.body();
    collecting.incrementAndGet();
    Collector collector =
        new Collector(
            body,
            (bytes, failure) -> {
              if (failure == null) {
                place(new Call(request, response, null, bytes), closed);
              } else {
                response.abort(failure);
              }
              collecting.decrementAndGet();
            });
    collector.start();
  }

  /** False when nothing is taken any more. */
  private boolean place(Call call, boolean again) {
    Pool.Offer offer = pool.offer(call, again);
    switch (offer.place()) {
      case WORKER -> {
        Worker worker = offer.worker();
        if (worker != null) {
          dispatch(worker, call);
        }
      }
      case QUEUE -> {}
      case FULL -> refuse(call);
      case CLOSED -> {
        return false;
      }
    }
    return true;
  }

  private void refuse(Call call) {
    refused.increment();
    if (call.end()) {
      Refusal.BUSY.answer(call.response(), new IOException("no worker is free"));
    }
  }

  /** Sends a request to the worker that has it. */
  private void dispatch(Worker worker, Call call) {
    Response response = call.response();
    ByteBuffer frame = encoder.encode(call.request(), call.id, response.canHijack(), call.body());
    if (frame == null) {
      pool.finished(worker, call);
      if (call.end()) {
        Refusal.TOO_LARGE.answer(response, new IOException("the request's variables are too long"));
      }
      next(worker);
      return;
    }
    if (call.attempts++ == 0) {
      response.onDone(outcome -> done(call));
    }
    call.at(worker);
    worker.link().write(frame); // If its stream is closed, the loop finds the call with the worker.
  }

  /** The response is through, or its client is gone: the worker need not go on. */
  private void done(Call call) {
    call.markDone();
    Worker worker = call.worker();
    if (worker != null && !call.isOver() && pool.call(worker, call.id) == call) {
      worker.link().write(Frames.of(Frames.ABORT, 0, call.id));
    }
  }

  /** A worker has room: it gets what waits. */
  void next(Worker worker) {
    for (Call call = pool.next(worker); call != null; call = pool.next(worker)) {
      if (call.isDone()) {
        pool.finished(worker, call);
      } else {
        dispatch(worker, call);
      }
    }
  }

  /** A call has its answer. */
  void finished(Worker worker, Call call) {
    call.end();
    pool.finished(worker, call);
    next(worker);
  }

  /** A call goes on without its thread. */
  void freed(Worker worker, Call call) {
    pool.freed(worker, call);
    next(worker);
  }

  /** Asks a worker for a call back that waits there behind a slow one. */
  public void recall(Worker worker, Call call) {
    worker.link().write(Frames.of(Frames.TAKE_BACK, 0, call.id));
  }

  /** A worker gives back a call that it did not begin. */
  void given(Worker worker, Call call) {
    pool.finished(worker, call);
    if (!call.isDone()) {
      place(call, true);
    }
    next(worker);
  }

  /** A worker is gone; what it had is repeated where that is safe, and answered otherwise. */
  public void gone(Worker worker, String reason) {
    for (Call call : pool.remove(worker).reversed()) {
      if (!call.isDone() && !call.isOver()) {
        rescue(worker, call, reason);
      } else {
        call.end();
      }
    }
  }

  private void rescue(Worker worker, Call call, String reason) {
    boolean fresh = !pool.mayHaveBegun(call) && call.isUntouched();
    if (fresh || (call.isRepeatable() && call.attempts < MOST_ATTEMPTS)) {
      repeated.increment();
      log.info("{}: {} {}; another worker gets it", call.line(), worker, reason);
      place(call, true);
    } else if (call.end()) {
      lost.increment();
      log.error("{}: {} {} while it had it; {}", call.line(), worker, reason, why(call));
      Refusal.DIED.answer(call.response(), new IOException(worker + " " + reason));
    }
  }

  private static String why(Call call) {
    if (call.isAnswered()) {
      return "its answer had begun";
    }
    return call.isUntouched() && call.isRepeatable()
        ? "it was repeated once already"
        : "it cannot be repeated safely";
  }

  /** What has waited for too long is refused. */
  public void refuseLate(long patienceNanos) {
    pool.late(patienceNanos).forEach(this::refuse);
  }

  /** A call took too long: its client is told. */
  public void overdue(Call call, String reason) {
    overdue.increment();
    if (call.end()) {
      Refusal.OVERDUE.answer(call.response(), new IOException(reason));
    }
  }

  /** Takes nothing new from now on. */
  public void close() {
    closed = true;
    pool.close();
  }

  /** Gives back what waits and was not touched; after {@link #close}. */
  public void giveBack() {
    for (Call call : pool.drain()) {
      Onward onward = call.onward();
      if (onward == null) {
        place(call, true);
      } else {
        onward.again();
      }
    }
  }

  /** How many requests are not over. */
  public int pending() {
    return pool.pending() + collecting.get();
  }

  /** Breaks off what is not over. */
  public void abortAll(String reason) {
    IOException cause = new IOException(reason);
    List<Call> waiting = pool.drain();
    waiting.stream().filter(Call::end).forEach(c -> Refusal.BUSY.answer(c.response(), cause));
    for (Worker worker : pool.workers()) {
      for (Call call : pool.remove(worker)) {
        if (call.end()) {
          Refusal.DIED.answer(call.response(), cause);
        }
      }
    }
  }

  Pool pool() {
    return pool;
  }

  Logger log() {
    return log;
  }

  /** Requests turned away because nobody was free. */
  public long refused() {
    return refused.sum();
  }

  /** Requests lost with their worker. */
  public long lost() {
    return lost.sum();
  }

  /** Requests repeated at another worker. */
  public long repeated() {
    return repeated.sum();
  }

  /** Requests that took too long. */
  public long overdue() {
    return overdue.sum();
  }
}
