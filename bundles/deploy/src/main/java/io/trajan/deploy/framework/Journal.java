package io.trajan.deploy.framework;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is being changed right now, on disk, so that after a crash the next start knows what may be
 * half done: bundle locations, and PIDs of configurations. An empty journal means that everything
 * is what the records say. Confined to the deploy thread.
 */
public final class Journal {
  private final Path file;

  /** The journal kept in a file. */
  public Journal(Path file) {
    this.file = file;
  }

  /**
   * Something that may be half done.
   *
   * @param kind what it is
   * @param name a location, or a PID
   * @param detail for an update: the sum of the content to go back to
   */
  public record Item(Kind kind, String name, String detail) {}

  /** What kinds of things can be half done. */
  public enum Kind {
    /** A bundle of a feature. */
    BUNDLE,
    /** A configuration of a feature. */
    CONFIGURATION,
    /** The content of a bundle. */
    UPDATE,
    /** The content of this bundle, by a thread that survives it. */
    SELF
  }

  /** Writes down what is going to change; on the disk when this returns. */
  public void begin(List<Item> items) throws IOException {
    var text = new StringBuilder();
    for (var item : items) {
      text.append(item.kind()).append('\t').append(item.name()).append('\t');
      text.append(item.detail()).append('\n');
    }
    SafeFile.write(file, text.append("end\n").toString());
  }

  /** Nothing is half done any more. */
  public void end() throws IOException {
    SafeFile.delete(file);
  }

  /** What was half done when the process, or this bundle, stopped. */
  public List<Item> unfinished() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    var items = new ArrayList<Item>();
    for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      var parts = line.split("\t", -1);
      if (parts.length == 3) {
        items.add(new Item(Kind.valueOf(parts[0]), parts[1], parts[2]));
      }
    }
    return items;
  }
}
