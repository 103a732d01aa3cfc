package io.trajan.shell.server.gogo;

import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.jspecify.annotations.Nullable;

/**
 * What commands of this bundle and the calling machinery need of the session they run in. It
 * travels as the session variable {@value #VARIABLE}.
 */
public interface Desk {
  /** The variable of Gogo's session that holds it. */
  String VARIABLE = ".desk";

  /** The session's number. */
  int number();

  /** Columns of the terminal, 0 when output goes elsewhere. */
  int columns();

  /** Whether all results are wanted as JSON. */
  boolean json();

  /** Asks the session to end after the running line. */
  void leave(int status);

  /** The lines typed so far, oldest first; empty without a terminal. */
  List<String> history();

  /** Empties the screen. */
  void clear();

  /**
   * Notes that this thread now runs a command of the session, so that stopping the shell does not
   * wait for itself.
   */
  void entered(String command) throws InterruptedException;

  /** The counterpart of {@link #entered}. */
  void left();

  /** The desk of a session; null when it is not one of ours. */
  static @Nullable Desk of(CommandSession session) {
    return session.get(VARIABLE) instanceof Desk desk ? desk : null;
  }
}
