package io.trajan.config.codec;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code $[env:NAME]}, {@code $[secret:FILE]}, {@code $[prop:NAME]}, each also with {@code
 * ;default=TEXT}; {@code $$[} stands for {@code $[}. What a placeholder brings is never read again,
 * so there is no recursion and no growth beyond {@value #LONGEST} characters. Immutable; pure as
 * far as its sources are.
 */
public final class Interpolation {
  /** A result longer than this is a fault. */
  static final int LONGEST = 1 << 16;

  private static final String MASK = "***";

  /** Where the values of one kind of placeholder come from. */
  public interface Source {
    /**
     * The value, or null when there is none.
     *
     * @throws BadValueException when the name itself is refused, with what it should have been
     */
    @Nullable String value(String name) throws BadValueException;

    /** What a value is, for messages: {@code an environment variable}. */
    String what();

    /** The names there are, to find the nearest; few. */
    default Collection<String> names() {
      return List.of();
    }

    /** Whether values are masked in messages. */
    default boolean secret() {
      return false;
    }
  }

  private final Map<String, Source> sources;

  /**
   * @param sources by the word before the colon
   */
  public Interpolation(Map<String, Source> sources) {
    this.sources = Map.copyOf(sources);
  }

  /**
   * Replaces the placeholders of one item.
   *
   * @param key the key, for faults
   * @param faults hears of every fault
   * @return the result, or null when there was a fault
   */
  public @Nullable Interpolated apply(String key, ConfigItem item, Consumer<Fault> faults) {
    if (item.text().indexOf("$[") < 0) {
      return new Interpolated(item.text(), item.text());
    }
    return new Pass(key, item, faults).run();
  }

  /** One item's way through. */
  private final class Pass {
    private final String key;
    private final ConfigItem item;
    private final Consumer<Fault> faults;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder shown = new StringBuilder();
    private boolean sound = true;

    Pass(String key, ConfigItem item, Consumer<Fault> faults) {
      this.key = key;
      this.item = item;
      this.faults = faults;
    }

    @Nullable Interpolated run() {
      String from = item.text();
      int done = 0;
      for (int at = from.indexOf("$["); at >= 0; at = from.indexOf("$[", done)) {
        boolean literal = at > done && from.charAt(at - 1) == '$';
        plain(from.substring(done, literal ? at - 1 : at));
        done = literal ? at + 2 : placeholder(from, at);
        if (literal) {
          plain("$[");
        }
      }
      plain(from.substring(done));
      return sound ? new Interpolated(text.toString(), shown.toString()) : null;
    }

    private void plain(String part) {
      append(part, part);
    }

    private void append(String real, String visible) {
      if (sound && text.length() + real.length() > LONGEST) {
        fault(item.text(), "at most " + LONGEST + " characters after its placeholders", null);
      }
      if (sound) {
        text.append(real);
        shown.append(visible);
      }
    }

    private int placeholder(String from, int at) {
      int end = from.indexOf(']', at);
      if (end < 0) {
        fault(from.substring(at), "a closing ] of the placeholder", null);
        return from.length();
      }
      if (from.lastIndexOf("$[", end) > at) {
        fault(from.substring(at, end + 1), "no placeholder inside a placeholder", null);
      } else {
        replace(from.substring(at, end + 1));
      }
      return end + 1;
    }

    private void replace(String written) {
      String inside = written.substring(2, written.length() - 1);
      int semicolon = inside.indexOf(';');
      String name = semicolon < 0 ? inside : inside.substring(0, semicolon);
      String fallback = null;
      if (semicolon >= 0) {
        String directive = inside.substring(semicolon + 1);
        if (!directive.startsWith("default=")) {
          fault(written, "nothing but ;default=… behind the name", null);
          return;
        }
        fallback = directive.substring("default=".length());
      }
      int colon = name.indexOf(':');
      Source source = colon < 0 ? null : sources.get(name.substring(0, colon));
      if (source == null) {
        unknown(written, name, colon);
      } else {
        look(written, source, name.substring(0, colon + 1), name.substring(colon + 1), fallback);
      }
    }

    private void unknown(String written, String name, int colon) {
      List<String> known = sources.keySet().stream().sorted().map(kind -> kind + ":").toList();
      String kind = colon < 0 ? name : name.substring(0, colon + 1);
      fault(written, "a placeholder of " + String.join(", ", known), Nearest.to(kind, known));
    }

    private void look(
        String written, Source source, String kind, String name, @Nullable String fallback) {
      try {
        String value = source.value(name);
        if (value != null) {
          append(value, source.secret() ? MASK : value);
        } else if (fallback != null) {
          plain(fallback);
        } else {
          String near = Nearest.to(name, source.names());
          fault(
              written,
              source.what() + " named " + name + ", or ;default=…",
              near == null ? null : "$[" + kind + near + "]");
        }
      } catch (BadValueException e) {
        fault(written, e.expectation(), e.nearest());
      }
    }

    private void fault(String written, String expectation, @Nullable String nearest) {
      sound = false;
      faults.accept(new Fault(item.place(), key, written, expectation, nearest));
    }
  }
}
