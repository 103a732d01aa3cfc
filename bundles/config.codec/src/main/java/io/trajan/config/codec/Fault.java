package io.trajan.config.codec;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong in a configuration, told so that it can be mended without asking: where, which
 * key, what was found, what was expected and what was perhaps meant. Immutable; every reader
 * collects all faults of a file before it refuses.
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
