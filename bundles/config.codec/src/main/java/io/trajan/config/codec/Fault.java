package io.trajan.config.codec;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong in a configuration, told so that it can be mended without asking: where, which
 * key, what was found, what was expected and what was perhaps meant. Immutable; every reader
 * collects all faults of a file before it refuses. Control characters of the value are shown
 * escaped and a long value is cut, so that a fault is always one line.
 *
 * @param place file and line
 * @param key the key as written, empty when the line has none
 * @param value the value as written, secrets already masked, or null when the key itself is the
 *     fault
 * @param expectation what would have been accepted, as a phrase: {@code a size such as 128M, at
 *     least 4K}
 * @param nearest the nearest known key or word, or null
 */
public record Fault(
    Place place, String key, @Nullable String value, String expectation, @Nullable String nearest) {
  private static final int LONGEST_SHOWN = 200;

  public Fault {
    key = shown(key, LONGEST_SHOWN);
    value = value == null ? null : shown(value, LONGEST_SHOWN);
    expectation = shown(expectation, Integer.MAX_VALUE);
  }

  /** A value that its type refused. */
  public static Fault of(Place place, String key, String shown, BadValueException refusal) {
    return new Fault(place, key, shown, refusal.expectation(), refusal.nearest());
  }

  /** A fault of the key, or of the line. */
  public static Fault of(Place place, String key, String sentence) {
    return new Fault(place, key, null, sentence, null);
  }

  private static String shown(String text, int longest) {
    int end = Math.min(text.length(), longest);
    StringBuilder shown = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> shown.append("\\n");
        case '\r' -> shown.append("\\r");
        case '\t' -> shown.append("\\t");
        default -> {
          if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
            shown.append(String.format("\\u%04x", (int) c));
          } else {
            shown.append(c);
          }
        }
      }
    }
    return end < text.length() ? shown.append("…").toString() : shown.toString();
  }

  /** One line: {@code hello.cfg:3: threads = "many": expected a whole number from 1 to 1024}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(place).append(": ");
    if (!key.isEmpty()) {
      text.append(key);
      if (value != null) {
        text.append(" = \"").append(value).append('"');
      }
      text.append(": ");
    }
    text.append(value == null ? "" : "expected ").append(expectation);
    if (nearest != null) {
      text.append(" (did you mean ").append(nearest).append("?)");
    }
    return text.toString();
  }
}
