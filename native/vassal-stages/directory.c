/*
 * The directory of a generation: made 0700 by the warden, its working directory while it lives, removed at the end. The
 * sockets are bound by their short names from inside it, because an address of a unix socket holds 107 bytes only. A
 * living warden has locked it, so a second one is refused; left-overs of a dead one are replaced.
 */
#include "warden.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static const char *const ours[] = { "warden.sock", "sockets.sock", "template.sock", "orphans.sock", "undo" };

static int unix_socket(const char *name, struct sockaddr_un *address)
{
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	snprintf(address->sun_path, sizeof address->sun_path, "%s", name);
	return high_fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

int unix_listen(const char *name, int backlog)
{
	struct sockaddr_un address;
	int fd = unix_socket(name, &address);
	if (fd < 0)
		return -1;
	unlink(name);
	mode_t before = umask(0177);
	int result = bind(fd, (struct sockaddr *)&address, sizeof address);
	umask(before);
	if (result == 0)
		result = listen(fd, backlog);
	if (result == 0)
		return fd;
	int error = errno;
	close(fd);
	errno = error;
	return -1;
}

static int fault(const struct warden *warden, const char *what)
{
	say("directory %s: %s: %s", warden->plan->directory, what, strerror(errno));
	return -1;
}

int directory_open(struct warden *warden)
{
	const char *path = warden->plan->directory;
	struct stat status;
	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		return fault(warden, "cannot be made");
	warden->directory = high_fd(open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
	if (warden->directory < 0 || fstat(warden->directory, &status) < 0 || fchdir(warden->directory) < 0)
		return fault(warden, "cannot be entered");
	if (status.st_uid != geteuid() || (status.st_mode & 0077) != 0) {
		say("directory %s: it belongs to user %u with mode %o, expected user %u and mode 700", path, status.st_uid,
		    status.st_mode & 07777, geteuid());
		return -1;
	}
	if (flock(warden->directory, LOCK_EX | LOCK_NB) < 0) {
		say("directory %s: a warden lives there already", path);
		return -1;
	}
	warden->listener = unix_listen("warden.sock", 16);
	if (warden->listener < 0)
		return fault(warden, "warden.sock");
	if (warden->plan->sockets > 0 && (warden->giver = unix_listen("sockets.sock", 16)) < 0)
		return fault(warden, "sockets.sock");
	if (warden->plan->listen_layout)
		return 0;
	warden->child.template = unix_listen("template.sock", 128);
	warden->child.orphans = unix_listen("orphans.sock", 128);
	return warden->child.template < 0 || warden->child.orphans < 0 ? fault(warden, "template.sock or orphans.sock") : 0;
}

void directory_remove(struct warden *warden, char *left, size_t size)
{
	for (size_t i = 0; i < countof(ours); i++)
		unlinkat(warden->directory, ours[i], 0);
	if (rmdir(warden->plan->directory) == 0 || errno == ENOENT)
		return;
	size_t used = strlen(left);
	snprintf(left + used, size - used, "directory %s: %s\n", warden->plan->directory, strerror(errno));
}
