package io.trajan.http.server.wire;

/**
 * An answer that a handler gave and that cannot be put on the wire: a line break in a value would
 * end the header where the handler did not mean it. The client gets 500 instead.
 */
public final class BadAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what is wrong. */
  public BadAnswerException(String message) {
    super(message, null, false, false);
  }
}
