package io.trajan.deploy.plan;

/** A change that was not begun, or was undone; the message tells an operator what and why. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  public RefusedException(String message) {
    super(message);
  }

  public RefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
