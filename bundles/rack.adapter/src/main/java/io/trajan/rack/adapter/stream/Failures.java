package io.trajan.rack.adapter.stream;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jruby.Ruby;
import org.jruby.exceptions.RaiseException;

/** What goes wrong between a program and its client, as Ruby's exceptions. */
final class Failures {
  private Failures() {}

  /** {@code Errno::ETIMEDOUT}, {@code Errno::EPIPE} or {@code IOError}. */
  static RaiseException toRuby(Ruby ruby, IOException cause) {
    RaiseException raised =
        switch (cause) {
          case SocketTimeoutException e -> ruby.newErrnoETIMEDOUTError();
          case PeerGoneException e -> ruby.newErrnoEPIPEError();
          default -> ruby.newIOError(String.valueOf(cause.getMessage()));
        };
    raised.initCause(cause);
    return raised;
  }
}
