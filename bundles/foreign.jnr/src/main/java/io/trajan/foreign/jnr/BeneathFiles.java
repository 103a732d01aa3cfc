package io.trajan.foreign.jnr;

import io.trajan.foreign.ForeignException;
import io.trajan.foreign.RootedFile;
import io.trajan.foreign.RootedFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.osgi.service.component.annotations.Component;

/**
 * {@link RootedFiles} by openat2. The file is first taken by name only (O_PATH), which neither
 * waits for a FIFO nor wakes a device; when it proves to be a regular file, that very file is
 * opened for reading through /proc/self/fd.
 *
 * <p>Cost: six system calls and no lasting descriptor but the channel's. Stateless.
 */
@Component
public final class BeneathFiles implements RootedFiles {
  /**
   * A rename anywhere on the system makes the kernel unsure of {@code ..}; it asks for another try.
   */
  private static final int TRIES = 32;

  private static final byte[] NOTHING = {0};

  /** Opens nothing yet. */
  public BeneathFiles() {}

  @Override
  public RootedFile open(Path root, String relative, Wait wait) throws IOException {
    String operation = "openat2 " + root + "/" + relative;
    if (relative.indexOf('\0') >= 0) {
      throw NativeLibc.failure(operation, Errno.EINVAL);
    }
    byte[] name = relative.isEmpty() ? new byte[] {'.'} : bytes(operation, relative);
    int directory = openat2(operation, Layouts.AT_FDCWD, NativeLibc.text(root), 0, 1);
    try {
      long resolve = Layouts.RESOLVE_BENEATH | Layouts.RESOLVE_NO_MAGICLINKS;
      return wait == Wait.NEVER
          ? regular(
              operation,
              openat2(operation, directory, terminated(name), resolve | Layouts.RESOLVE_CACHED, 1))
          : regular(operation, openat2(operation, directory, terminated(name), resolve, TRIES));
    } finally {
      NativeLibc.libc().close(directory);
    }
  }

  private static byte[] bytes(String operation, String relative) throws ForeignException {
    if (!StandardCharsets.ISO_8859_1.newEncoder().canEncode(relative)) {
      throw NativeLibc.failure(operation, Errno.EINVAL);
    }
    return relative.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] terminated(byte[] name) {
    return NativeLibc.zeroTerminated(name);
  }

  private static int openat2(String operation, int at, byte[] name, long resolve, int tries)
      throws ForeignException {
    byte[] how = Layouts.openHow(Layouts.O_PATH | Layouts.O_CLOEXEC, resolve);
    for (int left = tries; ; left--) {
      long fd = NativeLibc.libc().syscall(Layouts.SYS_OPENAT2, at, name, how, how.length);
      if (fd >= 0) {
        return (int) fd;
      }
      Errno error = NativeLibc.errno();
      boolean again = error == Errno.EINTR || (error == Errno.EAGAIN && left > 1);
      if (!again) {
        throw NativeLibc.failure(operation, error);
      }
    }
  }

  /** Opens what {@code fd} names, and closes {@code fd}. */
  private static RootedFile regular(String operation, int fd) throws IOException {
    try {
      byte[] buffer = new byte[Layouts.STATX_BYTES];
      int done =
          NativeLibc.libc()
              .statx(fd, NOTHING, Layouts.AT_EMPTY_PATH, Layouts.STATX_BASIC_STATS, buffer);
      if (done < 0) {
        throw NativeLibc.failure("statx of " + operation);
      }
      Layouts.Stat stat = Layouts.Stat.of(buffer);
      if (stat.type() != Layouts.S_IFREG) {
        boolean directory = stat.type() == Layouts.S_IFDIR;
        throw NativeLibc.failure(operation, directory ? Errno.EISDIR : Errno.ENXIO);
      }
      return new RootedFile(
          channel(operation, fd), stat.size(), stat.modified(), stat.device(), stat.inode());
    } finally {
      NativeLibc.libc().close(fd);
    }
  }

  private static FileChannel channel(String operation, int fd) throws IOException {
    try {
      return FileChannel.open(Path.of("/proc/self/fd/" + fd), StandardOpenOption.READ);
    } catch (AccessDeniedException e) {
      throw NativeLibc.failure(operation, Errno.EACCES);
    }
  }
}
