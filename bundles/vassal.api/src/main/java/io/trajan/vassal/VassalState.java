package io.trajan.vassal;

/** How a vassal stands. */
public enum VassalState {
  /** Its file cannot be read without faults and there is no earlier good one in force. */
  REFUSED,
  /**
   * An installed bundle is missing for one of its options; it starts by itself when the bundle
   * comes.
   */
  WAITING,
  /** Its first generation is starting. */
  STARTING,
  /** It serves. */
  READY,
  /** It serves while the next generation is starting. */
  RELOADING,
  /** It did not start or died; the next try is due after a growing delay. */
  FAILED,
  /** It finishes what it has. */
  STOPPING,
  /** Stopped by hand; it stays so until it is started or its file changes. */
  STOPPED
}
