package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;
import io.trajan.vassal.ini.Entries.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code $(NAME)} by the environment, then {@code @(FILE)} by files, then {@code %(name)}
 * by the first line of the file with that key, wherever it stands. A name that nothing stands
 * behind is left alone: log formats are written so. For one thread.
 *
 * <p>Differs from uWSGI: a variable that is not set is refused, unless the value goes to a shell,
 * which may mean {@code $(command)} by it; only files are read by {@code @(…)}; a placeholder that
 * leads to itself is refused.
 */
final class Expansion {
  private static final int DEPTH = 64;

  private final Entries entries;
  private final Catalogue catalogue;
  private final Host host;
  private final LocalFiles files;
  private final Budget budget;
  private final Map<Integer, Shown> known = new HashMap<>();
  private final List<Integer> path = new ArrayList<>();

  Expansion(Entries entries, Catalogue catalogue, Host host, LocalFiles files, Budget budget) {
    this.entries = entries;
    this.catalogue = catalogue;
    this.host = host;
    this.files = files;
    this.budget = budget;
  }

  /** Whether there may be anything to replace. */
  static boolean isNeeded(String text) {
    return text.contains("$(") || text.contains("@(") || text.contains("%(");
  }

  /**
   * The value of an entry.
   *
   * @throws BadValueException when something in it cannot be replaced
   */
  Shown value(int number) throws BadValueException {
    Shown value = known.get(number);
    if (value == null) {
      value = compute(number);
      known.put(number, value);
    }
    return value;
  }

  private Shown compute(int number) throws BadValueException {
    Entry entry = entries.all().get(number);
    if (entry.literal() || !isNeeded(entry.value())) {
      return Shown.of(entry.value());
    }
    if (path.contains(number) || path.size() == DEPTH) {
      throw new BadValueException(circle(number));
    }
    path.add(number);
    try {
      return expand(entry.key(), entry.value());
    } finally {
      path.removeLast();
    }
  }

  private String circle(int number) {
    List<String> keys = new ArrayList<>();
    path.forEach(each -> keys.add(entries.all().get(each).key()));
    keys.add(entries.all().get(number).key());
    return path.contains(number)
        ? "placeholders that do not lead to themselves: " + String.join(" → ", keys)
        : "placeholders at most "
            + DEPTH
            + " deep: "
            + keys.getFirst()
            + " → … → "
            + keys.getLast();
  }

  /**
   * A text that is the value of a key.
   *
   * @throws BadValueException when something in it cannot be replaced
   */
  Shown expand(String key, String text) throws BadValueException {
    Shown value = Shown.of(text);
    value = Template.replace(value, '$', name -> variable(key, name), budget);
    value = Template.replace(value, '@', this::content, budget);
    return Template.replace(value, '%', this::reference, budget);
  }

  private @Nullable Shown variable(String key, String name) throws BadValueException {
    String value = host.variable(name);
    if (value != null) {
      return Shown.of(value);
    }
    if (catalogue.isForShell(key) || !name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      return null;
    }
    throw new BadValueException("the environment variable " + name + " to be set");
  }

  private Shown content(String name) throws BadValueException {
    if (name.contains("://")) {
      throw new BadValueException("a file: nothing else is read in its place, no " + name);
    }
    return new Shown(files.text(name), "@(" + name + ")");
  }

  private @Nullable Shown reference(String name) throws BadValueException {
    if (Arithmetic.isOne(name)) {
      return Arithmetic.evaluate(name, this::reference);
    }
    int number = entries.first(name);
    // What is inherited comes after placeholders were replaced.
    return number < 0 || entries.all().get(number).literal() ? null : value(number);
  }
}
