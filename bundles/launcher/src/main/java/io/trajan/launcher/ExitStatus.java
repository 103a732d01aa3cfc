package io.trajan.launcher;

/** The statuses the process ends with; also in the help of {@code ./trajan up}. */
enum ExitStatus {
  /** An orderly stop, by signal or by the shell. */
  STOPPED(0),
  /** Something that should not happen; the stack trace is on standard error. */
  FAILED(1),
  /**
   * The command line, the launcher's configuration or a feature file cannot be used; the reason was
   * printed.
   */
  MISCONFIGURED(2),
  /** Another emperor lives in this home; its pid was printed. */
  HOME_IN_USE(3),
  /** Stopping took longer than {@code stop.timeout.seconds}; the rest was abandoned. */
  STOP_TIMED_OUT(4);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
