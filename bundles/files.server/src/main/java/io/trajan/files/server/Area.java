package io.trajan.files.server;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A directory that is served, or one file.
 *
 * @param mount the prefix of the paths that lead here, empty for all
 * @param root the directory that nothing leaves
 * @param single the name of the one file in it that is served, or null for all
 * @param keepsMount whether the prefix is part of the names below the root
 */
record Area(String mount, Path root, @Nullable String single, boolean keepsMount) {
  /** What was given: the directory or the file. */
  String target() {
    return single == null ? root.toString() : root.resolve(Octets.text(single)).toString();
  }

  /** Whether a path is the directory's own, without the slash that directories have. */
  boolean isBareMount(String path) {
    return single == null && !keepsMount && !mount.isEmpty() && path.length() == mount.length();
  }

  /** What a path names here, or null when it can name nothing. */
  @Nullable RelativeName name(String path, boolean dotFiles) {
    if (single != null) {
      return path.length() == mount.length() ? new RelativeName(single, false) : null;
    }
    return RelativeName.of(path, keepsMount ? 0 : mount.length(), dotFiles);
  }
}
