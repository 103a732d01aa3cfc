package io.trajan.rack.adapter.env;

import io.trajan.rack.adapter.stream.Outlet;
import io.trajan.rack.adapter.stream.RubyStream;
import io.trajan.rack.adapter.stream.StreamSource;
import io.trajan.request.RawStream;
import io.trajan.request.Response;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jruby.RubyClass;

/** The connections that an application has taken over and not closed yet. Thread-safe. */
public final class Hijacks {
  private final Set<RubyStream> open = ConcurrentHashMap.newKeySet();
  private final long patienceNanos;
  private final Runnable onLess;

  /**
   * None yet.
   *
   * @param patienceNanos how long a write waits for the client
   * @param onLess run whenever one is closed
   */
  public Hijacks(long patienceNanos, Runnable onLess) {
    this.patienceNanos = patienceNanos;
    this.onLess = onLess;
  }

  /** Takes a connection over; it counts until it is closed by either end. */
  public RubyStream take(RubyClass type, Response response) {
    RawStream raw = response.hijack();
    Outlet outlet = new Outlet(type.getRuntime(), raw, patienceNanos);
    RubyStream stream = RubyStream.of(type, StreamSource.of(raw), outlet, raw::close);
    open.add(stream);
    response.onDone(
        outcome -> {
          outlet.gone();
          open.remove(stream);
          onLess.run();
        });
    return stream;
  }

  /** How many are open. */
  public int count() {
    return open.size();
  }

  /** Closes them all. */
  public void abort() {
    open.forEach(RubyStream::abort);
  }
}
