package io.trajan.shell;

import org.jspecify.annotations.Nullable;

/**
 * A result that is shown like any other, with an exit status of its own: a check that ran well and
 * found something bad. What could not be done at all is a {@link CommandException} instead.
 *
 * @param value what is shown, see the package; null shows nothing
 * @param status the exit status of the command, 0 to 125
 */
public record Verdict(@Nullable Object value, int status) {
  /** Refuses a status that a shell would read as something else. */
  public Verdict {
    if (status < 0 || status > 125) {
      throw new IllegalArgumentException("status " + status + ": expected 0 to 125");
    }
  }
}
