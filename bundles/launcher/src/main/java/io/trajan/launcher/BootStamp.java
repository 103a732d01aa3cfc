package io.trajan.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The file {@code data/boot.stamp}: everything the last provisioning depended on, one line each
 * with size and time. If nothing of it changed, the framework's storage is what the features say
 * and neither JSON nor jars are read. The record of installed features is among it, so what the
 * deployer does at run time is looked at by the next start.
 */
final class BootStamp {
  private final Path file;

  BootStamp(Path file) {
    this.file = file;
  }

  /** Whether nothing changed since {@link #write}; {@code words} are further things to compare. */
  boolean holds(List<String> words) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return false;
    }
    if (lines.size() <= words.size() || !lines.subList(0, words.size()).equals(words)) {
      return false;
    }
    for (var line : lines.subList(words.size(), lines.size())) {
      if (!line.equals(
          line(Path.of(line.substring(line.indexOf(' ', line.indexOf(' ') + 1) + 1))))) {
        return false;
      }
    }
    return true;
  }

  /** Notes how things are. */
  void write(List<String> words, Collection<Path> inputs) throws IOException {
    var text = new StringBuilder();
    words.forEach(word -> text.append(word).append('\n'));
    for (var input : new TreeSet<>(inputs)) {
      text.append(line(input)).append('\n');
    }
    var temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(temporary, text);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes the next start look at everything. */
  void forget() throws IOException {
    Files.deleteIfExists(file);
  }

  private static String line(Path input) throws IOException {
    try {
      var attributes = Files.readAttributes(input, BasicFileAttributes.class);
      return attributes.size() + " " + attributes.lastModifiedTime().toMillis() + " " + input;
    } catch (NoSuchFileException e) {
      return "- - " + input;
    }
  }
}
