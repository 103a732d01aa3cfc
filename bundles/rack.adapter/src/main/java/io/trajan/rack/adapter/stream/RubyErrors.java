package io.trajan.rack.adapter.stream;

import io.trajan.rack.adapter.ruby.LineLog;
import io.trajan.rack.adapter.ruby.Native;
import java.nio.charset.StandardCharsets;
import org.jruby.RubyArray;
import org.jruby.RubyClass;
import org.jruby.RubyModule;
import org.jruby.RubyObject;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.builtin.IRubyObject;
import org.jruby.util.ByteList;

/** {@code rack.errors}: lines for the vassal's log. One for all requests; any thread. */
public final class RubyErrors extends RubyObject {
  private static final long serialVersionUID = 1;
  private final transient LineLog log;

  private RubyErrors(RubyClass type, LineLog log) {
    super(type.getRuntime(), type);
    this.log = log;
  }

  /** Defines the class and makes the one object of it. */
  public static RubyErrors make(RubyModule trajan, LineLog log) {
    RubyClass type = Native.defineClass(trajan, "Errors");
    Native.define(type, "write", 0, -1, (c, self, args, b) -> ((RubyErrors) self).write(c, args));
    Native.define(type, "print", 0, -1, (c, self, args, b) -> ((RubyErrors) self).print(c, args));
    Native.define(type, "<<", 1, 1, (c, self, args, b) -> ((RubyErrors) self).append(c, args));
    Native.define(type, "puts", 0, -1, (c, self, args, b) -> ((RubyErrors) self).puts(c, args));
    Native.define(type, "flush", 0, 0, (c, self, args, b) -> ((RubyErrors) self).flush());
    Native.define(type, "sync", 0, 0, (c, self, args, b) -> c.tru);
    Native.define(type, "sync=", 1, 1, (c, self, args, b) -> args[0]);
    Native.define(type, "tty?", 0, 0, (c, self, args, b) -> c.fals);
    Native.define(type, "isatty", 0, 0, (c, self, args, b) -> c.fals);
    return new RubyErrors(type, log);
  }

  private IRubyObject write(ThreadContext context, IRubyObject[] args) {
    long total = 0;
    for (IRubyObject each : args) {
      total += put(each);
    }
    return context.runtime.newFixnum(total);
  }

  private IRubyObject flush() {
    log.close();
    return this;
  }

  private int put(IRubyObject object) {
    ByteList bytes = object.asString().getByteList();
    log.write(bytes.unsafeBytes(), bytes.begin(), bytes.realSize());
    return bytes.realSize();
  }

  private IRubyObject print(ThreadContext context, IRubyObject[] args) {
    write(context, args);
    return context.nil;
  }

  private IRubyObject append(ThreadContext context, IRubyObject[] args) {
    write(context, args);
    return this;
  }

  private IRubyObject puts(ThreadContext context, IRubyObject[] args) {
    if (args.length == 0) {
      log.write('\n');
    }
    for (IRubyObject each : args) {
      putLine(context, each);
    }
    return context.nil;
  }

  private void putLine(ThreadContext context, IRubyObject object) {
    if (object instanceof RubyArray<?> array) {
      for (int i = 0; i < array.size(); i++) {
        putLine(context, array.eltOk(i));
      }
      return;
    }
    String text = object.asString().toString();
    byte[] line = (text.endsWith("\n") ? text : text + "\n").getBytes(StandardCharsets.UTF_8);
    log.write(line, 0, line.length);
  }
}
