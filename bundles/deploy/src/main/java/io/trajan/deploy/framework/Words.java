package io.trajan.deploy.framework;

/** Puts failures of the framework into words. */
final class Words {
  private Words() {}

  /** The message with that of its root cause, which is what an activator said. */
  static String of(Throwable failure) {
    var message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    var cause = failure.getCause();
    for (var depth = 0; cause != null && cause.getCause() != null && depth < 10; depth++) {
      cause = cause.getCause();
    }
    return cause == null ? message : message + " (" + cause + ")";
  }

  /** Nanoseconds as people read them. */
  static String millis(long nanos) {
    return nanos < 0 ? "has not come back" : "away " + (nanos + 500_000) / 1_000_000 + " ms";
  }
}
