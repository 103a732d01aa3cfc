package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * uWSGI's magic variables, as a file sees them: small letters speak of the file they stand in,
 * capitals of the vassal's own. They are replaced once, before anything else; {@code %(} is left
 * for the placeholders. Immutable.
 *
 * <p>Differs from uWSGI: a letter it does not know is refused, where there it vanishes together
 * with the percent sign; so are those that have no meaning here.
 *
 * @see <a href="https://uwsgi-docs.readthedocs.io/en/latest/Configuration.html#magic-variables">
 *     Magic variables</a>
 */
final class Magic {
  private static final Map<Character, String> MEANINGLESS =
      Map.of(
          't', "a file is read whenever it changes, not at one start",
          'T', "a file is read whenever it changes, not at one start",
          'b', "there is no uWSGI binary");

  private final Map<Character, String> variables;

  private Magic(Map<Character, String> variables) {
    this.variables = variables;
  }

  /**
   * The variables of a file.
   *
   * @param here the file they stand in
   * @param vassal the vassal's own file
   */
  static Magic of(FileName here, FileName vassal, Host host) {
    Map<Character, String> variables = new TreeMap<>();
    here.variables(host).forEach(variables::put);
    vassal
        .variables(host)
        .forEach(
            (letter, value) -> {
              if (Character.isLetter(letter)) {
                variables.put(Character.toUpperCase(letter), value);
              }
            });
    variables.put('v', vassal.bareDirectory());
    host.variables().forEach(variables::put);
    variables.put('%', "%");
    variables.put('(', "%(");
    variables.put('[', "\u001b[");
    return new Magic(variables);
  }

  /**
   * The text with its magic variables replaced.
   *
   * @throws BadValueException for one that is unknown or has no meaning here
   */
  String expand(String text) throws BadValueException {
    int at = text.indexOf('%');
    if (at < 0) {
      return text;
    }
    StringBuilder result = new StringBuilder(text.length() + 32);
    int done = 0;
    for (; at >= 0 && at + 1 < text.length(); at = text.indexOf('%', done)) {
      result.append(text, done, at).append(value(text.charAt(at + 1)));
      done = at + 2;
    }
    return result.append(text, done, text.length()).toString();
  }

  private String value(char letter) throws BadValueException {
    String value = variables.get(letter);
    if (value != null) {
      return value;
    }
    String reason = MEANINGLESS.get(letter);
    throw new BadValueException(
        reason == null
            ? "no %" + letter + " (write %% for a percent sign; known are " + known() + ")"
            : "no %" + letter + ": " + reason);
  }

  private String known() {
    StringBuilder known = new StringBuilder();
    for (char c : variables.keySet()) {
      boolean capital = Character.isUpperCase(c) && variables.containsKey(Character.toLowerCase(c));
      boolean mostly = "VUG".indexOf(c) >= 0 || !capital;
      if (mostly && !(c > '0' && c <= '9')) {
        known.append(known.isEmpty() ? "%" : " %").append(c);
      }
    }
    return known.toString();
  }

  /** The value of a variable, for tests and messages; null when there is none. */
  @Nullable String get(char letter) {
    return variables.get(letter);
  }
}
