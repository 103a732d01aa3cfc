package io.trajan.config.codec;

/** A text that is not a value of its type; the message is the expectation, without key or place. */
public final class BadValueException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param expectation what would have been accepted, as a phrase
   */
  public BadValueException(String expectation) {
    super(expectation);
  }

  /** What would have been accepted, as a phrase. */
  public String expectation() {
    return String.valueOf(getMessage());
  }
}
