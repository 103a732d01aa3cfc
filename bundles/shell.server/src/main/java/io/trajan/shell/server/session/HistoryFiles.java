package io.trajan.shell.server.session;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file of typed lines per user, readable by the emperor's user only. */
public final class HistoryFiles {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryFiles.class);

  private final Path directory;

  /** In a directory, made when it is needed. */
  public HistoryFiles(Path directory) {
    this.directory = directory;
  }

  /**
   * The file of a user, which exists; null when it cannot be had, and then the reason is in the
   * log.
   */
  @Nullable Path of(String user) {
    // A user's name may hold what a file's may not.
    Path file = directory.resolve("history-" + user.replaceAll("[^A-Za-z0-9_.-]", "_"));
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory, mode("rwx------"));
      }
      create(file);
      return file;
    } catch (IOException e) {
      LOG.warn("no history is kept for {}: {}", user, e.toString());
      return null;
    }
  }

  private static void create(Path file) throws IOException {
    try {
      Files.createFile(file, mode("rw-------"));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(file + " is not a regular file", e);
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
