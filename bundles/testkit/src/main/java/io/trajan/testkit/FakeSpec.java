package io.trajan.testkit;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.Place;
import io.trajan.vassal.Given;
import io.trajan.vassal.Option;
import io.trajan.vassal.VassalSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A vassal's specification made by hand; values are given as text, each on a line of its own. Set
 * up by one thread, then handed over.
 */
public final class FakeSpec implements VassalSpec {
  private final List<Given> given = new ArrayList<>();
  private final String name;
  private final Path file;
  private VassalSpec spec;

  private FakeSpec(String name, Path file) {
    this.name = name;
    this.file = file;
    this.spec = VassalSpec.of(name, file, given);
  }

  /** A vassal of that name, its file in {@code directory}; the file is not created. */
  public static FakeSpec of(String name, Path directory) {
    return new FakeSpec(name, directory.resolve(name + ".cfg").toAbsolutePath());
  }

  /** Gives an option one value more; a text that its type refuses is a defect of the test. */
  public FakeSpec with(Option<?> option, String value) {
    try {
      option.type().parse(value);
    } catch (BadValueException e) {
      throw new IllegalArgumentException(
          option.name() + " = " + value + ": expected " + e.expectation(), e);
    }
    given.add(Given.of(option.name(), value, new Place(file.toString(), given.size() + 1)));
    spec = VassalSpec.of(name, file, given);
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
    return spec.digest();
  }

  @Override
  public Set<String> options() {
    return spec.options();
  }

  @Override
  public boolean has(Option<?> option) {
    return spec.has(option);
  }

  @Override
  public <T> Optional<T> value(Option<T> option) {
    return spec.value(option);
  }

  @Override
  public <T> List<T> values(Option<T> option) {
    return spec.values(option);
  }

  @Override
  public Place place(Option<?> option) {
    return spec.place(option);
  }
}
