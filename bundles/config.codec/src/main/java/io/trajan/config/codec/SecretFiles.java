package io.trajan.config.codec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads secrets; no message of it holds any of their bytes. */
final class SecretFiles {
  private static final int LARGEST_BYTES = 48 * 1024;
  private static final int NAMES_AT_MOST = 500;
  private static final String NAME = "[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*";

  private SecretFiles() {}

  /** The secret, or null when there is no such file. */
  static @Nullable String read(Path directory, String name) throws BadValueException, IOException {
    if (!name.matches(NAME) || List.of(name.split("/", -1)).contains("..")) {
      throw new BadValueException(
          "a relative path of letters, digits, '.', '_' and '-' below " + directory);
    }
    try {
      Path root = directory.toRealPath();
      Path file = root.resolve(name).toRealPath();
      if (!file.startsWith(root)) {
        throw new BadValueException("a file that does not lead out of " + directory);
      }
      // Before opening: a FIFO would block.
      if (!Files.isRegularFile(file)) {
        throw new BadValueException("a regular file below " + directory);
      }
      return text(bytes(file));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static byte[] bytes(Path file) throws BadValueException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST_BYTES + 1);
      if (bytes.length > LARGEST_BYTES) {
        throw new BadValueException("a secret of at most " + Units.size(LARGEST_BYTES));
      }
      return bytes;
    }
  }

  private static String text(byte[] bytes) throws BadValueException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.replaceFirst("\r?\n\\z", "");
    } catch (CharacterCodingException e) {
      throw new BadValueException("a secret in UTF-8");
    }
  }

  static List<String> names(Path directory) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (names.size() == NAMES_AT_MOST) {
          break;
        }
        names.add(file.getFileName().toString());
      }
    } catch (IOException e) {
      return List.of(); // no directory, no neighbours
    }
    return names;
  }
}
