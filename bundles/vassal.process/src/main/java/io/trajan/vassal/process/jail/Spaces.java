package io.trajan.vassal.process.jail;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.ValueType;
import java.util.List;
import java.util.Set;

/** Lists of namespaces, with uWSGI's synonyms; namespaces(7). Pure functions. */
final class Spaces {
  private static final List<String> NAMES =
      List.of("ipc", "uts", "fs", "pid", "net", "user", "cgroup", "time");

  private static final Set<String> MOUNTS = Set.of("ns", "mount", "mnt");

  private Spaces() {}

  /** Values such as {@code ipc,uts,fs,pid,net}. */
  static ValueType<List<String>> type() {
    return Texts.type("namespaces", "a comma list of " + String.join(", ", NAMES), Spaces::parse);
  }

  private static List<String> parse(String text) throws BadValueException {
    return Texts.known(text, NAMES, Spaces::meaning, "a comma list of namespaces");
  }

  private static String meaning(String item) {
    return MOUNTS.contains(item) ? "fs" : item;
  }
}
