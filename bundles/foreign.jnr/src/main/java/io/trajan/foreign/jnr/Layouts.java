package io.trajan.foreign.jnr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/**
 * Numbers and structures of the kernel's interface, equal on x86-64 and aarch64; {@code
 * native/layout-probe} prints what the compiler thinks of them and a test compares.
 */
final class Layouts {
  static final long SYS_OPENAT2 = 437;
  static final int O_CLOEXEC = 0x80000;
  static final int O_PATH = 0x200000;
  static final int AT_FDCWD = -100;
  static final int AT_EMPTY_PATH = 0x1000;

  static final long RESOLVE_NO_MAGICLINKS = 0x02;
  static final long RESOLVE_BENEATH = 0x08;
  static final long RESOLVE_CACHED = 0x20;
  static final int OPEN_HOW_BYTES = 24;

  static final int STATX_BASIC_STATS = 0x7ff;
  static final int STATX_BYTES = 256;
  static final int STATX_MODE = 28;
  static final int STATX_INO = 32;
  static final int STATX_SIZE = 40;
  static final int STATX_MTIME = 112;
  static final int STATX_DEV_MAJOR = 136;
  static final int S_IFMT = 0xf000;
  static final int S_IFDIR = 0x4000;
  static final int S_IFREG = 0x8000;

  static final int POLLIN = 1;
  static final int POLLFD_BYTES = 8;

  static final int IN_CLOSE_WRITE = 0x8;
  static final int IN_MOVED_FROM = 0x40;
  static final int IN_MOVED_TO = 0x80;
  static final int IN_CREATE = 0x100;
  static final int IN_DELETE = 0x200;
  static final int IN_DELETE_SELF = 0x400;
  static final int IN_MOVE_SELF = 0x800;
  static final int IN_UNMOUNT = 0x2000;
  static final int IN_Q_OVERFLOW = 0x4000;
  static final int IN_IGNORED = 0x8000;
  static final int IN_ONLYDIR = 0x1000000;
  static final int IN_ISDIR = 0x40000000;
  static final int IN_NONBLOCK = 0x800;
  static final int INOTIFY_EVENT_BYTES = 16;

  private Layouts() {}

  /** struct open_how: flags, mode, resolve. */
  static byte[] openHow(long flags, long resolve) {
    byte[] how = new byte[OPEN_HOW_BYTES];
    ordered(how).putLong(flags).putLong(0).putLong(resolve);
    return how;
  }

  /** Two struct pollfd that wait for input: fd, events, revents. */
  static byte[] pollIn(int first, int second) {
    byte[] fds = new byte[2 * POLLFD_BYTES];
    ordered(fds)
        .putInt(0, first)
        .putShort(4, (short) POLLIN)
        .putInt(POLLFD_BYTES, second)
        .putShort(POLLFD_BYTES + 4, (short) POLLIN);
    return fds;
  }

  static ByteBuffer ordered(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  /** The parts of struct statx that matter. */
  record Stat(int type, long size, Instant modified, long device, long inode) {
    static Stat of(byte[] statx) {
      ByteBuffer stat = ordered(statx);
      return new Stat(
          stat.getShort(STATX_MODE) & S_IFMT,
          stat.getLong(STATX_SIZE),
          Instant.ofEpochSecond(stat.getLong(STATX_MTIME), stat.getInt(STATX_MTIME + 8)),
          ((long) stat.getInt(STATX_DEV_MAJOR) << 32)
              | Integer.toUnsignedLong(stat.getInt(STATX_DEV_MAJOR + 4)),
          stat.getLong(STATX_INO));
    }
  }
}
