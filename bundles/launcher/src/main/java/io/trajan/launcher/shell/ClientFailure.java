package io.trajan.launcher.shell;

/** Why the client could not do its part; the message is for people. */
public final class ClientFailure extends Exception {
  /** The client failed. */
  public static final int FAILED = 1;

  /** The command line is not usable. */
  public static final int USAGE = 2;

  /** No emperor runs. */
  public static final int NO_EMPEROR = 3;

  private static final long serialVersionUID = 1;
  private final int status;

  ClientFailure(int status, String message) {
    super("trajan shell: ".concat(message));
    this.status = status;
  }

  /** The exit status. */
  public int status() {
    return status;
  }
}
