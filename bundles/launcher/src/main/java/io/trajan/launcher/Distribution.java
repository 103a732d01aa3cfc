package io.trajan.launcher;

import io.trajan.feature.codec.Coordinates;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The product as it was unpacked or built; read only for us.
 *
 * @param root the directory with {@code lib/}, {@code system/}, {@code features/} and {@code
 *     runtime-config/}
 */
record Distribution(Path root) {
  /** The system property with the root, set by the script. */
  static final String PROPERTY = "trajan.dist";

  static Distribution locate() throws LaunchException {
    var property = System.getProperty(PROPERTY);
    if (property == null || !Files.isDirectory(Path.of(property, "features"))) {
      throw LaunchException.misconfigured(
          "system property "
              + PROPERTY
              + " is \""
              + property
              + "\", expected the directory of the product");
    }
    return new Distribution(Path.of(property).toAbsolutePath().normalize());
  }

  Path features() {
    return root.resolve("features");
  }

  Path runtimeConfig() {
    return root.resolve("runtime-config");
  }

  Path library() {
    return root.resolve("lib");
  }

  /**
   * Where the jar of a bundle is: on the class path if it is part of that, else in the Maven
   * layout.
   */
  Path jar(Coordinates coordinates) {
    var connected = library().resolve(coordinates.fileName());
    return Files.exists(connected) ? connected : root.resolve("system").resolve(coordinates.path());
  }

  /** Whether the bundle's classes are on the class path of the process. */
  boolean connected(Coordinates coordinates) {
    return Files.exists(library().resolve(coordinates.fileName()));
  }
}
