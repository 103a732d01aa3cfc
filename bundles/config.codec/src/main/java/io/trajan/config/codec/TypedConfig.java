package io.trajan.config.codec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A configuration whose every value has its type, before it takes effect. Immutable.
 *
 * @param pid the PID, {@code factory~name} for an instance of a factory
 * @param file the file as a whole
 * @param values by key, as ConfigAdmin would hand them over; the defaults of the metatype stand in
 *     for absent keys
 * @param written what the file itself gives, by key
 */
public record TypedConfig(
    String pid, Place file, Map<String, Object> values, Map<String, Written> written) {
  public TypedConfig {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    written = Collections.unmodifiableMap(new LinkedHashMap<>(written));
  }

  /**
   * A value in the file.
   *
   * @param place where
   * @param shown as text, secrets masked
   */
  public record Written(Place place, String shown) {}

  /**
   * A fault of a key's value, at its place when the file gives it and of the whole file otherwise.
   */
  public Fault fault(String key, String expectation) {
    Written at = written.get(key);
    return at == null
        ? Fault.of(file, key, "expected " + expectation)
        : new Fault(at.place(), key, at.shown(), expectation, null);
  }
}
