package io.trajan.config.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
   * The faults of texts that are finer than the metatype can say: durations, sizes, addresses.
   *
   * @param types by key, how its text is read
   */
  public List<Fault> refused(Map<String, ? extends ValueType<?>> types) {
    List<Fault> faults = new ArrayList<>();
    types.forEach(
        (key, type) -> {
          Object value = values.get(key);
          try {
            if (value != null) {
              type.parse(value.toString());
            }
          } catch (BadValueException e) {
            faults.add(fault(key, e.expectation(), e.nearest()));
          }
        });
    return faults;
  }

  /**
   * A fault of a key's value, at its place when the file gives it and of the whole file otherwise.
   */
  public Fault fault(String key, String expectation) {
    return fault(key, expectation, null);
  }

  private Fault fault(String key, String expectation, @Nullable String nearest) {
    Written at = written.get(key);
    return at == null
        ? Fault.of(file, key, "expected " + expectation)
        : new Fault(at.place(), key, at.shown(), expectation, nearest);
  }
}
