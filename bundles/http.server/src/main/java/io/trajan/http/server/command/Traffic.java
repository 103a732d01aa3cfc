package io.trajan.http.server.command;

import io.trajan.http.server.listen.Listener;
import io.trajan.http.server.net.ConnectionFacts;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** What the commands look at. Any thread may call it. */
public interface Traffic {
  /** Every listener; a snapshot. */
  Collection<Listener> listeners();

  /**
   * Every connection that speaks HTTP or has to send its PROXY header, as its event loop saw it
   * just now; in no order. A TLS handshake that goes on is counted by its listener only.
   *
   * @throws TimeoutException when an event loop does not answer within a second
   */
  List<ConnectionFacts> connections() throws InterruptedException, TimeoutException;
}
