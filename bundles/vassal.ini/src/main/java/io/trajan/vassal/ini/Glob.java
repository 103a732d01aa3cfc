package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Names of files by pattern, as glob(3) finds them with {@code GLOB_MARK} and {@code GLOB_NOCHECK}:
 * sorted, directories with a slash at the end, and the pattern itself when nothing fits. A pattern
 * has {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]} and the backslash; none of them fits a
 * slash or a dot that begins a name.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/glob.3.html">glob(3)</a>
 */
final class Glob {
  static final int MATCHES_AT_MOST = 1000;
  static final int LOOKS_AT_MOST = 20_000;

  private final LocalFiles files;
  private int looks;

  private Glob(LocalFiles files) {
    this.files = files;
  }

  /**
   * The names that fit.
   *
   * @throws BadValueException when there are too many, or too many to look at
   */
  static List<String> matches(String pattern, LocalFiles files) throws BadValueException {
    List<String> found = new Glob(files).find(pattern);
    return found.isEmpty() ? List.of(pattern) : found;
  }

  private List<String> find(String pattern) throws BadValueException {
    List<String> bases = List.of(pattern.startsWith("/") ? "/" : "");
    List<String> parts = new ArrayList<>(List.of(pattern.split("/")));
    parts.removeIf(String::isEmpty);
    boolean marked = pattern.endsWith("/");
    for (int i = 0; i < parts.size(); i++) {
      bases = next(bases, parts.get(i), !marked && i == parts.size() - 1);
    }
    List<String> found = new ArrayList<>(parts.isEmpty() ? List.of() : bases);
    found.sort(null);
    return found;
  }

  private List<String> next(List<String> bases, String part, boolean last)
      throws BadValueException {
    List<String> found = new ArrayList<>();
    for (String base : bases) {
      List<String> names = Wildcard.isOne(part) ? list(base, part) : List.of(part);
      for (String name : names) {
        add(base + name, last, found);
      }
    }
    if (found.size() > MATCHES_AT_MOST) {
      throw new BadValueException("a pattern that at most " + MATCHES_AT_MOST + " names fit");
    }
    return found;
  }

  private void add(String name, boolean last, List<String> found) throws BadValueException {
    Path path = files.path(name);
    if (Files.isDirectory(path)) {
      found.add(name + "/");
    } else if (last && Files.exists(path)) {
      found.add(name);
    }
  }

  private List<String> list(String base, String part) throws BadValueException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(files.path(base))) {
      for (Path entry : entries) {
        if (++looks > LOOKS_AT_MOST) {
          throw new BadValueException(
              "a pattern that looks at most at " + LOOKS_AT_MOST + " names");
        }
        String name = String.valueOf(entry.getFileName());
        if (Wildcard.fits(part, name)) {
          names.add(name);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(); // What cannot be listed has no names, as there.
    }
    return names;
  }
}
