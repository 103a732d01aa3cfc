package io.trajan.vassal.emperor.life;

import static io.trajan.vassal.VassalState.FAILED;
import static io.trajan.vassal.VassalState.READY;
import static io.trajan.vassal.VassalState.REFUSED;
import static io.trajan.vassal.VassalState.RELOADING;
import static io.trajan.vassal.VassalState.STARTING;
import static io.trajan.vassal.VassalState.STOPPED;
import static io.trajan.vassal.VassalState.STOPPING;
import static io.trajan.vassal.VassalState.WAITING;
import static io.trajan.vassal.emperor.life.Effect.BURY;
import static io.trajan.vassal.emperor.life.Effect.FORGIVE;
import static io.trajan.vassal.emperor.life.Effect.HOLD;
import static io.trajan.vassal.emperor.life.Effect.LAUNCH;
import static io.trajan.vassal.emperor.life.Effect.LAUNCH_ANEW;
import static io.trajan.vassal.emperor.life.Effect.PROMOTE;
import static io.trajan.vassal.emperor.life.Effect.RELEASE;
import static io.trajan.vassal.emperor.life.Effect.REST;
import static io.trajan.vassal.emperor.life.Effect.RETIRE;
import static io.trajan.vassal.emperor.life.Effect.SALVAGE;
import static io.trajan.vassal.emperor.life.Effect.SCHEDULE;
import static io.trajan.vassal.emperor.life.Effect.UNDO;

import io.trajan.vassal.VassalState;

/**
 * The life of a vassal: the whole table, pure.
 *
 * <pre>
 *            FAULTY              MISSING
 *   REFUSED <------ a new file ---------> WAITING <------------ ABANDONED --------+
 *      |                |                    |                                    |
 *      +---- CHANGED ---+------ CHANGED -----+                                    |
 *                       v                                                         |
 *        +--------> STARTING --- UP ----> READY --- CHANGED, RELOAD ---> RELOADING|
 *   RETRY_DUE        |   ^  &lt;-INCOMPLETE-- |  ^ &lt;------ UP or DOWN --------+  |   |
 *        |          DOWN  +---- DIED, LOST ---------------------------------+   |   |
 *      FAILED &lt;-------+ &lt;------- DIED -----+--------------------------------------+
 *
 *   any -- STOP, REMOVED --> STOPPING -- RETIRED --> STOPPED -- START, CHANGED --> STARTING
 * </pre>
 *
 * <p>A file that changes while a generation is starting is looked at again when that has ended:
 * there is never more than one new generation, and the newest file wins.
 */
public final class Life {
  private Life() {}

  /** What becomes of a vassal in {@code state} when {@code event} happens. */
  public static Step next(VassalState state, VassalEvent event) {
    return switch (state) {
      case REFUSED -> refused(event);
      case WAITING -> waiting(event);
      case STARTING -> starting(event);
      case READY -> ready(event);
      case RELOADING -> reloading(event);
      case FAILED -> failed(event);
      case STOPPING -> stopping(event);
      case STOPPED -> stopped(event);
    };
  }

  private static Step refused(VassalEvent event) {
    return switch (event) {
      case CHANGED, INCOMPLETE -> Step.to(STARTING, FORGIVE, LAUNCH);
      case MISSING, ABANDONED -> Step.to(WAITING);
      case STOP -> Step.to(STOPPING, HOLD, RETIRE);
      case REMOVED -> Step.to(STOPPING, RETIRE);
      case FAULTY, START, RELOAD -> Step.to(REFUSED);
      case WHOLE, LOST, CUT, UP, DOWN, DIED, RETIRED, RETRY_DUE -> Step.never(REFUSED);
    };
  }

  private static Step waiting(VassalEvent event) {
    return switch (event) {
      case CHANGED, INCOMPLETE -> Step.to(STARTING, FORGIVE, LAUNCH);
      case WHOLE -> Step.to(READY, FORGIVE);
      case FAULTY -> Step.to(REFUSED);
      case STOP -> Step.to(STOPPING, HOLD, RETIRE);
      case REMOVED -> Step.to(STOPPING, RETIRE);
      case MISSING, LOST, ABANDONED, DIED, START, RELOAD -> Step.to(WAITING);
      case CUT, UP, DOWN, RETIRED, RETRY_DUE -> Step.never(WAITING);
    };
  }

