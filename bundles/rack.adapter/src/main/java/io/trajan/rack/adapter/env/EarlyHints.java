package io.trajan.rack.adapter.env;

import io.trajan.rack.adapter.ruby.Strings;
import io.trajan.request.Fields;
import org.jruby.Ruby;
import org.jruby.RubyArray;
import org.jruby.RubyClass;
import org.jruby.RubyHash;
import org.jruby.RubyObject;
import org.jruby.RubyString;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.builtin.IRubyObject;

/** {@code rack.early_hints}: called with a hash of fields, sends a 103 (RFC 8297). */
final class EarlyHints extends RubyObject {
  private static final long serialVersionUID = 1;
  private static final int EARLY_HINTS = 103;
  private final transient Exchange exchange;

  EarlyHints(Ruby ruby, RubyClass type, Exchange exchange) {
    super(ruby, type);
    this.exchange = exchange;
  }

  IRubyObject call(ThreadContext context, IRubyObject headers) {
    if (exchange.response().isStarted()) {
      return context.nil;
    }
    Fields fields = new Fields();
    RubyHash hash = headers.convertToHash();
    for (Object name : hash.keys(context).toJavaArray(context)) {
      IRubyObject value = hash.op_aref(context, (IRubyObject) name);
      addEach(context, fields, Strings.latin1(((IRubyObject) name).asString()), value);
    }
    exchange.response().interim(EARLY_HINTS, fields);
    return context.nil;
  }

  private static void addEach(ThreadContext context, Fields to, String name, IRubyObject value) {
    if (value instanceof RubyArray<?> array) {
      for (int i = 0; i < array.size(); i++) {
        addEach(context, to, name, array.eltOk(i));
      }
      return;
    }
    RubyString text = value.asString();
    for (String line : Strings.latin1(text).split("\n")) {
      if (line.chars().noneMatch(c -> c < ' ' && c != '\t')) {
        to.add(name, line);
      }
    }
  }
}
