package io.trajan.shell.server.grammar;

/**
 * A command was called in a way it does not accept; the message is for people and has the usage in
 * it.
 */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  /** What was wrong, and how it would be right. */
  public UsageException(String message) {
    super(message);
  }
}
