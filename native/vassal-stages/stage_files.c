/*
 * Files: mkdir, write, append, writefifo, unlink, chmod, chown, wait-for. What is made is told to the warden, which
 * removes directories (when they are empty) when the vassal is gone, and files too if the set-up failed. What was there
 * before is not touched at the end; an existing directory is no failure of mkdir.
 */
#include "child.h"
#include "values.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int made(struct child *child, enum made how, const char *path, struct problem *problem)
{
	struct stat status;
	if (lstat(path, &status) < 0)
		return 0;
	return child_made(child, how, path, status.st_dev, status.st_ino, problem);
}

int stage_mkdir(struct child *child, const struct line *line, struct problem *problem)
{
	mode_t mode = line->count > 1 ? (mode_t)octal(line->args[1]) : 0777;
	if (mkdir(line->args[0], mode) == 0) {
		if (made(child, MADE_DIRECTORY, line->args[0], problem) < 0)
			return -1;
		if (line->count > 1 && chmod(line->args[0], mode) < 0)
			return problem_set(problem, errno, "%s", "");
		return 0;
	}
	int error = errno;
	struct stat status;
	if (error == EEXIST && stat(line->args[0], &status) == 0 && S_ISDIR(status.st_mode)) {
		snprintf(child->note, sizeof child->note, "exists already");
		return 0;
	}
	return problem_set(problem, error, "%s", "");
}

static int put(struct child *child, const struct line *line, struct problem *problem, int flags)
{
	int fd = open(line->args[0], flags | O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
	if (fd >= 0) {
		close(fd);
		if (made(child, MADE_FILE, line->args[0], problem) < 0)
			return -1;
	} else if (errno != EEXIST)
		return problem_set(problem, errno, "%s", "");
	if (write_file(line->args[0], flags, line->args[1], strlen(line->args[1])) < 0)
		return problem_set(problem, errno, "%s", "");
	return 0;
}

int stage_write(struct child *child, const struct line *line, struct problem *problem)
{
	return put(child, line, problem, O_TRUNC);
}

int stage_append(struct child *child, const struct line *line, struct problem *problem)
{
	return put(child, line, problem, O_APPEND);
}

/* As in uWSGI: a pipe that nobody reads is no failure. */
int stage_writefifo(struct child *child, const struct line *line, struct problem *problem)
{
	if (write_file(line->args[0], O_NONBLOCK, line->args[1], strlen(line->args[1])) == 0)
		return 0;
	if (errno != ENXIO)
		return problem_set(problem, errno, "%s", "");
	snprintf(child->note, sizeof child->note, "nobody reads it");
	return 0;
}

int stage_unlink(struct child *child, const struct line *line, struct problem *problem)
{
	(void)child;
	return unlink(line->args[0]) == 0 ? 0 : problem_set(problem, errno, "%s", "");
}

int stage_chmod(struct child *child, const struct line *line, struct problem *problem)
{
	(void)child;
	return chmod(line->args[0], (mode_t)octal(line->args[1])) == 0 ? 0 : problem_set(problem, errno, "%s", "");
}

int stage_chown(struct child *child, const struct line *line, struct problem *problem)
{
	(void)child;
	uid_t uid = (uid_t)number(line->args[1]);
	gid_t gid = (gid_t)number(line->args[2]);
	return chown(line->args[0], uid, gid) == 0 ? 0 : problem_set(problem, errno, "%s", "");
}

static bool there(unsigned long kind, const char *path)
{
	struct stat status, above;
	char parent[4200];
	if (kind == 2)
		return if_nametoindex(path) != 0;
	if (stat(path, &status) < 0)
		return false;
	if (kind == 0)
		return true;
	if (kind != 1)
		return (status.st_mode & S_IFMT) == kind;
	snprintf(parent, sizeof parent, "%s/..", path);
	return stat(parent, &above) == 0 && (above.st_dev != status.st_dev || above.st_ino == status.st_ino);
}

int stage_wait_for(struct child *child, const struct line *line, struct problem *problem)
{
	unsigned long kind = find_name(wait_names, line->args[0], strlen(line->args[0]))->value;
	uint64_t deadline = now_micros() + number(line->args[2]) * 1000;
	while (!there(kind, line->args[1])) {
		if (warden_is_gone(child))
			_exit(113);
		if (now_micros() >= deadline)
			return problem_set(problem, ETIMEDOUT, "it did not appear");
		nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
	}
	return 0;
}
