package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that a vassal's file leads to. Relative names start at the vassal's directory, also
 * those in an included file: it is where uWSGI's emperor stands. Each look goes to the disk.
 *
 * @param directory the vassal's directory
 * @param reach what may be read
 */
record LocalFiles(Path directory, Reach reach) {
  /** More than this is not read as a value. */
  static final int LARGEST_VALUE = 1 << 16;

  /** More than this is not a configuration. */
  static final int LARGEST_FILE = 1 << 20;

  /**
   * The path of a name.
   *
   * @throws BadValueException when it cannot be one
   */
  Path path(String name) throws BadValueException {
    try {
      return directory.resolve(name);
    } catch (InvalidPathException e) {
      throw new BadValueException("the name of a file");
    }
  }

  /**
   * What a file holds.
   *
   * @throws BadValueException when it is not a readable regular file of that size
   */
  byte[] bytes(Path file, int largest) throws BadValueException {
    try {
      // Before opening: a FIFO would block.
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new BadValueException("a regular file");
      }
      if (!reach.allows(file)) {
        throw new BadValueException("a file that the vassal file's owner may read");
      }
      return bytesOfRegular(file, largest);
    } catch (NoSuchFileException e) {
      throw new BadValueException("a file that is there: no " + file);
    } catch (AccessDeniedException e) {
      throw new BadValueException("a readable file: permission denied to " + file);
    } catch (IOException | UnsupportedOperationException e) {
      throw new BadValueException("a readable file: " + e);
    }
  }

  private static byte[] bytesOfRegular(Path file, int largest)
      throws IOException, BadValueException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw new BadValueException("a file of at most " + largest / 1024 + " KiB");
      }
      return bytes;
    }
  }

  /**
   * A file's text as a value, without the line end it ends with.
   *
   * @throws BadValueException when it is not a readable file of UTF-8 without NUL
   */
  String text(String name) throws BadValueException {
    return decoded(bytes(path(name), LARGEST_VALUE)).replaceFirst("\r?\n\\z", "");
  }

  /**
   * A file's lines, without their ends.
   *
   * @throws BadValueException when it is not a readable file of UTF-8 without NUL
   */
  List<String> lines(String name) throws BadValueException {
    return decoded(bytes(path(name), LARGEST_FILE)).lines().toList();
  }

  private static String decoded(byte[] bytes) throws BadValueException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') >= 0) {
        throw new BadValueException("a file without NUL characters");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new BadValueException("a file in UTF-8");
    }
  }
}
