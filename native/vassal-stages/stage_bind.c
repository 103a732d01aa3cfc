/*
 * Sockets that are bound where the child is: bind-tcp in its network name space, bind-unix in its view of the files. The
 * warden gets a descriptor of each and hands it to the emperor, which accepts from it outside (a socket belongs to the
 * name space it was made in, wherever it is used). A left-over file of a unix socket is replaced when nobody answers.
 */
#include "child.h"
#include "values.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int give(struct child *child, const struct line *line, int fd)
{
	static struct message message = { .type = MESSAGE_SOCKET };
	child->sockets[line->slot] = fd;
	if (child_send(child, &message, fd) < 0)
		_exit(113);
	return 0;
}

static int give_up(struct problem *problem, int fd, const char *what)
{
	int error = errno;
	if (fd >= 0)
		close(fd);
	return problem_set(problem, error, "%s", what);
}

int stage_bind_tcp(struct child *child, const struct line *line, struct problem *problem)
{
	struct sockaddr_storage address;
	socklen_t size;
	int yes = 1;
	(void)address_of(line->args[1], (unsigned)number(line->args[2]), &address, &size);
	int fd = high_fd(socket(address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
	if (fd < 0)
		return problem_set(problem, errno, "%s", "");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(fd, (struct sockaddr *)&address, size) < 0 || listen(fd, (int)number(line->args[3])) < 0)
		return give_up(problem, fd, "");
	if (getsockname(fd, (struct sockaddr *)&address, &size) == 0)
		snprintf(child->note, sizeof child->note, "port %u",
			 ntohs(address.ss_family == AF_INET ? ((struct sockaddr_in *)&address)->sin_port
							    : ((struct sockaddr_in6 *)&address)->sin6_port));
	return give(child, line, fd);
}

/* Binds by the last part of the path from inside its directory: an address holds 107 bytes only. */
static int bind_here(int fd, const char *name, const char *mode)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	if (strlen(name) >= sizeof address.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(address.sun_path, name);
	int result = bind(fd, (struct sockaddr *)&address, sizeof address);
	if (result < 0 && errno == EADDRINUSE) {
		struct stat status;
		int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		int dead = connect(probe, (struct sockaddr *)&address, sizeof address) < 0 && errno == ECONNREFUSED;
		close(probe);
		bool ours = lstat(name, &status) == 0 && S_ISSOCK(status.st_mode); /* never a file of another kind */
		if (dead && ours && unlink(name) == 0)
			result = bind(fd, (struct sockaddr *)&address, sizeof address);
		else
			errno = EADDRINUSE;
	}
	return result < 0 ? -1 : chmod(name, (mode_t)octal(mode));
}

int stage_bind_unix(struct child *child, const struct line *line, struct problem *problem)
{
	char directory[PATH_MAX];
	struct stat status;
	const char *path = line->args[1], *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	snprintf(directory, sizeof directory, "%.*s", slash ? (slash == path ? 1 : (int)(slash - path)) : 1, slash ? path : ".");
	int here = open(".", O_PATH | O_CLOEXEC);
	int fd = high_fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
	int result = here < 0 || fd < 0 || chdir(directory) < 0 ? -1 : bind_here(fd, name, line->args[2]);
	int error = errno;
	if (here >= 0 && fchdir(here) < 0)
		result = -1;
	if (here >= 0)
		close(here);
	errno = error;
	if (result == 0 && lstat(path, &status) == 0 &&
	    child_made(child, MADE_SOCKET, path, status.st_dev, status.st_ino, problem) < 0) {
		close(fd);
		return -1;
	}
	if (result < 0 || listen(fd, (int)number(line->args[3])) < 0)
		return give_up(problem, fd, "");
	return give(child, line, fd);
}
