package io.trajan.rack.adapter.answer;

import io.trajan.rack.adapter.env.Exchange;
import io.trajan.rack.adapter.stream.Outlet;
import io.trajan.request.Outcome;
import io.trajan.request.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jruby.Ruby;
import org.jruby.RubyString;
import org.jruby.runtime.Block;
import org.jruby.runtime.BlockCallback;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.builtin.IRubyObject;
import org.jspecify.annotations.Nullable;

/**
 * Sends a body chunk by chunk. The answer starts with the first chunk, so that an exception before
 * it can still become a 500; a first chunk that is all there is, by the announced length, goes out
 * with the head in one call. One thread.
 */
final class ChunkWriter implements BlockCallback, Consumer<Outcome> {
  private final Ruby ruby;
  private final Response response;
  private final Head head;
  private final long patienceNanos;
  private @Nullable Outlet outlet;
  private boolean sent;

  ChunkWriter(Ruby ruby, Exchange exchange, Head head, long patienceNanos) {
    this.ruby = ruby;
    this.response = exchange.response();
    this.head = head;
    this.patienceNanos = patienceNanos;
  }

  @Override
  public IRubyObject call(ThreadContext context, IRubyObject[] args, Block block) {
    try {
      write(Bodies.chunk(args.length == 0 ? context.nil : args[0]));
    } catch (IOException e) {
      throw Outlet.toRuby(ruby, e);
    }
    return context.nil;
  }

  void write(RubyString chunk) throws IOException {
    if (chunk.size() == 0 || sent) {
      return;
    }
    if (outlet == null && chunk.size() == head.contentLength) {
      response.send(head.status, head.fields, Outlet.bytesOf(chunk));
      sent = true;
      return;
    }
    started().write(chunk);
  }

  private Outlet started() {
    Outlet open = outlet;
    if (open == null) {
      response.start(head.status, head.fields);
      open = new Outlet(ruby, response, patienceNanos);
      outlet = open;
      response.onDone(this);
    }
    return open;
  }

  void end() {
    if (outlet != null) {
      response.end();
    } else if (!sent) {
      response.send(head.status, head.fields, ByteBuffer.allocate(0));
    }
  }

  /** The answer is through, or the client has left. */
  @Override
  public void accept(Outcome outcome) {
    Outlet open = outlet;
    if (open != null) {
      open.gone();
    }
  }
}
