package io.trajan.deploy.framework;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Writes files that are whole after a crash: the old content or the new, never a part. */
public final class SafeFile {
  private SafeFile() {}

  /** Replaces a file; returns when the bytes and the name are on the disk. */
  public static void write(Path file, String text) throws IOException {
    var half = file.resolveSibling(file.getFileName() + ".half");
    try (var out =
        FileChannel.open(
            half,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      for (var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
          bytes.hasRemaining(); ) {
        out.write(bytes);
      }
    }
    rename(half, file);
  }

  /** Moves a complete file to its name; returns when both are on the disk. */
  static void rename(Path whole, Path file) throws IOException {
    try (var channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    syncDirectoryOf(file);
  }

  /** Deletes a file for good. */
  static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      syncDirectoryOf(file);
    }
  }

  private static void syncDirectoryOf(Path file) throws IOException {
    var directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has one");
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
