package io.trajan.vassal;

import io.trajan.config.codec.Place;

/**
 * An option as a vassal's file gives it: interpolated, not yet typed. Immutable.
 *
 * @param option its name
 * @param value its text, placeholders replaced, trimmed
 * @param shown the text that may be shown to people: secrets are masked in it
 * @param place where it stands
 */
public record Given(String option, String value, String shown, Place place) {
  /** An option without a secret in it. */
  public static Given of(String option, String value, Place place) {
    return new Given(option, value, value, place);
  }
}
