package io.trajan.vassal.emperor.file;

import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Place;
import io.trajan.vassal.Reading;
import io.trajan.vassal.VassalFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vassals' files as they were last read. Confined to the emperor's thread. Of two files for one
 * vassal the first by name counts; the other is left alone and named in the log.
 */
public final class VassalFiles {
  /** More than this is not a configuration. */
  static final int LARGEST_BYTES = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(VassalFiles.class);

  private final Path directory;
  private final Function<String, @Nullable VassalFormat> formats;
  private final BooleanSupplier complete;
  private final Map<String, TreeMap<Path, Document>> documents = new HashMap<>();
  private final Set<Path> leftAlone = new HashSet<>();

  /**
   * @param directory where the files are
   * @param formats the format of an extension, null when it is not there
   */
  public VassalFiles(Path directory, Function<String, @Nullable VassalFormat> formats) {
    this(directory, formats, () -> true);
  }

  /**
   * @param directory where the files are
   * @param formats the format of an extension, null when it is not there
   * @param complete whether a format that is not there is missing; before, nothing is said of it
   */
  public VassalFiles(
      Path directory, Function<String, @Nullable VassalFormat> formats, BooleanSupplier complete) {
    this.directory = directory.toAbsolutePath();
    this.formats = formats;
    this.complete = complete;
  }

  /** The directory. */
  public Path directory() {
    return directory;
  }

  /** The names of the vassals that have a file. */
  public Set<String> vassals() {
    return Set.copyOf(documents.keySet());
  }

  /** What a vassal's file holds; null when there is none. */
  public @Nullable Document document(String vassal) {
    var files = documents.get(vassal);
    return files == null ? null : files.firstEntry().getValue();
  }

  /**
   * Reads every file there is and forgets those that are gone.
   *
   * @throws IOException when the directory cannot be listed; then everything stays as it was
   */
  public void readAll() throws IOException {
    List<Path> present = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      files.forEach(present::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    documents.values().forEach(files -> files.keySet().retainAll(present));
    documents.values().removeIf(Map::isEmpty);
    present.forEach(this::read);
  }

  /** Reads one file, or forgets it when it is gone; files that are nobody's are left alone. */
  public void read(Path written) {
    Path file = directory.resolve(written.getFileName());
    VassalFileName name = VassalFileName.of(file).orElse(null);
    if (name == null) {
      return;
    }
    VassalFormat format = formats.apply(name.extension());
    if (format == null) {
      // The format may be away for an update: what it read before stays.
      if (complete.getAsBoolean()) {
        sayOnce(file, "no installed bundle reads files that end in ." + name.extension());
      }
      if (!Files.exists(file)) {
        forget(name.vassal(), file);
      }
      return;
    }
    Reading reading = name.isValid() ? content(name, file, format) : misnamed(file);
    if (reading == null) {
      forget(name.vassal(), file);
    } else {
      documents
          .computeIfAbsent(name.vassal(), n -> new TreeMap<>())
          .put(file, new Document(name.vassal(), file, reading));
      sayRivals(name.vassal(), file);
    }
  }

  private void forget(String vassal, Path file) {
    leftAlone.remove(file);
    documents.computeIfPresent(
        vassal,
        (name, files) -> {
          files.remove(file);
          return files.isEmpty() ? null : files;
        });
  }

  private void sayRivals(String vassal, Path file) {
    Document first = document(vassal);
    if (first != null && !first.file().equals(file)) {
      sayOnce(file, first.file().getFileName() + " is the file of vassal " + vassal);
    }
  }

  private void sayOnce(Path file, String why) {
    if (leftAlone.size() < 1000 && leftAlone.add(file)) {
      LOG.warn("{} is left alone: {}", file.getFileName(), why);
    }
  }

  private static @Nullable Reading misnamed(Path file) {
    return Files.exists(file)
        ? refused(
            file, "the file's name without its extension: expected " + VassalFileName.EXPECTATION)
        : null;
  }

  private @Nullable Reading content(VassalFileName name, Path file, VassalFormat format) {
    try {
      // Before opening: a FIFO would block.
      if (!Files.isRegularFile(file)) {
        return Files.exists(file) ? refused(file, "expected a regular file") : null;
      }
      byte[] bytes = bytes(file);
      return bytes.length > LARGEST_BYTES
          ? refused(file, "expected a file of at most 1 MiB")
          : format.read(name.vassal(), file, bytes);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      return refused(file, "cannot be read: " + e);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("the reader of .{} files failed on {}", name.extension(), file, e);
      return refused(file, "the reader of ." + name.extension() + " files failed: " + e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LARGEST_BYTES + 1);
    }
  }

  private static Reading refused(Path file, String sentence) {
    Place place = new Place(String.valueOf(file.getFileName()), 0);
    return new Reading(List.of(), List.of(Fault.of(place, "", sentence)));
  }
}
