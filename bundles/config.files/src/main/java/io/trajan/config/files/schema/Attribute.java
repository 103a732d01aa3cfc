package io.trajan.config.files.schema;

import io.trajan.config.codec.ValueType;
import java.util.List;

/**
 * One key of a configuration. Immutable.
 *
 * @param key the key
 * @param type how one value is read
 * @param many whether it takes several values
 * @param shape what ConfigAdmin is handed
 * @param required whether a configuration without it is refused
 * @param secret whether its value is masked in messages
 * @param defaults the values that stand in when it is absent; empty when there are none
 * @param name its title, may be empty
 * @param description may be empty
 */
public record Attribute(
    String key,
    ValueType<?> type,
    boolean many,
    Shape shape,
    boolean required,
    boolean secret,
    List<String> defaults,
    String name,
    String description) {
  /**
   * What several values become.
   *
   * @param element the class of a value
   * @param limit how many there may be
   * @param vector a {@link java.util.Vector} instead of an array
   */
  public record Shape(Class<?> element, int limit, boolean vector) {}

  public Attribute {
    defaults = List.copyOf(defaults);
  }
}
