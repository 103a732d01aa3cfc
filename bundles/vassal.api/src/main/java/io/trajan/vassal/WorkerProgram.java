package io.trajan.vassal;

import io.trajan.config.codec.Fault;
import java.util.List;

/**
 * A language's way of running an application in processes of its own: a whiteboard service of an
 * adapter, used by the launcher of worker processes. The program it names speaks the worker
 * protocol (WORKER-PROTOCOL.md of vassal.process): it loads the application, forks on command, and
 * its children answer requests.
 *
 * <p>All methods may be called from any thread and return at once. A running vassal needs nothing
 * more of the service: its bundle may come and go.
 */
public interface WorkerProgram {
  /** A word for tables and messages: {@code ruby}. */
  String name();

  /** Whether the spec asks for this language in processes of its own. */
  boolean wants(VassalSpec spec);

  /** What can be found wrong beforehand, as {@link Launcher#check} does. */
  List<Fault> check(VassalSpec spec);

  /**
   * What to start for a spec without faults.
   *
   * @throws LaunchException when something it needs has gone meanwhile
   */
  WorkerCommand command(VassalSpec spec) throws LaunchException;
}
