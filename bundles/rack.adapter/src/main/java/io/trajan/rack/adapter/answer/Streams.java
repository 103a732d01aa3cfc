package io.trajan.rack.adapter.answer;

import io.trajan.rack.adapter.env.Exchange;
import io.trajan.rack.adapter.env.Hijacks;
import io.trajan.rack.adapter.stream.RubyStream;
import io.trajan.request.Response;
import java.nio.ByteBuffer;
import org.jruby.RubyClass;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.builtin.IRubyObject;
import org.jruby.runtime.callsite.FunctionalCachingCallSite;

/**
 * Answers whose bytes the application writes itself: a partial hijack, and a body that is called
 * with a stream. The stream stays open until the application closes it, which it may do later and
 * from another thread. Thread-safe.
 */
public final class Streams {
  private final RubyClass streamType;
  private final Hijacks hijacks;

  /** Streams of one runtime. */
  public Streams(RubyClass streamType, Hijacks hijacks) {
    this.streamType = streamType;
    this.hijacks = hijacks;
  }

  /** Sends the head and gives the connection to the {@code rack.hijack} of the answer. */
  void hijack(
      ThreadContext context,
      Response response,
      Head head,
      FunctionalCachingCallSite call,
      IRubyObject hijack) {
    if (!response.canHijack()) {
      throw new InvalidAnswerException(
          "the answer has rack.hijack, but this connection cannot be hijacked (rack.hijack? says so)");
    }
    response.start(head.status, head.fields);
    RubyStream stream = hijacks.take(streamType, response);
    try {
      call.call(context, hijack, hijack, stream);
    } catch (Throwable e) { // Nobody else would close it.
      stream.abort();
      throw e;
    }
  }

  /** Sends the head and calls the body with a stream. */
  void stream(
      ThreadContext context,
      Exchange exchange,
      Head head,
      FunctionalCachingCallSite call,
      IRubyObject body) {
    Response response = exchange.response();
    if (head.status == 101) {
      hijack(context, response, head, call, body);
      return;
    }
    if (head.isBodyless() || exchange.request().method().equals("HEAD")) {
      response.send(head.status, head.fields, ByteBuffer.allocate(0));
      return;
    }
    response.start(head.status, head.fields);
    call.call(context, body, body, hijacks.answer(streamType, exchange.request(), response));
  }
}
