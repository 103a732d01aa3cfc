package io.trajan.rack.adapter.answer;

import io.trajan.request.Fields;
import org.jruby.runtime.builtin.IRubyObject;
import org.jspecify.annotations.Nullable;

/** Status and fields of an answer while they are read from the application's. One thread. */
final class Head {
  /** {@link #contentLength} when the application did not say. */
  static final long UNKNOWN = -1;

  final int status;
  final Fields fields = new Fields();
  long contentLength = UNKNOWN;
  @Nullable IRubyObject hijack;

  Head(int status) {
    this.status = status;
  }

  /** Whether an answer of this status has no body (RFC 9110 §6.4.1). */
  boolean isBodyless() {
    return status < 200 || status == 204 || status == 304;
  }
}
