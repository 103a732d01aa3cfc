package io.trajan.config.files;

import io.trajan.config.codec.ConfigDocument;
import io.trajan.config.codec.ConfigLimits;
import io.trajan.config.codec.ConfigParser;
import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The directory with the files. Reads only. */
final class Folder {
  /** Files of the directory that somebody else reads. */
  static final String LAUNCHERS = "io.trajan.launcher" + FileName.EXTENSION;

  private final Path directory;

  Folder(Path directory) {
    this.directory = directory;
  }

  Path path() {
    return directory;
  }

  static boolean isOurs(String file) {
    return FileName.isOurs(file) && !file.equals(LAUNCHERS);
  }

  /** The names of the configuration files; none when there is no directory. */
  SortedSet<String> names() throws IOException {
    SortedSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (isOurs(name)) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException e) {
      return names;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  @Nullable Stamp stamp(String file) {
    return Stamp.of(directory.resolve(file));
  }

  /** Whether there is a file or a link, wherever it leads. */
  boolean exists(String file) {
    return Files.exists(directory.resolve(file), LinkOption.NOFOLLOW_LINKS);
  }

  /** Reads a file; what hinders that is a fault of the document. */
  ConfigDocument read(String file) {
    return read(directory.resolve(file), file);
  }

  static ConfigDocument read(Path path, String shownAs) {
    // Opening a FIFO would wait for its writer.
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      return unread(shownAs, "is not a regular file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return ConfigParser.parse(shownAs, in.readNBytes(ConfigLimits.DEFAULT.bytes() + 1));
    } catch (NoSuchFileException e) {
      return unread(shownAs, "leads nowhere");
    } catch (AccessDeniedException e) {
      return unread(shownAs, "may not be read by this process");
    } catch (IOException e) {
      return unread(shownAs, "cannot be read: " + e.getMessage());
    }
  }

  private static ConfigDocument unread(String file, String why) {
    return new ConfigDocument(file, List.of(), List.of(Fault.of(new Place(file, 0), "", why)));
  }
}
