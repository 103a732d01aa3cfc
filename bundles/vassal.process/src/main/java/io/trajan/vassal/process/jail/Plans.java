package io.trajan.vassal.process.jail;

import java.io.IOException;

/** What vassals' starts would do; a service within this bundle. Thread-safe. */
public interface Plans {
  /**
   * The steps of a start.
   *
   * @param text a line for each, and below it why it would fail
   * @param well whether none would
   */
  record Steps(String text, boolean well) {}

  /**
   * The steps of a vassal's start, nothing done.
   *
   * @throws IOException with a sentence, when there are none to tell
   */
  Steps plan(String vassal) throws IOException, InterruptedException;
}
