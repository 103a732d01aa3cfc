package io.trajan.rack.adapter.stream;

import io.trajan.rack.adapter.ruby.Native;
import io.trajan.rack.adapter.ruby.Strings;
import io.trajan.request.RequestBody;
import java.io.IOException;
import org.jruby.Ruby;
import org.jruby.RubyClass;
import org.jruby.RubyModule;
import org.jruby.RubyObject;
import org.jruby.RubyString;
import org.jruby.api.Convert;
import org.jruby.runtime.Block;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.builtin.IRubyObject;
import org.jspecify.annotations.Nullable;

/**
 * {@code rack.input}: <a href="https://github.com/rack/rack/blob/main/SPEC.rdoc">Rack SPEC, The
 * Input Stream</a>. Differs from uWSGI, whose input appends to the buffer of {@code read(n,
 * buffer)}, never ends {@code each}, and forgets its look-ahead when rewound.
 */
public final class RubyInput extends RubyObject {
  private static final long serialVersionUID = 1;
  private final transient BodyInput body;

  private RubyInput(Ruby ruby, RubyClass type, BodyInput body) {
    super(ruby, type);
    this.body = body;
  }

  /** Makes the inputs of one runtime. */
  public static final class Factory {
    private final Ruby ruby;
    private final RubyClass type;
    private final long patienceNanos;
    private final boolean rewindable;
    private final RubyInput empty;

    /** Defines the class; {@code rewindable} inputs keep what was read. */
    public Factory(RubyModule trajan, long patienceNanos, boolean rewindable) {
      this.ruby = trajan.getRuntime();
      this.patienceNanos = patienceNanos;
      this.rewindable = rewindable;
      this.type = define(trajan, rewindable);
      this.empty = of(RequestBody.EMPTY);
    }

    /** The input of all requests without a body. */
    public RubyInput empty() {
      return empty;
    }

    /** The input of a request. */
    public RubyInput of(RequestBody requestBody) {
      BodyInput body =
          new BodyInput(ruby, requestBody, requestBody.length(), patienceNanos, rewindable);
      return new RubyInput(ruby, type, body);
    }
  }

  /** Gives back what it holds; the request is over. */
  public void release() {
    try {
      body.close();
    } catch (IOException e) {
      // A temporary file that was already unlinked: nothing is lost and nobody can act on it.
      return;
    }
  }

  private static RubyClass define(RubyModule trajan, boolean rewindable) {
    RubyClass type = Native.defineClass(trajan, rewindable ? "RewindableInput" : "Input");
    method(type, "read", 0, 2, RubyInput::read);
    method(type, "readpartial", 1, 2, RubyInput::readPartial);
    method(type, "gets", 0, 0, (input, context, args, block) -> input.gets(context));
    method(type, "each", 0, 0, (input, context, args, block) -> input.each(context, block));
    method(type, "size", 0, 0, (input, context, args, block) -> input.size(context));
    method(type, "eof?", 0, 0, (i, c, a, b) -> c.runtime.newBoolean(i.body.isAtEnd()));
    method(type, "close", 0, 0, (input, context, args, block) -> context.nil);
    method(type, "binmode", 0, 0, (input, context, args, block) -> input);
    if (rewindable) {
      method(type, "rewind", 0, 0, (input, context, args, block) -> input.rewind(context));
    }
    return type;
  }

  /** A method that may fail with the client. */
  private interface Method {
    IRubyObject call(RubyInput input, ThreadContext context, IRubyObject[] args, Block block)
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
            return method.call((RubyInput) self, context, args, block);
          } catch (IOException e) {
            throw Failures.toRuby(context.runtime, e);
          }
        });
  }

  /** {@code read}, {@code read(length)}, {@code read(length, buffer)}; the buffer is replaced. */
  private IRubyObject read(ThreadContext context, IRubyObject[] args, Block block)
      throws IOException {
    boolean all = args.length == 0 || args[0].isNil();
    int wanted = all ? 0 : length(context, args[0]);
    byte[] bytes = all ? body.readAll() : body.readUpTo(wanted);
    boolean atEnd = bytes.length == 0 && wanted > 0;
    return result(context, buffer(args), bytes, atEnd ? -1 : bytes.length);
  }

  private static @Nullable RubyString buffer(IRubyObject[] args) {
    return args.length == 2 && !args[1].isNil() ? args[1].convertToString() : null;
  }

  /** {@code readpartial(length[, buffer])}: what is there, at least one byte. */
  private IRubyObject readPartial(ThreadContext context, IRubyObject[] args, Block block)
      throws IOException {
    byte[] bytes = new byte[Math.min(length(context, args[0]), 64 * 1024)];
    int count = bytes.length == 0 ? 0 : body.read(bytes, 0, bytes.length);
    if (count < 0) {
      throw context.runtime.newEOFError();
    }
    return result(context, buffer(args), bytes, count);
  }

  private static int length(ThreadContext context, IRubyObject argument) {
    int length = Convert.toInt(context, argument);
    if (length < 0) {
      throw context.runtime.newArgumentError("negative length " + length + " given");
    }
    return length;
  }

  private IRubyObject result(
      ThreadContext context, @Nullable RubyString buffer, byte[] bytes, int count) {
    int length = Math.max(0, count);
    if (buffer == null) {
      return count < 0 ? context.nil : string(context.runtime, bytes, length);
    }
    buffer.setValue(Strings.list(body.keeps(bytes) ? bytes.clone() : bytes, 0, length));
    return count < 0 ? context.nil : buffer;
  }

  /** A string of bytes that are kept for a rewind copies them when the program changes it. */
  private RubyString string(Ruby ruby, byte[] bytes, int length) {
    return body.keeps(bytes)
        ? RubyString.newStringShared(ruby, Strings.list(bytes, 0, length))
        : Strings.binary(ruby, bytes, 0, length);
  }

  private IRubyObject gets(ThreadContext context) throws IOException {
    byte[] line = body.readLine();
    return line == null ? context.nil : Strings.binary(context.runtime, line, 0, line.length);
  }

  private IRubyObject each(ThreadContext context, Block block) throws IOException {
    if (!block.isGiven()) {
      throw context.runtime.newLocalJumpErrorNoBlock();
    }
    for (IRubyObject line = gets(context); !line.isNil(); line = gets(context)) {
      block.yield(context, line);
    }
    return this;
  }

  private IRubyObject size(ThreadContext context) {
    return body.length() < 0 ? context.nil : context.runtime.newFixnum(body.length());
  }

  private IRubyObject rewind(ThreadContext context) {
    body.rewind();
    return context.runtime.newFixnum(0);
  }
}
