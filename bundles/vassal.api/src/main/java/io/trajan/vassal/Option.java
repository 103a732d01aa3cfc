package io.trajan.vassal;

import io.trajan.config.codec.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * An option that a bundle understands, with all that help, completion, checks and reference pages
 * need. Immutable.
 *
 * @param <T> the type of its values
 * @param name uWSGI's name where uWSGI has the option: {@code http-socket}
 * @param type how a value is read
 * @param repeatable whether it may be given several times
 * @param fallback the value when it is absent, or null for none
 * @param description one or two sentences with unit, range and meaning of the extremes
 */
public record Option<T>(
    String name, ValueType<T> type, boolean repeatable, @Nullable T fallback, String description) {

  /** An option that may be given once and has no default. */
  public static <T> Option<T> of(String name, ValueType<T> type, String description) {
    return new Option<>(name, type, false, null, description);
  }

  /** The same option, allowed several times. */
  public Option<T> repeated() {
    return new Option<>(name, type, true, fallback, description);
  }

  /** The same option with a default. */
  public Option<T> or(T value) {
    return new Option<>(name, type, repeatable, value, description);
  }
}
