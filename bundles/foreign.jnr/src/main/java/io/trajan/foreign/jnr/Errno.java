package io.trajan.foreign.jnr;

import java.util.HashMap;
import java.util.Map;

/**
 * The errors of our calls with their numbers on Linux, the same on every architecture that we run
 * on.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/errno.3.html">errno(3)</a>
 */
enum Errno {
  EPERM(1, "operation not permitted"),
  ENOENT(2, "no such file or directory"),
  EINTR(4, "interrupted by a signal"),
  EIO(5, "input or output error"),
  ENXIO(6, "neither a regular file nor a directory"),
  EBADF(9, "bad file descriptor"),
  EAGAIN(11, "cannot be answered without waiting"),
  ENOMEM(12, "out of memory"),
  EACCES(13, "permission denied"),
  ENODEV(19, "no such device"),
  ENOTDIR(20, "not a directory"),
  EISDIR(21, "is a directory"),
  EINVAL(22, "invalid argument"),
  ENFILE(23, "the system has too many open files"),
  EMFILE(24, "the process has too many open files, or the user too many inotify instances"),
  ENOSPC(28, "no space, or too many inotify watches"),
  ENAMETOOLONG(36, "name too long"),
  ENOSYS(38, "this kernel does not have the call"),
  ELOOP(40, "too many symbolic links, or one where none is followed"),
  EXDEV(18, "leads out of its root"),
  EOVERFLOW(75, "value too large"),
  EOPNOTSUPP(95, "not supported"),
  ESTALE(116, "stale file handle"),
  UNKNOWN(0, "an error without a name here");

  private static final Map<Integer, Errno> BY_NUMBER = new HashMap<>();

  static {
    for (Errno error : values()) {
      BY_NUMBER.put(error.number, error);
    }
  }

  private final int number;
  private final String meaning;

  Errno(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  static Errno of(int number) {
    return BY_NUMBER.getOrDefault(number, UNKNOWN);
  }

  int number() {
    return number;
  }

  String meaning() {
    return meaning;
  }
}