  private static Step starting(VassalEvent event) {
    return switch (event) {
      // After a CUT nothing is starting any more, and the file is looked at again.
      case CHANGED, INCOMPLETE -> Step.to(STARTING, LAUNCH);
      case WHOLE -> Step.to(READY, FORGIVE);
      case FAULTY -> Step.to(REFUSED);
      case MISSING, ABANDONED -> Step.to(WAITING, REST);
      case UP -> Step.to(READY, PROMOTE);
      case DOWN -> Step.to(FAILED, SALVAGE, SCHEDULE);
      case CUT -> Step.to(STARTING, UNDO);
      case STOP -> Step.to(STOPPING, UNDO, HOLD, RETIRE);
      case REMOVED -> Step.to(STOPPING, UNDO, RETIRE);
      case LOST, DIED, START, RELOAD -> Step.to(STARTING);
      case RETIRED, RETRY_DUE -> Step.never(STARTING);
    };
  }

  private static Step ready(VassalEvent event) {
    return switch (event) {
      case CHANGED -> Step.to(RELOADING, LAUNCH);
      case RELOAD -> Step.to(RELOADING, LAUNCH_ANEW);
      case INCOMPLETE -> Step.to(STARTING, LAUNCH);
      case ABANDONED -> Step.to(WAITING, REST);
      case DIED -> Step.to(FAILED, SCHEDULE);
      case STOP -> Step.to(STOPPING, HOLD, RETIRE);
      case REMOVED -> Step.to(STOPPING, RETIRE);
      case WHOLE, LOST, START -> Step.to(READY);
      case FAULTY, MISSING, CUT, UP, DOWN, RETIRED, RETRY_DUE -> Step.never(READY);
    };
  }

  private static Step reloading(VassalEvent event) {
    return switch (event) {
      case UP -> Step.to(READY, PROMOTE);
      case DOWN, CUT -> Step.to(READY, UNDO);
      // Nothing whole serves any more; the new generation is already on its way.
      case DIED, LOST -> Step.to(STARTING);
      case STOP -> Step.to(STOPPING, UNDO, HOLD, RETIRE);
      case REMOVED -> Step.to(STOPPING, UNDO, RETIRE);
      case START, RELOAD -> Step.to(RELOADING);
      case CHANGED, INCOMPLETE, WHOLE, FAULTY, MISSING, ABANDONED, RETIRED, RETRY_DUE ->
          Step.never(RELOADING);
    };
  }

  private static Step failed(VassalEvent event) {
    return switch (event) {
      case CHANGED, START -> Step.to(STARTING, FORGIVE, LAUNCH);
      case RELOAD -> Step.to(STARTING, FORGIVE, LAUNCH_ANEW);
      case RETRY_DUE -> Step.to(STARTING, LAUNCH);
      case FAULTY -> Step.to(REFUSED);
      case MISSING, ABANDONED -> Step.to(WAITING, REST);
      case STOP -> Step.to(STOPPING, HOLD, RETIRE);
      case REMOVED -> Step.to(STOPPING, RETIRE);
      case LOST, DIED -> Step.to(FAILED);
      case INCOMPLETE, WHOLE, CUT, UP, DOWN, RETIRED -> Step.never(FAILED);
    };
  }

  private static Step stopping(VassalEvent event) {
    return switch (event) {
      case RETIRED -> Step.to(STOPPED, BURY);
      case START -> Step.to(STARTING, RELEASE, FORGIVE, LAUNCH);
      case STOP -> Step.to(STOPPING, HOLD);
      case CHANGED -> Step.to(STARTING, RELEASE, FORGIVE, LAUNCH);
      case DIED, REMOVED, RELOAD -> Step.to(STOPPING);
      case INCOMPLETE, WHOLE, FAULTY, MISSING, LOST, ABANDONED, CUT, UP, DOWN, RETRY_DUE ->
          Step.never(STOPPING);
    };
  }

  private static Step stopped(VassalEvent event) {
    return switch (event) {
      case START, CHANGED -> Step.to(STARTING, RELEASE, FORGIVE, LAUNCH);
      case FAULTY -> Step.to(REFUSED, RELEASE);
      case MISSING -> Step.to(WAITING, RELEASE);
      case REMOVED -> Step.to(STOPPING, RELEASE, RETIRE);
      case STOP, RELOAD -> Step.to(STOPPED);
      case INCOMPLETE, WHOLE, LOST, ABANDONED, CUT, UP, DOWN, DIED, RETIRED, RETRY_DUE ->
          Step.never(STOPPED);
    };
  }
}
