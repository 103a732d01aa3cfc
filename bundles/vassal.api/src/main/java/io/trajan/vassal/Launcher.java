package io.trajan.vassal;

import io.trajan.config.codec.Fault;
import java.util.Collection;
import java.util.List;

/**
 * Brings a part of a vassal to life: its listeners, its application. A whiteboard service by the
 * technology; the emperor asks every launcher that wants a spec, {@link Phase#LISTEN} before {@link
 * Phase#APPLICATION}. All methods may be called from any thread and return at once; the work is
 * done on threads of the launcher.
 *
 * <p>What it launched belongs to the launcher, not to the emperor: when the emperor is updated the
 * instances go on, and the next emperor finds them in {@link #instances} and adopts those whose
 * spec has not changed. When the launcher's own bundle stops it retires them all, and the emperor
 * launches again when it is back.
 */
public interface Launcher {
  /** In which order the parts of a vassal are started. */
  enum Phase {
    /** Sockets are bound, connections wait. */
    LISTEN,
    /** The application is loaded and its handlers are registered. */
    APPLICATION
  }

  /** A word for tables and journeys: {@code rack}, {@code http}. */
  String name();

  /** When it takes its turn. */
  Phase phase();

  /** Whether the spec has options for this launcher. */
  boolean wants(VassalSpec spec);

  /**
   * What can be found wrong before anything is done: files that are missing, options that
   * contradict each other.
   */
  List<Fault> check(VassalSpec spec);

  /**
   * Starts a new instance beside those that run. Nothing of an older generation is touched: its
   * handlers go on until it is retired. Resources that both need, such as a listening socket, are
   * shared between them.
   */
  Instance launch(Launch launch);

  /** The instances that are starting or running, in no order; a snapshot. */
  Collection<Instance> instances();
}
