package io.trajan.config.files.schema;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.ValueType;
import io.trajan.config.files.schema.Attribute.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeProvider;
import org.osgi.service.metatype.ObjectClassDefinition;

/** Schemas that a bundle makes at run time and registers as a {@link MetaTypeProvider}. */
final class ProviderReader {
  private ProviderReader() {}

  /** The schema of a PID, or null when the provider has none or fails. */
  static @Nullable Schema read(
      MetaTypeProvider provider, String pid, boolean factory, String owner) {
    try {
      ObjectClassDefinition definition = provider.getObjectClassDefinition(pid, null);
      return definition == null ? null : schema(definition, pid, factory, owner);
    } catch (RuntimeException | LinkageError e) { // somebody else's code, which need not know it
      return null;
    }
  }

  private static Schema schema(
      ObjectClassDefinition definition, String pid, boolean factory, String owner) {
    List<Attribute> attributes = new ArrayList<>();
    add(attributes, definition.getAttributeDefinitions(ObjectClassDefinition.REQUIRED), true);
    add(attributes, definition.getAttributeDefinitions(ObjectClassDefinition.OPTIONAL), false);
    return new Schema(
        pid,
        factory,
        owner,
        orEmpty(definition.getName()),
        orEmpty(definition.getDescription()),
        attributes);
  }

  private static void add(
      List<Attribute> attributes, AttributeDefinition @Nullable [] definitions, boolean required) {
    for (AttributeDefinition ad : definitions == null ? new AttributeDefinition[0] : definitions) {
      attributes.add(attribute(ad, required));
    }
  }

  private static Attribute attribute(AttributeDefinition ad, boolean required) {
    String[] options = ad.getOptionValues();
    String[] defaults = ad.getDefaultValue();
    ValueType<?> type =
        AttributeTypes.of(ad.getType(), null, null, options == null ? List.of() : List.of(options));
    int cardinality = ad.getCardinality();
    int limit = cardinality == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(cardinality);
    return new Attribute(
        ad.getID(),
        new Validated(type, ad),
        cardinality != 0,
        new Shape(AttributeTypes.element(ad.getType()), limit, cardinality < 0),
        required && defaults == null,
        ad.getType() == AttributeDefinition.PASSWORD,
        defaults == null ? List.of() : List.of(defaults),
        orEmpty(ad.getName()),
        orEmpty(ad.getDescription()));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** The provider's own word is asked too; it alone knows its ranges. */
  private record Validated(ValueType<?> plain, AttributeDefinition ad)
      implements ValueType<Object> {
    @Override
    public Object parse(String text) throws BadValueException {
      Object value = plain.parse(text);
      String refusal = ad.validate(text);
      if (refusal != null && !refusal.isEmpty()) {
        throw new BadValueException(expectation() + ": " + refusal.replaceFirst("^%", ""));
      }
      return value;
    }

    @Override
    public String expectation() {
      return plain.expectation();
    }

    @Override
    public String name() {
      return plain.name();
    }
  }
}
