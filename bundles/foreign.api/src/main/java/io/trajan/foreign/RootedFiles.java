package io.trajan.foreign;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Opens files below a root in such a way that the kernel itself refuses every way out: {@code ..},
 * absolute and outward-pointing symbolic links, magic links, at any moment (openat2 with
 * RESOLVE_BENEATH, see openat2(2)). Thread-safe.
 */
public interface RootedFiles {
  /**
   * Opens the regular file at {@code relative} below {@code root} for reading; never blocks on a
   * FIFO or device, which are refused.
   *
   * @throws ForeignException with ENOENT, EACCES, EXDEV (a way out), EISDIR (a directory), …
   */
  FileChannel open(Path root, String relative) throws IOException;
}
