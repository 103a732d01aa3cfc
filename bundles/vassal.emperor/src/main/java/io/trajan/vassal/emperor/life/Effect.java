package io.trajan.vassal.emperor.life;

/** What a change of state asks to be done; performed in order by the reconciler. */
public enum Effect {
  /** Start a new generation of what the file asks for, keeping the parts in force that fit. */
  LAUNCH,
  /** Start a new generation with every part new. */
  LAUNCH_ANEW,
  /** Put the new generation in force and retire what it replaces. */
  PROMOTE,
  /** Retire what the new generation started. */
  UNDO,
  /** Undo the new generation but for its listeners when nothing else listens. */
  SALVAGE,
  /** Reckon when the next try is due. */
  SCHEDULE,
  /** Forget earlier failures and delays. */
  FORGIVE,
  /** Retire the applications in force and keep the listeners. */
  REST,
  /** Retire everything in force, listeners first. */
  RETIRE,
  /** Remember that it was stopped by hand. */
  HOLD,
  /** Forget that it was stopped by hand. */
  RELEASE,
  /** Drop the vassal when its file is gone. */
  BURY
}
