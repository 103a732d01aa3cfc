/*
 * What is undone.
 *
 * Theory of operation. Everything that outlives its maker is noted when it is made: in a list here, and in the file "undo"
 * of the directory in case the warden itself is killed (vassal-stages clean reads it). When the last process is gone the
 * list is gone through from its end. Only what is still the same is touched: the mount with the same number at the same
 * place, the file with the same inode; a directory only when it is empty; a file that a stage wrote only if the set-up
 * failed, as otherwise it is meant to stay. What was made in a joined mount name space is undone by a process that joins
 * it. What cannot be undone is named in the last frame.
 */
#include "mountinfo.h"
#include "warden.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void append(const struct warden *warden, const char *line, size_t size)
{
	int fd = openat(warden->directory, "undo", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return;
	(void)send_all(fd, line, size);
	close(fd);
}

static void record(const struct warden *warden, const struct undo *undo)
{
	char line[1200];
	int size = snprintf(line, sizeof line, "%d %llu %llu %zu %s\n", undo->how, (unsigned long long)undo->device,
			    (unsigned long long)undo->number, strlen(undo->path), undo->path);
	if (size > 0 && (size_t)size < sizeof line)
		append(warden, line, (size_t)size);
}

/* For clean: a session holds all that its leader starts, unless that makes itself another one. */
void undo_session(const struct warden *warden, pid_t leader)
{
	char line[80];
	struct proc_stat stat;
	if (read_proc_stat(leader, &stat) < 0)
		return;
	int size = snprintf(line, sizeof line, "%d %llu %d 0 \n", MADE_SESSION, stat.start, leader);
	append(warden, line, (size_t)size);
}

void undo_began(const struct warden *warden)
{
	char line[40];
	int size = snprintf(line, sizeof line, "%d 0 0 0 \n", MADE_PROGRAM);
	append(warden, line, (size_t)size);
}

static struct undo *slot(struct warden *warden)
{
	return warden->undo_count == MAX_UNDO ? NULL : &warden->undos[warden->undo_count];
}

static void keep(struct warden *warden)
{
	const struct undo *undo = &warden->undos[warden->undo_count++];
	if (!undo->inside)
		record(warden, undo);
}

/* The child waits for the answer, so its name spaces are as they were when it made the thing. */
void undo_note(struct warden *warden, const struct message *message)
{
	struct undo *undo = slot(warden);
	if (!undo || strlen(message->text) >= sizeof undo->path) {
		channel_answer(warden, E2BIG, undo ? "its path is too long to be noted" : "there are more than 512 things to undo", true);
		return;
	}
	*undo = (struct undo){ .how = message->how, .device = message->device, .number = (uint64_t)message->number,
			       .inside = message->inside };
	snprintf(undo->path, sizeof undo->path, "%s", message->text);
	bool ours = undo->inside ||
		    (undo->how == MADE_MOUNT ? find_mount(undo->number, undo->path, sizeof undo->path)
					     : find_place(warden->main, undo->path, sizeof undo->path, undo->device, undo->number));
	if (ours)
		keep(warden);
	channel_answer(warden, 0, "", false);
}

int undo_cgroup(struct warden *warden, const char *path, bool parent)
{
	struct undo *undo = slot(warden);
	if (!undo || strlen(path) >= sizeof undo->path) {
		errno = E2BIG;
		return -1;
	}
	*undo = (struct undo){ .how = parent ? MADE_CGROUP_PARENT : MADE_CGROUP };
	snprintf(undo->path, sizeof undo->path, "%s", path);
	keep(warden);
	return 0;
}

static bool same(const struct undo *undo)
{
	struct stat status;
	return lstat(undo->path, &status) == 0 && status.st_dev == undo->device && status.st_ino == undo->number;
}

static int undo_mount(const struct undo *undo)
{
	uint64_t device;
	if (undo->inside ? mount_id(AT_FDCWD, undo->path, &device) != undo->number : false)
		return 0;
	char path[sizeof undo->path];
	if (!undo->inside && (!find_mount(undo->number, path, sizeof path) || strcmp(path, undo->path) != 0))
		return 0;
	return umount2(undo->path, MNT_DETACH | UMOUNT_NOFOLLOW);
}

int undo_one(const struct undo *undo, bool failed)
{
	switch (undo->how) {
	case MADE_DIRECTORY:
		return !same(undo) || rmdir(undo->path) == 0 || errno == ENOTEMPTY || errno == EBUSY ? 0 : -1;
	case MADE_FILE:
		return failed && same(undo) ? unlink(undo->path) : 0;
	case MADE_SOCKET:
		return same(undo) ? unlink(undo->path) : 0;
	case MADE_MOUNT:
		return undo_mount(undo);
	case MADE_CGROUP:
		return cgroup_remove(undo->path);
	case MADE_CGROUP_PARENT:
		(void)rmdir(undo->path); /* others may be in it by now */
		return 0;
	case MADE_SESSION:
	case MADE_PROGRAM:
		return 0;
	}
	return 0;
}

static void list_undo(struct warden *warden, bool inside, char *left, size_t size)
{
	for (unsigned i = warden->undo_count; i-- > 0;) {
		const struct undo *undo = &warden->undos[i];
		size_t used = strlen(left);
		if (undo->inside == inside && undo_one(undo, warden->failed) < 0 && used + 200 < size)
			snprintf(left + used, size - used, "%s: %s\n", undo->path, strerror(errno));
	}
}

static void undo_inside(struct warden *warden, char *left, size_t size)
{
	int status = 0;
	pid_t pid = fork();
	if (pid == 0) {
		if (setns(warden->room, CLONE_NEWNS) < 0)
			_exit(1);
		char unsaid[4096] = "";
		list_undo(warden, true, unsaid, sizeof unsaid);
		_exit(unsaid[0] != 0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
		snprintf(left, size, "something in the joined mount name space\n");
}

void undo_all(struct warden *warden, char *left, size_t size)
{
	left[0] = 0;
	if (warden->room >= 0)
		undo_inside(warden, left, size);
	list_undo(warden, false, left, size);
	warden->undo_count = 0;
	for (unsigned i = 0; i < MAX_SOCKETS; i++)
		if (warden->sockets[i] >= 0) {
			close(warden->sockets[i]);
			warden->sockets[i] = -1;
		}
}
