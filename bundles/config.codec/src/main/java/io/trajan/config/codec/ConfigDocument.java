package io.trajan.config.codec;

import java.util.List;
import java.util.Optional;

/**
 * A configuration file, read. Immutable. The entries are what could be read beside the faults, for
 * checks that want to tell everything at once; a document with a fault never takes effect.
 *
 * @param file the file as the person would name it
 * @param entries one per key, in the order of the file
 * @param faults in the order of the file
 */
public record ConfigDocument(String file, List<ConfigEntry> entries, List<Fault> faults) {
  public ConfigDocument {
    entries = List.copyOf(entries);
    faults = List.copyOf(faults);
  }

  /** Whether it is without a fault. */
  public boolean sound() {
    return faults.isEmpty();
  }

  /** The entry of a key. */
  public Optional<ConfigEntry> entry(String key) {
    return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
  }
}
