package io.trajan.config.codec;

import org.jspecify.annotations.Nullable;

/** A text that is not a value of its type; the message is the expectation, without key or place. */
public final class BadValueException extends Exception {
  private static final long serialVersionUID = 1;
  private final @Nullable String nearest;

  /**
   * @param expectation what would have been accepted, as a phrase
   */
  public BadValueException(String expectation) {
    this(expectation, null);
  }

  /**
   * @param expectation what would have been accepted, as a phrase
   * @param nearest what was perhaps meant, or null
   */
  public BadValueException(String expectation, @Nullable String nearest) {
    super(expectation);
    this.nearest = nearest;
  }

  /** What would have been accepted, as a phrase. */
  public String expectation() {
    return String.valueOf(getMessage());
  }

  /** What was perhaps meant, or null. */
  public @Nullable String nearest() {
    return nearest;
  }
}
