package io.trajan.rack.adapter.env;

import io.trajan.rack.adapter.stream.Outlet;
import io.trajan.rack.adapter.stream.RubyStream;
import io.trajan.rack.adapter.stream.StreamSource;
import io.trajan.request.RawStream;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jruby.RubyClass;

/**
 * What an application has in its own hands and has not closed yet, perhaps long after its thread
 * went on to the next request: connections it has taken over, and answers it writes to a stream.
 * Thread-safe.
 */
public final class Hijacks {
  private final Set<RubyStream> connections = ConcurrentHashMap.newKeySet();
  private final Map<RubyStream, Response> answers = new ConcurrentHashMap<>();
  private final long patienceNanos;

  /** None yet; a write waits for the client for {@code patienceNanos} at most. */
  public Hijacks(long patienceNanos) {
    this.patienceNanos = patienceNanos;
  }

  /** Takes a connection over; it counts until it is closed by either end. */
  public RubyStream take(RubyClass type, Response response) {
    RawStream raw = response.hijack();
    Outlet outlet = new Outlet(type.getRuntime(), raw, patienceNanos);
    RubyStream stream = RubyStream.of(type, StreamSource.of(raw), outlet, raw::close);
    connections.add(stream);
    response.onDone(
        outcome -> {
          outlet.gone();
          connections.remove(stream);
          changed();
        });
    return stream;
  }

  /** A stream for an answer that has started; it counts until it is closed or the peer leaves. */
  public RubyStream answer(RubyClass type, Request request, Response response) {
    Outlet outlet = new Outlet(type.getRuntime(), response, patienceNanos);
    StreamSource source = StreamSource.of(request.body(), patienceNanos);
    RubyStream[] self = new RubyStream[1];
    RubyStream stream = RubyStream.of(type, source, outlet, () -> end(self[0], response));
    self[0] = stream;
    answers.put(stream, response);
    response.onDone(
        outcome -> {
          outlet.gone();
          answers.remove(stream);
          changed();
        });
    return stream;
  }

  private void end(RubyStream stream, Response response) {
    response.end();
    answers.remove(stream);
    changed();
  }

  private synchronized void changed() {
    notifyAll();
  }

  /** How many connections are taken over. */
  public int count() {
    return connections.size();
  }

  /** How many connections and answers there are. */
  public int all() {
    return connections.size() + answers.size();
  }

  /** Waits until there are none; false when it takes longer. */
  public synchronized boolean awaitNone(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    while (all() > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Breaks them all off. */
  public void abort(Throwable why) {
    connections.forEach(RubyStream::abort);
    answers.forEach(
        (stream, response) -> {
          // Before the stream is closed, which would end the answer as if it were whole.
          response.abort(why);
          stream.abort();
        });
  }
}
