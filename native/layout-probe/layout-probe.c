/* Prints what the compiler thinks of the numbers and structures that the native boundary uses, one "NAME VALUE" a
 * line. A test compares them with io.trajan.foreign.jnr.Layouts and Errno. Needs the kernel's headers of Linux 5.12. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/stat.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <sys/syscall.h>

#define SAY(name) printf("%s %lld\n", #name, (long long)(name))
#define AS(name, value) printf("%s %lld\n", name, (long long)(value))

int main(void) {
  AS("SYS_OPENAT2", SYS_openat2);
  SAY(O_CLOEXEC); SAY(O_PATH); SAY(AT_FDCWD); SAY(AT_EMPTY_PATH);
  SAY(RESOLVE_NO_MAGICLINKS); SAY(RESOLVE_BENEATH); SAY(RESOLVE_CACHED);
  AS("OPEN_HOW_BYTES", sizeof(struct open_how));
  SAY(STATX_BASIC_STATS);
  AS("STATX_BYTES", sizeof(struct statx));
  AS("STATX_MODE", offsetof(struct statx, stx_mode));
  AS("STATX_INO", offsetof(struct statx, stx_ino));
  AS("STATX_SIZE", offsetof(struct statx, stx_size));
  AS("STATX_MTIME", offsetof(struct statx, stx_mtime));
  AS("STATX_DEV_MAJOR", offsetof(struct statx, stx_dev_major));
  SAY(S_IFMT); SAY(S_IFDIR); SAY(S_IFREG);
  SAY(POLLIN);
  AS("POLLFD_BYTES", sizeof(struct pollfd));
  SAY(IN_CLOSE_WRITE); SAY(IN_MOVED_FROM); SAY(IN_MOVED_TO); SAY(IN_CREATE); SAY(IN_DELETE); SAY(IN_DELETE_SELF);
  SAY(IN_MOVE_SELF); SAY(IN_UNMOUNT); SAY(IN_Q_OVERFLOW); SAY(IN_IGNORED); SAY(IN_ONLYDIR); SAY(IN_ISDIR);
  SAY(IN_NONBLOCK);
  AS("INOTIFY_EVENT_BYTES", sizeof(struct inotify_event));
  SAY(EPERM); SAY(ENOENT); SAY(EINTR); SAY(EIO); SAY(ENXIO); SAY(EBADF); SAY(EAGAIN); SAY(ENOMEM); SAY(EACCES);
  SAY(EXDEV); SAY(ENODEV); SAY(ENOTDIR); SAY(EISDIR); SAY(EINVAL); SAY(ENFILE); SAY(EMFILE); SAY(ENOSPC);
  SAY(ENAMETOOLONG); SAY(ENOSYS); SAY(ELOOP); SAY(EOVERFLOW); SAY(EOPNOTSUPP); SAY(ESTALE);
  return 0;
}
