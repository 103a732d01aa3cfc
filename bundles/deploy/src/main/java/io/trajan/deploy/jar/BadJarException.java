package io.trajan.deploy.jar;

/** A file that is not a usable bundle; the message says what is wrong with it, without its name. */
public final class BadJarException extends Exception {
  private static final long serialVersionUID = 1;

  public BadJarException(String message) {
    super(message);
  }

  public BadJarException(String message, Throwable cause) {
    super(message, cause);
  }
}
