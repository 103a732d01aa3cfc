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
 * The vassals that were stopped by hand, in a small file, so that they stay so when the emperor is
 * updated and when the process is started again. One line each: name, a space, the digest of the
 * file. A file that cannot be read stops nothing; one that cannot be written is told in the log.
 * Confined to the emperor's thread.
 */
final class HeldVassals {
  private static final Logger LOG = LoggerFactory.getLogger(HeldVassals.class);

  private final Path file;
  private final SortedMap<String, String> held = new TreeMap<>();

  HeldVassals(Path file) {
    this.file = file;
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
      LOG.debug("no vassal was stopped by hand");
    } catch (IOException e) {
      LOG.warn("vassals stopped by hand are started again: cannot read {}", file, e);
    }
  }

  /** The digest with which a vassal was stopped; null when it was not. */
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
      LOG.error("a restart will start vassals that were stopped: cannot write {}", file, e);
    }
  }
}
