package io.trajan.rack.adapter.answer;

import io.trajan.rack.adapter.env.Exchange;
import io.trajan.rack.adapter.stream.Outlet;
import io.trajan.request.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jruby.RubyArray;
import org.jruby.RubyString;
import org.jruby.runtime.CallBlock;
import org.jruby.runtime.Signature;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.builtin.IRubyObject;

/**
 * Sends the bodies that are read: arrays in one call when they are small, files by their path,
 * anything else chunk by chunk as {@code each} yields them, on the thread that yields. Thread-safe.
 */
final class Bodies {
  /** Arrays up to this are joined; beyond it their strings are sent one by one, not copied. */
  private static final int JOINED_BYTES = 32 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Sites sites;
  private final long patienceNanos;

  Bodies(Sites sites, long patienceNanos) {
    this.sites = sites;
    this.patienceNanos = patienceNanos;
  }

  void send(ThreadContext context, Exchange exchange, Head head, IRubyObject body)
      throws IOException {
    Response response = exchange.response();
    if (head.isBodyless() || exchange.request().method().equals("HEAD")) {
      response.send(head.status, head.fields, NOTHING);
    } else if (body instanceof RubyArray<?> array) {
      sendArray(context, exchange, head, array);
    } else if (!sites.hasToPath.respondsTo(context, body, body)
        || !sendFile(response, head, sites.toPath.call(context, body, body))) {
      sendEach(context, exchange, head, body);
    }
  }

  private void sendArray(ThreadContext context, Exchange exchange, Head head, RubyArray<?> array)
      throws IOException {
    int count = array.size();
    if (count == 1) {
      exchange.response().send(head.status, head.fields, Outlet.bytesOf(chunk(array.eltOk(0))));
      return;
    }
    int total = 0;
    for (int i = 0; i < count && total <= JOINED_BYTES; i++) {
      total += chunk(array.eltOk(i)).size();
    }
    if (total <= JOINED_BYTES) {
      exchange.response().send(head.status, head.fields, joined(array, total));
      return;
    }
    ChunkWriter writer = new ChunkWriter(context.runtime, exchange, head, patienceNanos);
    for (int i = 0; i < array.size(); i++) {
      writer.write(chunk(array.eltOk(i)));
    }
    writer.end();
  }

  private static ByteBuffer joined(RubyArray<?> array, int total) {
    ByteBuffer all = ByteBuffer.allocate(total);
    for (int i = 0; i < array.size() && all.hasRemaining(); i++) {
      var bytes = chunk(array.eltOk(i)).getByteList();
      all.put(bytes.unsafeBytes(), bytes.begin(), Math.min(bytes.realSize(), all.remaining()));
    }
    return all.flip();
  }

  /**
   * Sends the file at {@code path}; false when there is none, or when the announced length says
   * that only a part of it is meant, and {@code each} shall decide.
   */
  private static boolean sendFile(Response response, Head head, IRubyObject path)
      throws IOException {
    if (!(path instanceof RubyString name)) {
      return false;
    }
    Path file = Path.of(name.toString());
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      return false;
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    long size = channel.size();
    if (head.contentLength != Head.UNKNOWN && head.contentLength != size) {
      channel.close();
      return false;
    }
    if (head.contentLength == Head.UNKNOWN) {
      head.fields.add("content-length", Long.toString(size));
    }
    response.start(head.status, head.fields);
    response.writeFile(channel, 0, size);
    response.end();
    return true;
  }

  private void sendEach(ThreadContext context, Exchange exchange, Head head, IRubyObject body)
      throws IOException {
    ChunkWriter writer = new ChunkWriter(context.runtime, exchange, head, patienceNanos);
    sites.each.call(
        context,
        body,
        body,
        CallBlock.newCallClosure(context, body, Signature.ONE_ARGUMENT, writer));
    writer.end();
  }

  static RubyString chunk(IRubyObject chunk) {
    if (chunk instanceof RubyString string) {
      return string;
    }
    throw new InvalidAnswerException("the body yields " + Shown.of(chunk) + ", expected a String");
  }
}
