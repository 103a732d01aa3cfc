package io.trajan.shell;

/**
 * A command that could not do what it was told: the message says what was tried and why it failed,
 * and is all that a person sees (no stack trace); the exit status is the command's.
 */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1;
  private final int status;

  /** A failure with exit status 1. */
  public CommandException(String message) {
    this(message, 1);
  }

  /** A failure with an exit status of its own, from 1 to 125. */
  public CommandException(String message, int status) {
    super(message);
    this.status = status;
  }

  /** The exit status. */
  public int status() {
    return status;
  }
}
