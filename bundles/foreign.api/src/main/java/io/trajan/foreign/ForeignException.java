package io.trajan.foreign;

import java.io.IOException;

/**
 * A system call that failed, told with the operation, its argument and the error's name and
 * meaning.
 */
public final class ForeignException extends IOException {
  private static final long serialVersionUID = 1;
  private final String error;

  /**
   * @param operation what was tried, with its argument: {@code openat2 /srv/www/index.html}
   * @param error the error's symbolic name: {@code ENOENT}
   * @param meaning the error in words
   */
  public ForeignException(String operation, String error, String meaning) {
    super(operation + ": " + meaning + " (" + error + ")");
    this.error = error;
  }

  /** The error's symbolic name. */
  public String error() {
    return error;
  }
}
