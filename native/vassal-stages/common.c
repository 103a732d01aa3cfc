/* Small helpers without state: nothing here allocates, so that the warden can use it at any time. */
#include "common.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int problem_set(struct problem *problem, int error, const char *format, ...)
{
	problem->error = error;
	va_list list;
	va_start(list, format);
	vsnprintf(problem->text, sizeof problem->text, format, list);
	va_end(list);
	return -1;
}

const char *errno_name(int error)
{
	static char number[16];
#ifdef __GLIBC__
	const char *name = strerrorname_np(error);
	if (name)
		return name;
#endif
	snprintf(number, sizeof number, "E%d", error);
	return number;
}

uint64_t now_micros(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000000u + (uint64_t)time.tv_nsec / 1000u;
}

ssize_t read_file(const char *path, char *buffer, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	size_t used = 0;
	while (used + 1 < size) {
		ssize_t got = read(fd, buffer + used, size - 1 - used);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			int error = errno;
			close(fd);
			errno = error;
			return -1;
		}
		if (got == 0)
			break;
		used += (size_t)got;
	}
	buffer[used] = 0;
	close(fd);
	return (ssize_t)used;
}

/* One write, as the files of the kernel want it; a regular file takes the whole in one. */
int write_file(const char *path, int flags, const char *data, size_t size)
{
	int fd = open(path, flags | O_WRONLY | O_CLOEXEC | O_NOCTTY, 0666);
	if (fd < 0)
		return -1;
	ssize_t put = write(fd, data, size);
	int error = put < 0 ? errno : (size_t)put < size ? ENOSPC : 0;
	if (close(fd) < 0 && error == 0)
		error = errno;
	errno = error;
	return error ? -1 : 0;
}

int send_all(int fd, const char *data, size_t size)
{
	while (size > 0) {
		ssize_t put = write(fd, data, size);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		data += put;
		size -= (size_t)put;
	}
	return 0;
}

int high_fd(int fd)
{
	if (fd < 0)
		return fd;
	int high = fcntl(fd, F_DUPFD_CLOEXEC, 64);
	int error = errno;
	close(fd);
	errno = error;
	return high;
}

void say(const char *format, ...)
{
	char line[1200] = "vassal-stages: ";
	size_t start = strlen(line);
	va_list list;
	va_start(list, format);
	int size = vsnprintf(line + start, sizeof line - start - 1, format, list);
	va_end(list);
	size_t used = size < 0 ? start : start + (size_t)size;
	if (used > sizeof line - 2)
		used = sizeof line - 2;
	line[used++] = '\n';
	(void)send_all(STDERR_FILENO, line, used);
}

int read_proc_stat(pid_t pid, struct proc_stat *stat)
{
	char path[40], text[1024];
	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	if (read_file(path, text, sizeof text) <= 0)
		return -1;
	const char *rest = strrchr(text, ')'); /* the name may hold anything */
	if (!rest)
		return -1;
	int parent, session;
	if (sscanf(rest + 1, " %c %d %*d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
		   &stat->state, &parent, &session, &stat->start) != 4)
		return -1;
	stat->parent = parent;
	stat->session = session;
	return 0;
}

void each_entry(int directory, bool (*visit)(const char *name, void *context), void *context)
{
	_Alignas(struct dirent64) char block[4096];
	ssize_t size;
	lseek(directory, 0, SEEK_SET);
	while ((size = getdents64(directory, block, sizeof block)) > 0) {
		for (ssize_t at = 0; at < size;) {
			const struct dirent64 *entry = (const struct dirent64 *)(block + at);
			if (!visit(entry->d_name, context))
				return;
			at += entry->d_reclen;
		}
	}
}
