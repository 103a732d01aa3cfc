package io.trajan.shell;

import java.util.Collection;

/**
 * Names of living things that a command line can be completed with: vassals, features, bundles. A
 * whiteboard service; several of one kind are joined.
 */
public interface Candidates {
  /** What kind of thing, as in {@link CompleteWith}: {@code vassal}. */
  String kind();

  /** The names now; called for each completion, must be quick. */
  Collection<String> names();
}
