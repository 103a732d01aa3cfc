package io.trajan.shell.server.result;

import io.trajan.shell.Bytes;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Dictionary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Java objects to {@link Value}s. Records are read through their accessors, whatever bundle they
 * come from; what is not known is text. What is deeper than {@value #MAX_DEPTH} levels, and so
 * every cycle, ends in an ellipsis.
 */
public final class Values {
  static final int MAX_DEPTH = 12;

  private final Unknown unknown;

  /** Text of unknown objects. */
  public interface Unknown {
    /** In full when {@code whole}, otherwise in a line. */
    String text(Object object, boolean whole);
  }

  /** With the text of unknown objects by somebody else. */
  public Values(Unknown unknown) {
    this.unknown = unknown;
  }

  /** The value of an object. */
  public Value of(@Nullable Object object) {
    return of(object, 0);
  }

  private Value of(@Nullable Object object, int depth) {
    return switch (object) {
      case null -> new Value.Nothing();
      case Value v -> v;
      case Boolean b -> new Value.Flag(b);
      case Number n -> new Value.Figure(n);
      case CharSequence s -> new Value.Word(s.toString());
      case Instant i -> new Value.Moment(i);
      case Duration d -> new Value.Span(d);
      case Enum<?> e -> new Value.Word(e.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      case Optional<?> o -> of(o.orElse(null), depth);
      case OptionalInt o -> of(o.isPresent() ? o.getAsInt() : null, depth);
      case OptionalLong o -> of(o.isPresent() ? o.getAsLong() : null, depth);
      case OptionalDouble o -> of(o.isPresent() ? o.getAsDouble() : null, depth);
      case InetAddress a -> new Value.Word(a.getHostAddress());
      case Class<?> c -> new Value.Word(c.getName());
      case byte[] bytes -> new Value.Word(Base64.getEncoder().encodeToString(bytes));
      default -> depth < MAX_DEPTH ? structure(object, depth + 1) : new Value.Word("…");
    };
  }

  private Value structure(Object object, int depth) {
    return switch (object) {
      case Record r -> fields(r, depth);
      case Map<?, ?> m -> map(m, depth);
      case Dictionary<?, ?> d -> map(dictionary(d), depth);
      case java.nio.file.Path p -> new Value.Word(p.toString());
      case Iterable<?> i -> items(i, depth);
      default ->
          object.getClass().isArray()
              ? items(array(object), depth)
              : new Value.Word(unknown.text(object, depth == 1));
    };
  }

  private Value items(Iterable<?> iterable, int depth) {
    List<Value> list = new ArrayList<>();
    iterable.forEach(o -> list.add(of(o, depth)));
    return new Value.Items(list);
  }

  private Value map(Map<?, ?> map, int depth) {
    SequencedMap<String, Value> fields = new LinkedHashMap<>();
    map.forEach((k, v) -> fields.put(TextView.line(of(k, depth)), of(v, depth)));
    return new Value.Fields(fields);
  }

  private Value fields(Record r, int depth) {
    SequencedMap<String, Value> fields = new LinkedHashMap<>();
    for (RecordComponent component : r.getClass().getRecordComponents()) {
      fields.put(component.getName(), component(component, r, depth));
    }
    return new Value.Fields(fields);
  }

  private Value component(RecordComponent component, Record r, int depth) {
    try {
      // Results are often records of packages that their bundle does not export.
      component.getAccessor().setAccessible(true);
      Object value = component.getAccessor().invoke(r);
      return value instanceof Number n && component.isAnnotationPresent(Bytes.class)
          ? new Value.Size(n.longValue())
          : of(value, depth);
    } catch (IllegalAccessException | InvocationTargetException e) {
      return new Value.Word("(" + (e.getCause() == null ? e : e.getCause()) + ")");
    }
  }

  private static Map<?, ?> dictionary(Dictionary<?, ?> dictionary) {
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    for (Object key : Collections.list(dictionary.keys())) {
      map.put(key, dictionary.get(key));
    }
    return map;
  }

  private static List<@Nullable Object> array(Object array) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      list.add(Array.get(array, i));
    }
    return list;
  }
}
