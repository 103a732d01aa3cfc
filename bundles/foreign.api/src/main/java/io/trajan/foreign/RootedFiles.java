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
  default FileChannel open(Path root, String relative) throws IOException {
    return open(root, relative, Wait.MAY_WAIT).channel();
  }

  /**
   * Opens the same way, and says what was opened.
   *
   * @param root the directory that nothing leaves; it may itself be reached through links
   * @param relative the file below it, one byte for each character (ISO-8859-1) as in a request
   *     path: names on Linux are bytes; empty or {@code .} is the root itself
   * @param wait whether the caller's thread may wait for a disk
   * @throws ForeignException as above; EINVAL for a NUL in the name, ENXIO or EINVAL for what is no
   *     regular file, ENAMETOOLONG, ELOOP, and EAGAIN when {@link Wait#NEVER} was asked for and the
   *     kernel would have had to wait
   */
  RootedFile open(Path root, String relative, Wait wait) throws IOException;

  /** Whether an open may wait for a disk or a network file system. */
  enum Wait {
    /** It may: for threads that may block. */
    MAY_WAIT,
    /** Only what the kernel's name cache knows is answered (RESOLVE_CACHED): for event loops. */
    NEVER
  }
}
