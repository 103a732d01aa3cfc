package io.trajan.shell.server.session;

import io.trajan.shell.server.terminal.RemoteTerminal;
import java.io.IOException;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.jspecify.annotations.Nullable;

/**
 * What a session is made of once the client has said what it wants.
 *
 * @param gogo Gogo's session
 * @param mode how it talks
 * @param terminal the terminal, null in a batch
 */
record Conversation(CommandSessionImpl gogo, Mode mode, @Nullable RemoteTerminal terminal)
    implements AutoCloseable {
  @Override
  public void close() {
    gogo.close();
    if (terminal != null) {
      try {
        terminal.close();
      } catch (IOException e) {
        // Its connection is gone.
      }
    }
  }
}
