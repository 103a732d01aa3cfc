package io.trajan.rack.adapter.stream;

import io.trajan.rack.adapter.ruby.Native;
import io.trajan.rack.adapter.ruby.Strings;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jruby.Ruby;
import org.jruby.RubyClass;
import org.jruby.RubyFixnum;
import org.jruby.RubyHash;
import org.jruby.RubyModule;
import org.jruby.RubyObject;
import org.jruby.RubyString;
import org.jruby.api.Convert;
import org.jruby.runtime.Block;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.builtin.IRubyObject;
import org.jspecify.annotations.Nullable;

/**
 * A connection in the hands of a program: what {@code rack.hijack} gives, and the argument of a
 * body that is called. Behaves like an {@code IO} but has no descriptor, so that {@code IO.select}
 * refuses it: {@code wait_readable}, {@code wait_writable} and the {@code _nonblock} methods serve
 * instead. One thread may read while another writes.
 */
public final class RubyStream extends RubyObject {
  private static final long serialVersionUID = 1;
  private static final int PORTION = 64 * 1024;

  private final transient BodyInput input;
  private final transient Outlet outlet;
  private final transient Runnable onClose;
  private volatile boolean readClosed;
  private volatile boolean writeClosed;

  private RubyStream(RubyClass type, BodyInput input, Outlet outlet, Runnable onClose) {
    super(type.getRuntime(), type);
    this.input = input;
    this.outlet = outlet;
    this.onClose = onClose;
  }

  /** Defines the class. */
  public static RubyClass define(RubyModule trajan) {
    RubyClass type = Native.defineClass(trajan, "Stream");
    defineReading(type);
    defineWriting(type);
    closer(type, "close", RubyStream::close);
    closer(type, "close_read", RubyStream::closeRead);
    closer(type, "close_write", RubyStream::closeWrite);
    method(type, "closed?", 0, 0, (s, c, a, b) -> c.runtime.newBoolean(s.isClosed()));
    return type;
  }

  /**
   * A stream.
   *
   * @param onClose run once when writing is closed
   */
  public static RubyStream of(
      RubyClass type, StreamSource source, Outlet outlet, Runnable onClose) {
    Ruby ruby = type.getRuntime();
    BodyInput input =
        new BodyInput(ruby, source.bytes(), source.length(), source.patienceNanos(), false);
    return new RubyStream(type, input, outlet, onClose);
  }

  private static void defineReading(RubyClass type) {
    method(type, "read", 0, 2, RubyStream::read);
    method(type, "readpartial", 1, 2, RubyStream::readPartial);
    method(type, "read_nonblock", 1, 3, RubyStream::readNonblock);
    method(type, "gets", 0, 0, (stream, context, args, block) -> stream.gets(context));
    method(type, "getbyte", 0, 0, (stream, context, args, block) -> stream.getByte(context));
    method(type, "eof?", 0, 0, (s, c, a, b) -> c.runtime.newBoolean(s.reading().isAtEnd()));
    method(type, "wait_readable", 0, 1, RubyStream::waitReadable);
  }

  private static void defineWriting(RubyClass type) {
    method(type, "write", 0, -1, RubyStream::write);
    method(
        type,
        "print",
        0,
        -1,
        (stream, context, args, block) -> {
          stream.write(context, args, block);
          return context.nil;
        });
    method(
        type,
        "<<",
        1,
        1,
        (stream, context, args, block) -> {
          stream.write(context, args, block);
          return stream;
        });
    method(type, "write_nonblock", 1, 2, RubyStream::writeNonblock);
    method(type, "wait_writable", 0, 1, RubyStream::waitWritable);
    method(type, "flush", 0, 0, (stream, context, args, block) -> stream);
    method(type, "fsync", 0, 0, (stream, context, args, block) -> RubyFixnum.zero(context.runtime));
    method(type, "sync", 0, 0, (stream, context, args, block) -> context.tru);
    method(type, "sync=", 1, 1, (stream, context, args, block) -> args[0]);
  }

  /** A method that may fail with the client. */
  private interface Method {
    IRubyObject call(RubyStream stream, ThreadContext context, IRubyObject[] args, Block block)
        throws IOException;
  }

  private static void method(RubyClass type, String name, int least, int most, Method method) {
    Native.define(
        type,
        name,
        least,
        most,
        (context, self, args, block) -> {
          try {
            return method.call((RubyStream) self, context, args, block);
          } catch (IOException e) {
            throw Failures.toRuby(context.runtime, e);
          }
        });
  }

  private static void closer(RubyClass type, String name, Consumer<RubyStream> close) {
    method(
        type,
        name,
        0,
        0,
        (stream, context, args, block) -> {
          close.accept(stream);
          return context.nil;
        });
  }

