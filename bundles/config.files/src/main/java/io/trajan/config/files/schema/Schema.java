package io.trajan.config.files.schema;

import java.util.List;
import java.util.Optional;

/**
 * What a bundle says about the configurations of one PID. Immutable.
 *
 * @param pid the PID, or the factory PID
 * @param factory whether there may be any number of configurations, each with a name
 * @param bundle the symbolic name of the bundle that says it
 * @param title may be empty
 * @param description may be empty
 * @param attributes in the order of the definition
 */
public record Schema(
    String pid,
    boolean factory,
    String bundle,
    String title,
    String description,
    List<Attribute> attributes) {
  public Schema {
    attributes = List.copyOf(attributes);
  }

  /** The attribute of a key. */
  public Optional<Attribute> attribute(String key) {
    return attributes.stream().filter(attribute -> attribute.key().equals(key)).findFirst();
  }

  /** All keys. */
  public List<String> keys() {
    return attributes.stream().map(Attribute::key).toList();
  }
}
