package io.trajan.vassal;

/**
 * Why an instance did not start, with the probable cause in the message and what to do about it.
 */
public final class LaunchException extends Exception {
  private static final long serialVersionUID = 1;
  private final String remedy;

  /**
   * @param reason what failed and why, one sentence
   * @param remedy what the operator can do, one sentence, or empty
   */
  public LaunchException(String reason, String remedy) {
    super(reason);
    this.remedy = remedy;
  }

  /**
   * @param reason what failed and why, one sentence
   * @param remedy what the operator can do, one sentence, or empty
   * @param cause the exception behind it
   */
  public LaunchException(String reason, String remedy, Throwable cause) {
    super(reason, cause);
    this.remedy = remedy;
  }

  /** What failed and why. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** What the operator can do, or empty. */
  public String remedy() {
    return remedy;
  }
}
