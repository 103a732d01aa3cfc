package io.trajan.rack.adapter.answer;

import io.trajan.rack.adapter.env.Environment;
import io.trajan.rack.adapter.env.Exchange;
import io.trajan.rack.adapter.env.RackVersion;
import io.trajan.rack.adapter.ruby.Backtraces;
import io.trajan.rack.adapter.stream.PeerGoneException;
import io.trajan.request.Fields;
import io.trajan.request.LogText;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import org.jruby.RubyArray;
import org.jruby.RubyHash;
import org.jruby.exceptions.RaiseException;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.builtin.IRubyObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Calls an application with a request and sends what it returns. Thread-safe; a call takes as long
 * as the application does.
 *
 * <p>Nothing an application does gets past this: an exception, {@code exit}, {@code throw} or an
 * invalid answer is logged with its backtrace and becomes a 500, or breaks the answer off visibly
 * when it has begun. Differs from uWSGI, which closes the connection without an answer.
 */
public final class Servant {
  private static final byte[] ERROR_PAGE =
      "Internal Server Error\n".getBytes(StandardCharsets.US_ASCII);

  private static final int LONGEST_LINE = 500;

  private final IRubyObject application;
  private final Environment environment;
  private final HeadReader heads;
  private final Sites sites = new Sites();
  private final Bodies bodies;
  private final Streams streams;
  private final Afterwards afterwards;
  private final Logger log;
  private final LongAdder failures = new LongAdder();

  /** A servant of one application in its runtime. */
  public Servant(
      IRubyObject application,
      RackVersion version,
      Environment environment,
      Streams streams,
      long patienceNanos,
      Logger log) {
    this.application = application;
    this.environment = environment;
    this.heads = new HeadReader(version);
    this.bodies = new Bodies(sites, patienceNanos);
    this.streams = streams;
    this.afterwards = new Afterwards(log);
    this.log = log;
  }

  /** How many requests ended in an exception or an invalid answer. */
  public long failures() {
    return failures.sum();
  }

  /**
   * Answers a request.
   *
   * @return false when what Ruby keeps of the calling thread cannot be relied on any more: the
   *     program killed that thread, or an error like a stack overflow left frames behind
   */
  public boolean serve(ThreadContext context, Exchange exchange) {
    Triple triple = null;
    Throwable failure = null;
    try {
      RubyHash env = environment.of(context, exchange);
      triple =
          Triple.of(context, sites.call.call(context, application, application, env), exchange);
      if (triple != null && !exchange.isHijacked()) {
        send(context, exchange, triple);
      }
    } catch (Throwable e) { // The top of a thread: whatever a program throws ends here.
      failure = e;
      fail(exchange, e);
    } finally {
      close(context, triple);
      afterwards.run(context, exchange, triple, failure);
      exchange.release();
      // Java caught it, so Ruby still has it in $!: the cause of whatever the next request raises.
      context.clearErrorInfo();
    }
    return failure == null || isOrdinary(failure);
  }

  private void send(ThreadContext context, Exchange exchange, Triple triple) throws IOException {
    Head head = heads.read(context, triple.status(), triple.headers());
    IRubyObject hijack = head.hijack;
    IRubyObject body = triple.body();
    if (hijack != null) {
      streams.hijack(context, exchange.response(), head, sites.call, hijack);
    } else if (!(body instanceof RubyArray<?>) && !sites.hasEach.respondsTo(context, body, body)) {
      if (!sites.hasCall.respondsTo(context, body, body)) {
        throw new InvalidAnswerException(
            "the body is " + Shown.of(body) + ", expected something with each or call");
      }
      streams.stream(context, exchange, head, sites.call, body);
    } else {
      bodies.send(context, exchange, head, body);
    }
  }

  /** Closes the body, once, whatever happened before. */
  private void close(ThreadContext context, @Nullable Triple triple) {
    if (triple == null || triple.body() instanceof RubyArray<?>) {
      return;
    }
    IRubyObject body = triple.body();
    try {
      if (sites.hasClose.respondsTo(context, body, body)) {
        sites.close.call(context, body, body);
      }
    } catch (Throwable e) { // As above; the answer is out already.
      log.error("closing a response body: {}", Backtraces.of(e));
    }
  }

  private void fail(Exchange exchange, Throwable failure) {
    Response response = exchange.response();
    if (isClientGone(failure)) {
      if (log.isDebugEnabled()) {
        log.debug("{}: {}", line(exchange), Backtraces.summary(failure));
      }
      response.abort(failure);
      return;
    }
    failures.increment();
    log.error(
        "{}: {}",
        line(exchange),
        failure instanceof InvalidAnswerException
            ? "invalid answer: " + Backtraces.message(String.valueOf(failure.getMessage()))
            : Backtraces.of(failure));
    if (exchange.isHijacked()) {
      exchange.abortHijacked();
    } else if (response.isStarted()) {
      response.abort(failure);
    } else {
      response.send(
          500,
          Fields.of("content-type", "text/plain; charset=utf-8"),
          ByteBuffer.wrap(ERROR_PAGE).asReadOnlyBuffer());
    }
  }

  private static String line(Exchange exchange) {
    Request request = exchange.request();
    return LogText.safe(request.method() + " " + request.path(), LONGEST_LINE);
  }

  private static boolean isOrdinary(Throwable failure) {
    return failure instanceof RaiseException
        || failure instanceof InvalidAnswerException
        || failure instanceof IOException;
  }

  private static boolean isClientGone(Throwable failure) {
    return failure instanceof RaiseException && failure.getCause() instanceof PeerGoneException;
  }
}
