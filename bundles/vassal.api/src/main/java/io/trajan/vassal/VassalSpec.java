package io.trajan.vassal;

import io.trajan.config.codec.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A vassal's configuration, read, typed and without a fault. Immutable. Made by the emperor from a
 * file, or by a test.
 */
public interface VassalSpec {
  /**
   * A specification of texts, each read by the type of the option that is asked for; a text that
   * its type refuses makes the question fail with an {@link IllegalArgumentException}, so whoever
   * makes a specification checks it first.
   */
  static VassalSpec of(String name, Path file, List<Given> given) {
    return TextSpec.of(name, file, given);
  }

  /** The vassal's name: the file's name without its extension. */
  String name();

  /** The file it was read from, absolute; relative paths in it start at its directory. */
  Path file();

  /** A digest of the effective options: two specs with the same digest want the same. */
  String digest();

  /** The names of the options that the file gives, in no order. */
  Set<String> options();

  /** Whether the file gives this option. */
  boolean has(Option<?> option);

  /** The value given (the last one when repeated), else the option's default, else empty. */
  <T> Optional<T> value(Option<T> option);

  /** The values given in order, else the default alone, else empty. */
  <T> List<T> values(Option<T> option);

  /** Where the option is given; the file as a whole when it is not. */
  Place place(Option<?> option);

  /** The value given, else the default; for options that have one. */
  default <T> T require(Option<T> option) {
    return value(option)
        .orElseThrow(
            () -> new IllegalStateException(option.name() + " has neither value nor default"));
  }
}
