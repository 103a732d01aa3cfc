package io.trajan.config.codec;

import java.util.List;

/**
 * A key with its value or values. Immutable.
 *
 * @param key the key, without the number of {@code key.1}
 * @param place the line of the key, of the first one for {@code key.1}, {@code key.2}
 * @param list whether the file writes a list; otherwise there is exactly one item
 * @param items the values in order
 */
public record ConfigEntry(String key, Place place, boolean list, List<ConfigItem> items) {
  public ConfigEntry {
    items = List.copyOf(items);
    if (!list && items.size() != 1) {
      throw new IllegalArgumentException(key + ": " + items.size() + " items of a single value");
    }
  }

  /** The text of the only value. */
  public String text() {
    return items.getFirst().text();
  }
}