  private BodyInput reading() throws IOException {
    if (readClosed) {
      throw new IOException("not opened for reading");
    }
    return input;
  }

  private IRubyObject read(ThreadContext context, IRubyObject[] args, Block block)
      throws IOException {
    boolean all = args.length == 0 || args[0].isNil();
    int wanted = all ? 0 : Math.max(0, Convert.toInt(context, args[0]));
    byte[] bytes = all ? reading().readAll() : reading().readUpTo(wanted);
    return result(context, args, bytes, bytes.length == 0 && wanted > 0 ? -1 : bytes.length);
  }

  private IRubyObject readPartial(ThreadContext context, IRubyObject[] args, Block block)
      throws IOException {
    byte[] bytes = new byte[Math.min(Math.max(0, Convert.toInt(context, args[0])), PORTION)];
    int count = bytes.length == 0 ? 0 : reading().read(bytes, 0, bytes.length);
    if (count < 0) {
      throw context.runtime.newEOFError();
    }
    return result(context, args, bytes, count);
  }

  private IRubyObject readNonblock(ThreadContext context, IRubyObject[] args, Block block)
      throws IOException {
    boolean quiet = isQuiet(context, args);
    if (!reading().isReady()) {
      if (quiet) {
        return context.runtime.newSymbol("wait_readable");
      }
      throw context.runtime.newErrnoEAGAINReadableError("read would block");
    }
    if (quiet && input.isAtEnd()) {
      return context.nil;
    }
    return readPartial(context, args, block);
  }

  private static boolean isQuiet(ThreadContext context, IRubyObject[] args) {
    if (args[args.length - 1] instanceof RubyHash options) {
      IRubyObject exception = options.fastARef(context.runtime.newSymbol("exception"));
      return exception != null && !exception.isNil() && !exception.isTrue();
    }
    return false;
  }

  private static IRubyObject result(
      ThreadContext context, IRubyObject[] args, byte[] bytes, int count) {
    int length = Math.max(0, count);
    @Nullable RubyString buffer =
        args.length >= 2 && args[1] instanceof RubyString string ? string : null;
    if (buffer == null) {
      return count < 0 ? context.nil : Strings.binary(context.runtime, bytes, 0, length);
    }
    buffer.setValue(Strings.list(bytes, 0, length));
    return count < 0 ? context.nil : buffer;
  }

  private IRubyObject gets(ThreadContext context) throws IOException {
    byte[] line = reading().readLine();
    return line == null ? context.nil : Strings.binary(context.runtime, line, 0, line.length);
  }

  private IRubyObject getByte(ThreadContext context) throws IOException {
    byte[] one = reading().readUpTo(1);
    return one.length == 0 ? context.nil : context.runtime.newFixnum(one[0] & 0xFF);
  }

  private IRubyObject waitReadable(ThreadContext context, IRubyObject[] args, Block block)
      throws IOException {
    return reading().awaitReady(nanos(context, args)) ? this : context.nil;
  }

  private IRubyObject waitWritable(ThreadContext context, IRubyObject[] args, Block block)
      throws IOException {
    return outlet.await(nanos(context, args)) ? this : context.nil;
  }

  private static long nanos(ThreadContext context, IRubyObject[] args) {
    return args.length == 0 || args[0].isNil()
        ? TimeUnit.DAYS.toNanos(1)
        : (long) (Convert.toDouble(context, args[0]) * 1e9);
  }

  private synchronized IRubyObject write(ThreadContext context, IRubyObject[] args, Block block)
      throws IOException {
    long total = 0;
    for (IRubyObject each : args) {
      RubyString string = each.asString();
      total += string.size();
      checkWriting();
      outlet.write(string);
    }
    return context.runtime.newFixnum(total);
  }

  private void checkWriting() throws IOException {
    if (writeClosed) {
      throw new IOException("not opened for writing");
    }
  }

  private IRubyObject writeNonblock(ThreadContext context, IRubyObject[] args, Block block)
      throws IOException {
    if (!outlet.isWritable()) {
      if (isQuiet(context, args)) {
        return context.runtime.newSymbol("wait_writable");
      }
      throw context.runtime.newErrnoEAGAINWritableError("write would block");
    }
    return write(context, new IRubyObject[] {args[0]}, block);
  }

  private boolean isClosed() {
    return readClosed && writeClosed;
  }

  private void closeRead() {
    readClosed = true;
    input.closeReading();
  }

  private void closeWrite() {
    boolean first;
    synchronized (this) {
      first = !writeClosed;
      writeClosed = true;
    }
    if (first) {
      onClose.run();
    }
  }

  /** Closes both directions; idempotent, any thread. */
  public void close() {
    closeRead();
    closeWrite();
  }

  /** Wakes whoever reads or writes, then closes; any thread. */
  public void abort() {
    outlet.gone();
    close();
  }
}
