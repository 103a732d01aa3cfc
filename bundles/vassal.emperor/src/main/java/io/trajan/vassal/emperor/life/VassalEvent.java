package io.trajan.vassal.emperor.life;

/**
 * What can happen to a vassal. Derived from files, bundles, instances and time by the reconciler.
 */
public enum VassalEvent {
  /** Its file asks for something that is not in force, and everything it needs is installed. */
  CHANGED,
  /** What is in force has lost a part, and what is needed to start it again is installed. */
  INCOMPLETE,
  /** What its file asks for is in force and whole. */
  WHOLE,
  /** Its file has faults and nothing earlier is in force. */
  FAULTY,
  /** It needs what is not installed, and nothing of it is in force. */
  MISSING,
  /** Its file is gone. */
  REMOVED,
  /** A bundle that it needs is away, for an update as it seems. */
  LOST,
  /** A bundle that it needs was uninstalled, or is away for too long. */
  ABANDONED,
  /** The launcher of a part that is starting went away. */
  CUT,
  /** Every part of the new generation serves. */
  UP,
  /** A part of the new generation failed, or was too slow. */
  DOWN,
  /** A part in force died by itself. */
  DIED,
  /** Nothing of it runs any more. */
  RETIRED,
  /** The delay after a failure is over. */
  RETRY_DUE,
  /** Somebody wants it started. */
  START,
  /** Somebody wants it stopped. */
  STOP,
  /** Somebody wants a new generation. */
  RELOAD
}
