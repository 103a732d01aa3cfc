package io.trajan.vassal.ini;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of uWSGI's options without asking who claims them: a file must mean the same while
 * a bundle is being updated. Its tables are the text files beside it. Immutable.
 */
final class Catalogue {
  /** Options whose value goes to a shell, where {@code $(…)} is the shell's own. */
  private static final Set<String> SHELL =
      Set.of("exec", "hook", "attach", "smart", "cron", "unique", "legion", "touch", "vassals");

  private final Map<String, String> ignored;
  private final Map<String, String> aliases;
  private final Set<String> flags;
  private final Set<String> known;

  private Catalogue(
      Map<String, String> ignored,
      Map<String, String> aliases,
      Set<String> flags,
      Set<String> known) {
    this.ignored = ignored;
    this.aliases = aliases;
    this.flags = flags;
    this.known = known;
  }

  /** Reads the tables. */
  static Catalogue load() {
    return new Catalogue(
        pairs("ignored.txt"), pairs("aliases.txt"), words("flags.txt"), words("known.txt"));
  }

  private static Map<String, String> pairs(String table) {
    Map<String, String> pairs = new TreeMap<>();
    for (String line : text(table).split("\n")) {
      int equals = line.indexOf(" = ");
      if (!line.startsWith("#") && equals > 0) {
        pairs.put(line.substring(0, equals), line.substring(equals + 3));
      }
    }
    return pairs;
  }

  private static Set<String> words(String table) {
    Set<String> words = new TreeSet<>();
    for (String line : text(table).split("\n")) {
      if (!line.startsWith("#")) {
        words.addAll(Set.of(line.split(" ")));
      }
    }
    return words;
  }

  private static String text(String table) {
    try (InputStream in = Catalogue.class.getResourceAsStream(table)) {
      if (in == null) {
        throw new IllegalStateException("the bundle lacks its table " + table);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Why an option is accepted and does nothing; null when it is none of those. */
  @Nullable String ignored(String option) {
    return ignored.get(option);
  }

  /** The options that do nothing. */
  Set<String> ignored() {
    return ignored.keySet();
  }

  /** The name under which an option is claimed. */
  String canonical(String option) {
    return aliases.getOrDefault(option, option);
  }

  /** Second names of options and the first ones. */
  Map<String, String> aliases() {
    return aliases;
  }

  /** Whether a name is an option's, and never a placeholder's. */
  boolean isOption(String name) {
    return known.contains(name);
  }

  /** The names of all options. */
  Set<String> options() {
    return known;
  }

  /** What a key without a value means: only a few options mean anything but yes by it. */
  String bare(String option) {
    return canonical(option).equals("chmod-socket") ? "666" : "true";
  }

  /** Whether an option is switched on by its name. */
  boolean isFlag(String option) {
    return flags.contains(option);
  }

  /** Whether an option's value goes to a shell. */
  boolean isForShell(String option) {
    int hyphen = option.indexOf('-');
    return SHELL.contains(hyphen < 0 ? option : option.substring(0, hyphen));
  }
}
