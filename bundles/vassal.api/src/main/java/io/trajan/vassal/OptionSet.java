package io.trajan.vassal;

import java.util.List;

/**
 * The options that a bundle claims. A whiteboard service: the emperor knows the options of the sets
 * present now, and looks again at waiting vassals when a set comes.
 */
public interface OptionSet {
  /** A word for tables, usually the technology: {@code rack}. */
  String name();

  /** The options, in the order in which a reference page shows them. */
  List<Option<?>> options();

  /**
   * The {@link Launcher#name} without which the options do nothing: a vassal that gives one of them
   * waits until it is there. Empty when they need none.
   */
  default String launcher() {
    return "";
  }
}
