package io.trajan.config.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a file from another without reading it. Immutable.
 *
 * @param modified when its content changed
 * @param size in bytes
 * @param key device and inode where there are such
 * @param regular whether it is a regular file, links followed
 */
record Stamp(FileTime modified, long size, @Nullable Object key, boolean regular) {
  /** The file's stamp now, or null when there is none. */
  static @Nullable Stamp of(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey(), now.isRegularFile());
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Whether its content may still be on its way: changed less than {@code quietMs} ago, or in the
   * future.
   */
  boolean fresh(long nowMs, long quietMs) {
    return modified.toMillis() > nowMs - quietMs;
  }
}
