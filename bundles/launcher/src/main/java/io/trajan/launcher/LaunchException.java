package io.trajan.launcher;

/**
 * The process cannot start, for a reason an operator can do something about; no stack trace is
 * printed.
 */
final class LaunchException extends Exception {
  private static final long serialVersionUID = 1;

  private final ExitStatus status;

  LaunchException(ExitStatus status, String message) {
    super(message);
    this.status = status;
  }

  static LaunchException misconfigured(String message) {
    return new LaunchException(ExitStatus.MISCONFIGURED, message);
  }

  ExitStatus status() {
    return status;
  }
}
