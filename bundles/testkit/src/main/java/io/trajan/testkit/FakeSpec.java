package io.trajan.testkit;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.Place;
import io.trajan.vassal.Option;
import io.trajan.vassal.VassalSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A vassal's specification made by hand; values are given as text and read by the option's own
 * type. The line of an option is its position. Set up by one thread, then handed over.
 */
public final class FakeSpec implements VassalSpec {
  private final String name;
  private final Path file;
  private final Map<String, List<Object>> values = new LinkedHashMap<>();
  private final List<String> text = new ArrayList<>();

  private FakeSpec(String name, Path file) {
    this.name = name;
    this.file = file.toAbsolutePath();
  }

  /** A vassal of that name, its file in {@code directory}; the file is not created. */
  public static FakeSpec of(String name, Path directory) {
    return new FakeSpec(name, directory.resolve(name + ".cfg"));
  }

  /** Gives an option one value more; a text that its type refuses is a defect of the test. */
  public FakeSpec with(Option<?> option, String value) {
    try {
      values.computeIfAbsent(option.name(), n -> new ArrayList<>()).add(option.type().parse(value));
    } catch (BadValueException e) {
      throw new IllegalArgumentException(
          option.name() + " = " + value + ": expected " + e.expectation(), e);
    }
    text.add(option.name() + " = " + value);
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public String digest() {
    return Integer.toHexString(text.hashCode());
  }

  @Override
  public boolean has(Option<?> option) {
    return values.containsKey(option.name());
  }

  @Override
  public <T> Optional<T> value(Option<T> option) {
    List<T> all = values(option);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  @Override
  @SuppressWarnings("unchecked") // The value was made by this option's own type.
  public <T> List<T> values(Option<T> option) {
    List<Object> given = values.get(option.name());
    if (given != null) {
      return (List<T>) List.copyOf(given);
    }
    T fallback = option.fallback();
    return fallback == null ? List.of() : List.of(fallback);
  }

  @Override
  public Place place(Option<?> option) {
    int line = 0;
    for (int i = 0; i < text.size(); i++) {
      line = text.get(i).startsWith(option.name() + " = ") ? i + 1 : line;
    }
    return new Place(file.toString(), line);
  }
}
