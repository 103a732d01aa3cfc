package io.trajan.rack.adapter;

import io.trajan.rack.adapter.answer.Servant;
import io.trajan.rack.adapter.env.Exchange;
import io.trajan.rack.adapter.pool.Pool;
import org.jruby.Ruby;
import org.jruby.runtime.ThreadContext;
import org.jspecify.annotations.Nullable;

/** A thread of an application, known to Ruby for as long as it lives. */
final class RubyWorker implements Pool.Worker<Exchange> {
  private final Ruby ruby;
  private final Servant servant;

  /** Held here, since Ruby itself holds it softly. */
  private volatile ThreadContext context;

  /** Written before {@link #killed} is read, and read after that is written: one sees the other. */
  private volatile @Nullable Exchange current;

  private volatile @Nullable Throwable killed;

  RubyWorker(Ruby ruby, Servant servant) {
    this.ruby = ruby;
    this.servant = servant;
    this.context = ruby.getCurrentContext();
  }

  @Override
  public void work(Exchange exchange) {
    // What interrupted the last request shall not end the first wait of this one.
    var _ = Thread.interrupted();
    current = exchange;
    try {
      Throwable why = killed;
      if (why != null) {
        exchange.response().abort(why);
      } else if (!servant.serve(context, exchange)) {
        // Spoilt: the Java thread gets a new Ruby thread.
        ruby.getThreadService().unregisterCurrentThread(context);
        context = ruby.getCurrentContext();
      }
    } finally {
      current = null;
    }
  }

  @Override
  public void end() {
    ruby.getThreadService().unregisterCurrentThread(context);
  }

  /** Breaks off what it does, if anything, and begins nothing more; any thread. */
  void kill(Throwable why) {
    killed = why;
    Exchange exchange = current;
    if (exchange != null) {
      exchange.response().abort(why);
      context.getThread().kill();
    }
  }
}
