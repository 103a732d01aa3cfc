package io.trajan.shell.server.grammar;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One parameter of a command's method. */
public sealed interface Slot {
  /** Gogo's session, not on the command line. */
  record SessionSlot() implements Slot {}

  /**
   * A flag.
   *
   * @param names as typed, with their hyphens, the last one is the one shown
   * @param type of the parameter
   * @param present the value when it stands without one; null when it takes a value
   * @param absent the value when it is not there
   * @param value what the usage calls its value
   * @param description for help, may be empty
   * @param kind with which candidates its value completes, or null
   */
  record FlagSlot(
      List<String> names,
      Class<?> type,
      @Nullable String present,
      String absent,
      String value,
      String description,
      @Nullable String kind)
      implements Slot {
    /** The name that usage and messages show. */
    public String name() {
      return names.getLast();
    }

    /** As in a usage line: {@code --min MIN}. */
    public String form() {
      return present == null ? name() + " " + value : name();
    }
  }

  /**
   * A positional argument.
   *
   * @param name in capitals, as the usage shows it
   * @param type of the parameter; of its elements when {@code many}
   * @param many whether it takes all that is left
   * @param description for help, may be empty
   * @param kind with which candidates it completes, or null
   */
  record ArgumentSlot(
      String name, Class<?> type, boolean many, String description, @Nullable String kind)
      implements Slot {
    /** As in a usage line: {@code VASSAL...}. */
    public String form() {
      return many ? "[" + name + "...]" : name;
    }
  }
}
