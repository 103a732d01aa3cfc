package io.trajan.config.codec;

import io.trajan.config.codec.Interpolation.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sources of placeholders that every reader of configuration has. */
public final class Sources {
  private Sources() {}

  /**
   * What {@code env:}, {@code secret:} and {@code prop:} mean.
   *
   * @param environment the environment's variables
   * @param secrets the directory of the secrets
   * @param properties framework properties by name, null for unknown ones
   */
  public static Interpolation standard(
      Map<String, String> environment,
      Path secrets,
      Function<String, @Nullable String> properties) {
    return new Interpolation(
        Map.of(
            "env", environment(environment),
            "secret", secrets(secrets),
            "prop", properties(properties)));
  }

  /** Environment variables. */
  public static Source environment(Map<String, String> variables) {
    Map<String, String> copy = Map.copyOf(variables);
    return new Source() {
      @Override
      public @Nullable String value(String name) {
        return copy.get(name);
      }

      @Override
      public String what() {
        return "an environment variable";
      }

      @Override
      public Collection<String> names() {
        return copy.keySet();
      }
    };
  }

  /** Framework properties. */
  public static Source properties(Function<String, @Nullable String> lookup) {
    return new Source() {
      @Override
      public @Nullable String value(String name) {
        return lookup.apply(name);
      }

      @Override
      public String what() {
        return "a framework property";
      }
    };
  }

  /**
   * Files of a directory, each holding one secret, as container platforms mount them. One line end
   * at the end is dropped; what is not UTF-8, larger than 48 KiB or outside the directory (also by
   * a symbolic link) is refused. Reads files when asked.
   */
  public static Source secrets(Path directory) {
    return new Source() {
      @Override
      public @Nullable String value(String name) throws BadValueException {
        try {
          return SecretFiles.read(directory, name);
        } catch (IOException e) {
          throw new BadValueException("a readable file below " + directory);
        }
      }

      @Override
      public String what() {
        return "a file below " + directory;
      }

      @Override
      public Collection<String> names() {
        return SecretFiles.names(directory);
      }

      @Override
      public boolean secret() {
        return true;
      }
    };
  }
}
