package io.trajan.boot;

/**
 * A signal that asks the running process for something. {@code TERM} and {@code INT} are the
 * launcher's own.
 */
public enum ProcessSignal {
  /** {@code HUP}: read every configuration file again, also those that look unchanged. */
  REREAD_CONFIGURATION,
  /** {@code USR1}: close and open log files, after something else has renamed them. */
  REOPEN_LOGS
}
