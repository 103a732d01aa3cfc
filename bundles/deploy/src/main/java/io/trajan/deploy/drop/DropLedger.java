package io.trajan.deploy.drop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * Remembers dropped files across restarts, so that what changed meanwhile is noticed and what did
 * not is left alone. Written by the deploy thread only, read by any.
 */
public final class DropLedger {
  private final Path file;
  private final Writer writer;
  private final Map<String, Drop> drops = new ConcurrentSkipListMap<>();

  /** Puts a text on the disk, whole or not at all. */
  public interface Writer {
    /** Replaces a file. */
    void write(Path file, String text) throws IOException;
  }

  /** Reads what was remembered. */
  public DropLedger(Path file, Writer writer) throws IOException {
    this.file = file;
    this.writer = writer;
    if (Files.exists(file)) {
      for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        var p = line.split("\t", -1);
        if (p.length == 6) {
          drops.put(p[0], new Drop(p[0], p[1], p[2], p[3], p[4], Boolean.parseBoolean(p[5])));
        }
      }
    }
  }

  /** Everything that is remembered, by name. */
  public Collection<Drop> all() {
    return List.copyOf(drops.values());
  }

  /** What is remembered of a file. */
  public Optional<Drop> find(String name) {
    return Optional.ofNullable(drops.get(name));
  }

  void put(Drop drop) throws IOException {
    if (!drop.equals(drops.put(drop.file(), drop))) {
      write();
    }
  }

  void remove(String name) throws IOException {
    if (drops.remove(name) != null) {
      write();
    }
  }

  private void write() throws IOException {
    writer.write(file, drops.values().stream().map(DropLedger::line).collect(Collectors.joining()));
  }

  private static String line(Drop drop) {
    return String.join(
            "\t",
            drop.file(),
            drop.stamp(),
            drop.sha256(),
            drop.thing(),
            drop.refusal().replaceAll("\\p{Cntrl}+", " "),
            Boolean.toString(drop.byHand()))
        + "\n";
  }
}
