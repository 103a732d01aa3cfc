package io.trajan.rack.adapter.env;

import io.trajan.rack.adapter.stream.RubyInput;
import io.trajan.rack.adapter.stream.RubyStream;
import io.trajan.request.Onward;
import io.trajan.request.Request;
import io.trajan.request.Response;
import org.jruby.RubyArray;
import org.jruby.RubyHash;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way through an application. Used by one thread at a time: the listener's until
 * it is queued, then the one that runs the application.
 */
public final class Exchange {
  private final Request request;
  private final Response response;
  private final @Nullable Onward onward;
  @Nullable RubyHash env;
  @Nullable RubyInput input;
  @Nullable RubyArray<?> responseFinished;
  @Nullable RubyArray<?> afterReply;

  /** Set by the thread that calls {@code rack.hijack}, which the application chooses. */
  private volatile @Nullable RubyStream hijacked;

  /** An exchange that has not begun and cannot go back. */
  public Exchange(Request request, Response response) {
    this(request, response, null);
  }

  /** An exchange that has not begun; until it does it may go back by {@code onward}. */
  public Exchange(Request request, Response response, @Nullable Onward onward) {
    this.request = request;
    this.response = response;
    this.onward = onward;
  }

  /** What came. */
  public Request request() {
    return request;
  }

  /** What goes back. */
  public Response response() {
    return response;
  }

  /** The way back while nothing was touched, null when there is none. */
  public @Nullable Onward onward() {
    return onward;
  }

  /** The environment, null before it was built. */
  public @Nullable RubyHash env() {
    return env;
  }

  /** What is to be called afterwards with environment, status, headers and error; Rack 3. */
  public @Nullable RubyArray<?> responseFinished() {
    return responseFinished;
  }

  /** What is to be called afterwards without arguments, as Puma does. */
  public @Nullable RubyArray<?> afterReply() {
    return afterReply;
  }

  /** Whether the application has taken the connection. */
  public boolean isHijacked() {
    return hijacked != null;
  }

  void setHijacked(RubyStream stream) {
    hijacked = stream;
  }

  /** Closes the connection that the application has taken, if it has. */
  public void abortHijacked() {
    RubyStream taken = hijacked;
    if (taken != null) {
      taken.abort();
    }
  }

  /** The request is over. */
  public void release() {
    if (input != null) {
      input.release();
    }
  }
}
