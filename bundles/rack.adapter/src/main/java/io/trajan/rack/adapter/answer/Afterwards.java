package io.trajan.rack.adapter.answer;

import io.trajan.rack.adapter.env.Exchange;
import io.trajan.rack.adapter.ruby.Backtraces;
import org.jruby.RubyArray;
import org.jruby.RubyHash;
import org.jruby.exceptions.RaiseException;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.builtin.IRubyObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Calls what a program wanted called after its answer: {@code rack.response_finished} in reverse
 * order with environment, status, headers and error (Rack 3), {@code rack.after_reply} in order
 * without arguments (Puma). An exception of one does not keep the others from running.
 */
record Afterwards(Logger log) {
  void run(
      ThreadContext context,
      Exchange exchange,
      @Nullable Triple triple,
      @Nullable Throwable failure) {
    RubyArray<?> finished = exchange.responseFinished();
    RubyHash env = exchange.env();
    if (finished != null && env != null && finished.size() > 0) {
      IRubyObject[] arguments = {
        env,
        triple == null ? context.nil : triple.status(),
        triple == null ? context.nil : triple.headers(),
        failure instanceof RaiseException raised ? raised.getException() : context.nil
      };
      for (int i = finished.size() - 1; i >= 0; i--) {
        call(context, finished.eltOk(i), arguments);
      }
    }
    RubyArray<?> after = exchange.afterReply();
    for (int i = 0; after != null && i < after.size(); i++) {
      call(context, after.eltOk(i), IRubyObject.NULL_ARRAY);
    }
  }

  private void call(ThreadContext context, IRubyObject callable, IRubyObject[] arguments) {
    try {
      callable.callMethod(context, "call", arguments);
    } catch (Throwable e) { // The top of a call into a program.
      log.error("after a response: {}", Backtraces.of(e));
    }
  }
}
