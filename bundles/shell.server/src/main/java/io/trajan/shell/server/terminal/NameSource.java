package io.trajan.shell.server.terminal;

import java.util.List;

/** The names of living things, for completion. */
@FunctionalInterface
public interface NameSource {
  /** The names of a kind that may complete a word: all of them, or only those that fit. */
  List<String> names(String kind, String word);
}
