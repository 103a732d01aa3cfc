package io.trajan.vassal.process;

import io.trajan.vassal.process.pool.Worker;
import io.trajan.vassal.process.warden.Troop;
import java.util.LinkedHashSet;
import java.util.Set;

/** A troop with the workers it raised, and how far it is. Confined to the keeper's thread. */
final class Squad {
  final Troop troop;

  /** Those whose end was not heard of. */
  final Set<Worker> workers = new LinkedHashSet<>();

  /** What the program or a stage said it failed of, and what can be done. */
  String failure = "";

  String remedy = "";

  /** Whether it can be asked for workers. */
  boolean raised;

  /** Whether the program itself has ended. */
  boolean ended;

  /** Whether nothing of it is left. */
  boolean gone;

  /** Whether another takes its place. */
  boolean replaced;

  /** Whether it was told to end. */
  boolean stopped;

  Squad(Troop troop) {
    this.troop = troop;
  }
}
