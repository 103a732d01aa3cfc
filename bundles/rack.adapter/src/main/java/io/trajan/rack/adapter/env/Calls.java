package io.trajan.rack.adapter.env;

import io.trajan.rack.adapter.ruby.Native;
import io.trajan.rack.adapter.stream.RubyStream;
import org.jruby.Ruby;
import org.jruby.RubyArray;
import org.jruby.RubyClass;
import org.jruby.RubyHash;
import org.jruby.RubyModule;
import org.jruby.RubyObject;
import org.jruby.api.Create;
import org.jruby.runtime.ThreadContext;
import org.jspecify.annotations.Nullable;

/**
 * What a program may call back: {@code rack.hijack}, {@code rack.early_hints}, and the lists of
 * what is to be called when the answer is through. Thread-safe.
 */
public final class Calls {
  private final RackVersion version;
  private final RubyClass hijackType;
  private final RubyClass hintsType;
  private final Hijacks hijacks;

  /** Defines the classes. */
  public Calls(RubyModule trajan, RackVersion version, RubyClass streamType, Hijacks hijacks) {
    this.version = version;
    this.hijacks = hijacks;
    this.hijackType = Native.defineClass(trajan, "Hijack");
    this.hintsType = Native.defineClass(trajan, "EarlyHints");
    Native.define(
        hijackType, "call", 0, 0, (context, self, args, block) -> ((Hijack) self).call(streamType));
    Native.define(
        hintsType,
        "call",
        1,
        1,
        (context, self, args, block) -> ((EarlyHints) self).call(context, args[0]));
  }

  void add(ThreadContext context, RubyHash env, Keys keys, Exchange exchange) {
    Ruby ruby = context.runtime;
    if (exchange.response().canHijack()) {
      env.fastASet(keys.hijack, new Hijack(ruby, this, keys, exchange));
    } else {
      env.fastASet(keys.canHijack, context.fals);
    }
    env.fastASet(keys.earlyHints, new EarlyHints(ruby, hintsType, exchange));
    RubyArray<?> afterReply = Create.newArray(context);
    exchange.afterReply = afterReply;
    env.fastASet(keys.afterReply, afterReply);
    if (version == RackVersion.THREE) {
      RubyArray<?> finished = Create.newArray(context);
      exchange.responseFinished = finished;
      env.fastASet(keys.responseFinished, finished);
    }
  }

  /** {@code rack.hijack}. */
  private static final class Hijack extends RubyObject {
    private static final long serialVersionUID = 1;
    private final transient Calls calls;
    private final transient Keys keys;
    private final transient Exchange exchange;
    private transient @Nullable RubyStream stream;

    Hijack(Ruby ruby, Calls calls, Keys keys, Exchange exchange) {
      super(ruby, calls.hijackType);
      this.calls = calls;
      this.keys = keys;
      this.exchange = exchange;
    }

    synchronized RubyStream call(RubyClass streamType) {
      RubyStream taken = stream;
      if (taken == null) {
        taken = calls.hijacks.take(streamType, exchange.response());
        exchange.setHijacked(taken);
        stream = taken;
        RubyHash env = exchange.env();
        if (env != null) {
          env.fastASet(keys.hijackIo, taken);
        }
      }
      return taken;
    }
  }
}
