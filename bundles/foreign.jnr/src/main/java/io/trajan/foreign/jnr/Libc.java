package io.trajan.foreign.jnr;

import java.nio.ByteBuffer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;

/**
 * The C library's functions under their own names. Texts are bytes that end with a zero; structures
 * are bytes laid out by {@link Layouts}. A result of -1 leaves its error in {@link
 * NativeLibc#errno}.
 */
public interface Libc {
  /**
   * Any system call; we need openat2, which has no wrapper.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/openat2.2.html">openat2(2)</a>
   * @see <a href="https://man7.org/linux/man-pages/man2/syscall.2.html">syscall(2)</a>
   */
  long syscall(long number, int dirfd, @In byte[] pathname, @In byte[] how, long size);

  /**
   * What a file is, with its time to the nanosecond and a layout equal on every architecture.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/statx.2.html">statx(2)</a>
   */
  int statx(int dirfd, @In byte[] pathname, int flags, int mask, @Out byte[] statxbuf);

  /**
   * Gives a descriptor back.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/close.2.html">close(2)</a>
   */
  int close(int fd);

  /**
   * Reads what is there.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/read.2.html">read(2)</a>
   */
  long read(int fd, @Out ByteBuffer buf, long count);

  /**
   * Waits for one of some descriptors.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/poll.2.html">poll(2)</a>
   */
  int poll(@In @Out byte[] fds, long nfds, int timeout);

  /**
   * A counter to wake a thread that polls.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/eventfd.2.html">eventfd(2)</a>
   */
  int eventfd(int initval, int flags);

  /**
   * The C library's wrapper of a write to an eventfd.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/eventfd.2.html">eventfd(2)</a>
   */
  int eventfd_write(int fd, long value);

  /**
   * A new queue of file events.
   *
   * @see <a href="https://man7.org/linux/man-pages/man2/inotify_init.2.html">inotify_init(2)</a>
   */
  int inotify_init1(int flags);

  /**
   * Asks for the events of a directory.
   *
   * @see <a
   *     href="https://man7.org/linux/man-pages/man2/inotify_add_watch.2.html">inotify_add_watch(2)</a>
   */
  int inotify_add_watch(int fd, @In byte[] pathname, int mask);

  /**
   * Asks no longer.
   *
   * @see <a
   *     href="https://man7.org/linux/man-pages/man2/inotify_rm_watch.2.html">inotify_rm_watch(2)</a>
   */
  int inotify_rm_watch(int fd, int wd);
}
