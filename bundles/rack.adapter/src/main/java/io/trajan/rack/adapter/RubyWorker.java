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
  private final RackHandler handler;

  /** Held here, since Ruby itself holds it softly. */
  private volatile ThreadContext context;

  private volatile @Nullable Exchange current;

  RubyWorker(Ruby ruby, Servant servant, RackHandler handler) {
    this.ruby = ruby;
    this.servant = servant;
    this.handler = handler;
    this.context = ruby.getCurrentContext();
  }

  @Override
  public void work(Exchange exchange) {
    current = exchange;
    try {
      if (!servant.serve(context, exchange)) {
        // Spoilt: the Java thread gets a new Ruby thread.
        ruby.getThreadService().unregisterCurrentThread(context);
        context = ruby.getCurrentContext();
      }
    } finally {
      current = null;
      handler.finished();
    }
  }

  @Override
  public void end() {
    ruby.getThreadService().unregisterCurrentThread(context);
  }

  /** Breaks off what it does, if anything; any thread. */
  void kill(Throwable why) {
    Exchange exchange = current;
    if (exchange != null) {
      exchange.response().abort(why);
      context.getThread().kill();
    }
  }
}
