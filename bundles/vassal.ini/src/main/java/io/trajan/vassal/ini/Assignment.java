package io.trajan.vassal.ini;

import io.trajan.config.codec.Place;

/**
 * A line {@code key = value}. Immutable.
 *
 * @param place where it stands
 * @param key what stands before the first equals sign, without the blanks around it
 * @param value what stands behind it, without the blanks around it
 * @param bare whether there is no equals sign: a key alone
 */
record Assignment(Place place, String key, String value, boolean bare) {
  Assignment with(String newValue) {
    return new Assignment(place, key, newValue, bare);
  }
}
