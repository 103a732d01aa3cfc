package io.trajan.vassal.process.warden;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a generation, 0700: the warden's sockets, the program's script, and the warden's
 * own words. Not thread-safe.
 */
public final class Quarters implements AutoCloseable {
  /** A socket's path may have 107 bytes; the longest name in here is {@code template.sock}. */
  private static final int LONGEST_BYTES = 107 - "/template.sock".length();

  private static final int TAIL_BYTES = 4096;

  private final Path directory;
  private @Nullable Path shortcut;

  /** Where it will be. */
  public Quarters(Path directory) {
    this.directory = directory;
  }

  /** Makes it, empty but for the script; what an earlier one left there is removed. */
  public void create(String script) throws IOException {
    remove(directory);
    Files.createDirectories(directory.getParent());
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(script(), script);
  }

  /** The directory. */
  public Path directory() {
    return directory;
  }

  /** The program's source. */
  public Path script() {
    return directory.resolve("program");
  }

  /** Where the warden writes what it cannot tell otherwise. */
  public Path log() {
    return directory.resolve("warden.log");
  }

  /** The end of the warden's own words; empty when it said nothing. */
  public String words() {
    try {
      byte[] all = Files.readAllBytes(log());
      int from = Math.max(0, all.length - TAIL_BYTES);
      return new String(all, from, all.length - from, StandardCharsets.UTF_8)
          .replaceFirst("(?m)^listening \\d+\\R?", "")
          .strip();
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * The path of one of its sockets, by a link in the directory of temporary files if it would be
   * too long otherwise.
   */
  public Path socket(String name) throws IOException {
    if (directory.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_BYTES) {
      return directory.resolve(name);
    }
    Path link = shortcut;
    if (link == null) {
      link = Files.createTempDirectory("trajan").resolve("q");
      Files.createSymbolicLink(link, directory);
      shortcut = link;
    }
    return link.resolve(name);
  }

  /** Removes it with all that is in it. */
  @Override
  public void close() throws IOException {
    Path link = shortcut;
    if (link != null) {
      Files.deleteIfExists(link);
      Files.deleteIfExists(link.getParent());
    }
    remove(directory);
  }

  private static void remove(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(directory)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
