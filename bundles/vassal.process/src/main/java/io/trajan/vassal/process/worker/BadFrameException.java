package io.trajan.vassal.process.worker;

/** Bytes that break the protocol; the message has the value and the expectation. */
public final class BadFrameException extends Exception {
  private static final long serialVersionUID = 1;

  /** What was found and what was expected. */
  public BadFrameException(String message) {
    super(message);
  }
}
