package io.trajan.vassal.emperor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vassals and digests of their files in a small file of the emperor's, which outlives him and the
 * process: those that were stopped by hand and stay so, those that served and go first when all are
 * started again. One line each: name, a space, the digest. A file that cannot be read stops
 * nothing; one that cannot be written is told in the log. Confined to the emperor's thread.
 */
final class VassalDigests {
  private static final Logger LOG = LoggerFactory.getLogger(VassalDigests.class);

  private final Path file;
  private final String consequence;
  private final SortedMap<String, String> held = new TreeMap<>();

  private VassalDigests(Path file, String consequence) {
    this.file = file;
    this.consequence = consequence;
  }

  /** Those that were stopped by hand. */
  static VassalDigests stopped(Path file) {
    return new VassalDigests(file, "vassals stopped by hand are started");
  }

  /** Those that served, beside the file of those that were stopped. */
  static VassalDigests served(Path stopped) {
    return new VassalDigests(
        stopped.resolveSibling("vassals-served"), "vassals may take addresses of others");
  }

  /** Reads the file. */
  void read() {
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        int space = line.indexOf(' ');
        if (space > 0) {
          held.put(line.substring(0, space), line.substring(space + 1));
        }
      }
    } catch (NoSuchFileException e) {
      LOG.debug("there is no {}", file);
    } catch (IOException e) {
      LOG.warn("{}: cannot read {}", consequence, file, e);
    }
  }

  /** The digest of a vassal that is among them; null when it is not. */
  @Nullable String digest(String vassal) {
    return held.get(vassal);
  }

  void put(String vassal, String digest) {
    if (!digest.equals(held.put(vassal, digest))) {
      write();
    }
  }

  void remove(String vassal) {
    if (held.remove(vassal) != null) {
      write();
    }
  }

  private void write() {
    List<String> lines = new ArrayList<>();
    held.forEach((name, digest) -> lines.add(name + " " + digest));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(fresh, lines, StandardCharsets.UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.error("after a restart {}: cannot write {}", consequence, file, e);
    }
  }
}
