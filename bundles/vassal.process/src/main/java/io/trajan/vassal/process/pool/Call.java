package io.trajan.vassal.process.pool;

import io.trajan.request.LogText;
import io.trajan.request.Onward;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to a worker and back. What the pool decides about it is guarded by the
 * pool's lock; the rest belongs to the thread of the loop.
 */
public final class Call {
  private static final Set<String> IDEMPOTENT =
      Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "PROPFIND");

  private static final int LONGEST_LINE = 500;

  private final Request request;
  private final Response response;
  private final @Nullable Onward onward;
  private final byte @Nullable [] body;
  private final long takenNanos = System.nanoTime();

  // Guarded by the pool's lock.
  int id;
  int attempts;
  long startedNanos;
  long givenNanos;
  boolean recalled;
  boolean occupies;

  /** Whether bytes of its body went to a worker that were not kept. */
  private volatile boolean bodyTouched;

  /** Whether any of the answer went to the client. */
  private volatile boolean answered;

  /** Whether the response is over, delivered or not. */
  private volatile boolean done;

  private volatile boolean over;

  private volatile @Nullable Worker worker;

  /** What carries the answer, once there is one. */
  @Nullable AnswerFlow flow;

  /**
   * A request that was just taken.
   *
   * @param onward the way back while nothing was touched, or null
   * @param body the whole body, read already, or null
   */
  public Call(Request request, Response response, @Nullable Onward onward, byte @Nullable [] body) {
    this.request = request;
    this.response = response;
    this.onward = onward;
    this.body = body;
  }

  /** What came. */
  public Request request() {
    return request;
  }

  /** What goes back. */
  public Response response() {
    return response;
  }

  /** The way back, null when there is none any more. */
  public @Nullable Onward onward() {
    return body == null && attempts == 0 && !bodyTouched ? onward : null;
  }

  byte @Nullable [] body() {
    return body;
  }

  long takenNanos() {
    return takenNanos;
  }

  void touchBody() {
    bodyTouched = true;
  }

  void markAnswered() {
    answered = true;
  }

  boolean isAnswered() {
    return answered;
  }

  /** The response is over: no need to say anything more to its client. */
  void markDone() {
    done = true;
  }

  boolean isDone() {
    return done;
  }

  /** True once, for whoever ends it first. */
  synchronized boolean end() {
    boolean first = !over;
    over = true;
    return first;
  }

  /** Whether its end was decided. */
  synchronized boolean isOver() {
    return over;
  }

  /** A worker is about to get it. */
  void at(Worker who) {
    worker = who;
  }

  @Nullable Worker worker() {
    return worker;
  }

  /** Whether it may be sent to another worker after one died that may have begun it. */
  boolean isRepeatable() {
    return IDEMPOTENT.contains(request.method()) && isUntouched();
  }

  /** Whether another worker would see the same request, and the client nothing of the first. */
  boolean isUntouched() {
    return !bodyTouched && !answered && !response.isStarted();
  }

  /** Method and path for the log. */
  public String line() {
    return LogText.safe(request.method() + " " + request.path(), LONGEST_LINE);
  }
}
