package io.trajan.config.files;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.ConfigEntry;
import io.trajan.config.codec.ConfigItem;
import io.trajan.config.codec.ConfigTag;
import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Interpolated;
import io.trajan.config.codec.Interpolation;
import io.trajan.config.codec.Nearest;
import io.trajan.config.codec.Place;
import io.trajan.config.codec.TypedConfig;
import io.trajan.config.codec.ValueType;
import io.trajan.config.codec.ValueTypes;
import io.trajan.config.files.schema.Attribute;
import io.trajan.config.files.schema.Attribute.Shape;
import io.trajan.config.files.schema.Schema;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Vector;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;

/** Gives the entries of one document their types. For one document and one thread. */
final class Typing {
  private static final String MASK = "***";
  private static final Shape TEXTS = new Shape(String.class, Integer.MAX_VALUE, false);

  /** Keys that ConfigAdmin and the component runtime set themselves. */
  private static final Set<String> RESERVED =
      Set.of(
          "service.pid",
          "service.factoryPid",
          "service.bundleLocation",
          "component.name",
          "component.id");

  private final @Nullable Schema schema;
  private final Interpolation interpolation;
  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, TypedConfig.Written> written = new LinkedHashMap<>();

  Typing(@Nullable Schema schema, Interpolation interpolation) {
    this.schema = schema;
    this.interpolation = interpolation;
  }

  void fault(Fault fault) {
    faults.add(fault);
  }

  List<Fault> faults() {
    return faults;
  }

  Map<String, Object> values() {
    return values;
  }

  Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>();
    written.forEach((key, value) -> shown.put(key, value.shown()));
    return shown;
  }

  /** What a component's own check gets to see: defaults stand in for what the file leaves out. */
  TypedConfig config(String pid, String file) {
    Map<String, Object> whole = new LinkedHashMap<>();
    if (schema != null) {
      schema.attributes().forEach(attribute -> addDefault(attribute, whole));
    }
    whole.putAll(values);
    return new TypedConfig(pid, new Place(file, 0), whole, written);
  }

  private static void addDefault(Attribute attribute, Map<String, Object> whole) {
    List<Object> parsed = new ArrayList<>();
    try {
      for (String text : attribute.defaults()) {
        parsed.add(attribute.type().parse(text));
      }
    } catch (BadValueException e) {
      return; // the bundle's own default breaks its own rule; the component will tell
    }
    if (attribute.many()) {
      whole.put(attribute.key(), joined(attribute.shape(), parsed));
    } else if (!parsed.isEmpty()) {
      whole.put(attribute.key(), parsed.getFirst());
    }
  }

  void add(ConfigEntry entry) {
    Attribute attribute = schema == null ? null : schema.attribute(entry.key()).orElse(null);
    if (RESERVED.contains(entry.key())) {
      faults.add(Fault.of(entry.place(), entry.key(), "is set by the system"));
    } else if (attribute != null) {
      typed(entry, attribute);
    } else if (schema == null || isForComponents(entry)) {
      untyped(entry);
    } else {
      unknown(entry, schema);
    }
  }

  private void unknown(ConfigEntry entry, Schema known) {
    String nearest = Nearest.to(entry.key(), known.keys());
    String all = nearest == null ? "; known: " + String.join(", ", known.keys()) : "";
    faults.add(
        new Fault(
            entry.place(), entry.key(), null, known.pid() + " has no such key" + all, nearest));
  }

  /** Properties that the component runtime understands for every component. */
  private boolean isForComponents(ConfigEntry entry) {
    String key = entry.key();
    if (key.endsWith(".target") && !entry.list()) {
      filter(entry);
      return true;
    }
    return key.endsWith(".cardinality.minimum") || key.equals("service.ranking");
  }

  private void filter(ConfigEntry entry) {
    try {
      FrameworkUtil.createFilter(entry.text());
    } catch (InvalidSyntaxException e) {
      faults.add(
          new Fault(
              entry.place(), entry.key(), entry.text(), "a filter such as (name=value)", null));
    }
  }

  private void typed(ConfigEntry entry, Attribute attribute) {
    if (entry.list() && !attribute.many()) {
      faults.add(
          Fault.of(
              entry.place(),
              entry.key(),
              "takes one value, not a list; expected " + attribute.type().expectation()));
      return;
    }
    if (attribute.many() && entry.items().size() > attribute.shape().limit()) {
      faults.add(
          Fault.of(
              entry.place(),
              entry.key(),
              "takes at most " + attribute.shape().limit() + " values"));
      return;
    }
    List<Object> parsed = parse(entry, item -> attribute.type(), attribute.secret());
    if (parsed != null) {
      values.put(
          entry.key(), attribute.many() ? joined(attribute.shape(), parsed) : parsed.getFirst());
    }
  }

  /** Without a definition values are texts, unless the file names their type. */
  private void untyped(ConfigEntry entry) {
    boolean number = entry.key().equals("service.ranking");
    List<Object> parsed =
        parse(entry, item -> type(item.tag(), number), entry.key().startsWith("."));
    if (parsed == null) {
      return;
    }
    if (!entry.list()) {
      values.put(entry.key(), parsed.getFirst());
      return;
    }
    Class<?> common = parsed.isEmpty() ? String.class : parsed.getFirst().getClass();
    boolean uniform = parsed.stream().allMatch(common::isInstance);
    Shape shape = uniform ? new Shape(common, Integer.MAX_VALUE, false) : TEXTS;
    values.put(entry.key(), joined(shape, uniform ? parsed : texts(parsed)));
  }

  private static ValueType<?> type(@Nullable ConfigTag tag, boolean number) {
    if (tag != null) {
      return tag.type();
    }
    return number ? ConfigTag.INTEGER.type() : ValueTypes.string();
  }

  private static List<Object> texts(List<Object> values) {
    return values.stream().map(value -> (Object) value.toString()).toList();
  }

  private interface TypeOf {
    ValueType<?> of(ConfigItem item);
  }

  /**
   * The values of an entry, or null when one of them is at fault; what was wrong is told for each.
   */
  private @Nullable List<Object> parse(ConfigEntry entry, TypeOf types, boolean secret) {
    List<Object> parsed = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    int before = faults.size();
    for (ConfigItem item : entry.items()) {
      Interpolated text = interpolation.apply(entry.key(), item, faults::add);
      if (text == null) {
        continue;
      }
      String visible = secret ? MASK : text.shown();
      shown.add(visible);
      try {
        parsed.add(types.of(item).parse(text.text()));
      } catch (BadValueException e) {
        boolean masked = secret || !text.text().equals(text.shown());
        faults.add(
            new Fault(
                item.place(), entry.key(), visible, e.expectation(), masked ? null : e.nearest()));
      }
    }
    written.put(
        entry.key(),
        new TypedConfig.Written(
            entry.place(), entry.list() ? shown.toString() : String.join("", shown)));
    return faults.size() == before ? parsed : null;
  }

  @SuppressWarnings("JdkObsolete") // a Vector is what the metatype's negative cardinality means
  private static Object joined(Shape shape, List<Object> parsed) {
    if (shape.vector()) {
      return new Vector<>(parsed);
    }
    Object array = Array.newInstance(shape.element(), parsed.size());
    for (int i = 0; i < parsed.size(); i++) {
      Array.set(array, i, parsed.get(i));
    }
    return array;
  }
}
