package io.trajan.files.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Names as bytes: on Linux a name is bytes, in requests one character stands for each, in Java
 * paths they are UTF-8.
 */
final class Octets {
  private Octets() {}

  /** The bytes of a path, one in each character. */
  static String of(Path path) {
    return new String(
        path.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** The text that the bytes in the characters mean as UTF-8. */
  static String text(String octets) {
    return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
