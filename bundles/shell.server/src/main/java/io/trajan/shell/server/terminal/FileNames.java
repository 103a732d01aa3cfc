package io.trajan.shell.server.terminal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Paths that complete what was typed, relative to a directory; of large directories only the first.
 */
public final class FileNames {
  private static final int MOST = 1000;

  private FileNames() {}

  /** Those that begin with what was typed; a scheme {@code file:} before it stays. */
  public static List<String> completing(Path directory, String typed) {
    String prefix = typed.startsWith("file:") ? "file:" : "";
    String rest = typed.substring(prefix.length());
    int slash = rest.lastIndexOf('/') + 1;
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory.resolve(rest.substring(0, slash)))) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (name.startsWith(rest.substring(slash))
            && (rest.length() > slash || !name.startsWith("."))) {
          names.add(
              prefix + rest.substring(0, slash) + name + (Files.isDirectory(entry) ? "/" : ""));
        }
        if (names.size() == MOST) {
          break;
        }
      }
    } catch (IOException | DirectoryIteratorException | InvalidPathException e) {
      return List.of(); // nothing to complete there
    }
    return names;
  }
}
