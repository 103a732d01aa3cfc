package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.BoundedPattern;
import io.trajan.config.codec.CostlyMatchException;
import io.trajan.config.codec.ValueTypes;
import io.trajan.vassal.ini.Block.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * uWSGI's conditions: {@code if-env}, {@code if-not-env} and so on. Each looks at the machine or at
 * the lines before it.
 *
 * @see <a href="https://uwsgi-docs.readthedocs.io/en/latest/ConfigLogic.html">Configuration logic
 *     </a>
 */
final class Conditions {
  private static final Set<String> KINDS =
      Set.of(
          "env",
          "exists",
          "file",
          "dir",
          "directory",
          "opt",
          "reload",
          "hostname",
          "hostname-match",
          "plugin");

  /** Old spellings without hyphens. */
  private static final Set<String> JOINED = Set.of("ifenv", "ifexists", "ifdir", "ifplugin");

  private final Host host;
  private final LocalFiles files;
  private final Function<String, @Nullable String> options;

  /**
   * @param options an option's value as written so far, null when it was not given
   */
  Conditions(Host host, LocalFiles files, Function<String, @Nullable String> options) {
    this.host = host;
    this.files = files;
    this.options = options;
  }

  /** Whether a key begins a condition, known or not. */
  static boolean isOne(String key) {
    return key.startsWith("if-") || JOINED.contains(key);
  }

  /** The keys that begin one. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>(JOINED);
    for (String kind : KINDS) {
      names.add("if-" + kind);
      if (!kind.equals("directory")) {
        names.add("if-not-" + kind);
      }
    }
    return names;
  }

  /**
   * The block that a condition opens.
   *
   * @param argument what it asks for
   * @throws BadValueException when it cannot be answered
   */
  Block open(Assignment opening, String argument) throws BadValueException {
    String key = opening.key();
    boolean not = key.startsWith("if-not-");
    String kind = JOINED.contains(key) ? key.substring(2) : key.substring(not ? 7 : 3);
    return switch (kind) {
      case "env" -> compared(opening, not, argument, host::variable);
      case "opt" -> compared(opening, not, argument, options);
      case "exists" -> asked(opening, not, argument, Files.exists(path(argument)));
      case "file" -> asked(opening, not, argument, Files.isRegularFile(path(argument)));
      case "dir", "directory" -> asked(opening, not, argument, Files.isDirectory(path(argument)));
      case "hostname" -> asked(opening, not, argument, host.name().equals(argument));
      case "hostname-match" -> asked(opening, not, argument, matches(argument));
      case "reload" -> Block.condition(opening, not, Context.NONE);
      default ->
          throw new BadValueException(
              "no question for plugins: here they are bundles, which come and go");
    };
  }

  private Path path(String argument) throws BadValueException {
    return files.path(argument);
  }

  private static Block asked(Assignment opening, boolean not, String argument, boolean answer) {
    return Block.condition(opening, answer != not, new Context(argument));
  }

  /** {@code NAME}: whether it has a value; {@code NAME=TEXT}: whether it has that one. */
  private static Block compared(
      Assignment opening, boolean not, String argument, Function<String, @Nullable String> values) {
    int equals = argument.indexOf('=');
    String value = values.apply(equals < 0 ? argument : argument.substring(0, equals));
    boolean answer = value != null && (equals < 0 || value.equals(argument.substring(equals + 1)));
    return Block.condition(opening, answer != not, new Context(value));
  }

  private boolean matches(String pattern) throws BadValueException {
    BoundedPattern compiled = ValueTypes.regex().parse(pattern);
    try {
      return compiled.find(host.name()) != null;
    } catch (CostlyMatchException e) {
      throw new BadValueException("a regular expression that is less work");
    }
  }
}
