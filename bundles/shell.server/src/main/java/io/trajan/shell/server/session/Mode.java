package io.trajan.shell.server.session;

import java.io.IOException;
import java.util.List;

/**
 * How a session talks: at a terminal, as a script, or for one command. {@link #run} has a thread;
 * the rest may come from any.
 */
interface Mode {
  /** Runs to the end and returns the exit status. */
  int run() throws IOException;

  /** Bytes from the client. */
  void input(byte[] bytes) throws IOException;

  /** No more input will come. */
  void endOfInput() throws IOException;

  /** Ctrl-C. */
  void interrupt();

  /** The terminal has another size. */
  void resize(int columns, int rows);

  /** No further line is to be run; the running one goes on unless interrupted. */
  void leave();

  /** Whether it waits for a person. */
  boolean isWaiting();

  /** The lines typed. */
  List<String> history();

  /** Empties the screen. */
  void clear();
}
