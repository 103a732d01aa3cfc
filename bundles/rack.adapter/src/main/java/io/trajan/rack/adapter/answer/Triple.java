package io.trajan.rack.adapter.answer;

import io.trajan.rack.adapter.env.Exchange;
import org.jruby.RubyArray;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.builtin.IRubyObject;
import org.jspecify.annotations.Nullable;

/** Status, headers and body as an application returned them. */
record Triple(IRubyObject status, IRubyObject headers, IRubyObject body) {
  /**
   * Takes them apart; null when the application has hijacked the connection and returned something
   * else, which is to be ignored.
   */
  static @Nullable Triple of(ThreadContext context, IRubyObject result, Exchange exchange) {
    if (result instanceof RubyArray<?> array && array.size() == 3) {
      return new Triple(array.eltOk(0), array.eltOk(1), array.eltOk(2));
    }
    if (exchange.isHijacked()) {
      return null;
    }
    throw new InvalidAnswerException(
        "the application returned "
            + Shown.of(result)
            + ", expected an Array of status, headers and body");
  }
}
