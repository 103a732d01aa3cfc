/*
 * vassal-stages clean DIRECTORY: undoes what a warden that was killed left behind.
 *
 * Theory of operation. The file "undo" of the directory says what was made, a line each: kind, device, number, length and
 * path; two
 * kinds are a session (start time and pid of its leader) and that the program began. The program normally died with its
 * warden (pdeathsig), and what it started is found by its session: a session's number is not given again while anybody is
 * in it, and the leader is believed only with the right start time. Processes that made a session of their own are found
 * by their cgroup, or not at all. Then the list is undone from its end like a warden does it, with the same
 * care. A directory that a living warden has locked is refused.
 */
#include "warden.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static struct warden warden;
static struct plan plan;
static char text[1u << 20];

struct session {
	pid_t leader;
	unsigned long long start;
	unsigned alive, patience; /* turns to wait before killing: a child takes back what it made last */
};

static bool visit(const char *name, void *context)
{
	struct session *session = context;
	struct proc_stat stat;
	pid_t pid = (pid_t)strtol(name, NULL, 10);
	if (pid <= 1 || pid == getpid() || read_proc_stat(pid, &stat) < 0 || stat.session != session->leader || stat.state == 'Z')
		return true;
	if (pid == session->leader && stat.start != session->start)
		return true;
	session->alive++;
	kill(pid, session->patience ? 0 : SIGKILL);
	return true;
}

/* The leader's number may be another process's by now, with a session of its own: nothing of it is ours then. */
static void kill_session(struct session *session)
{
	struct proc_stat stat;
	if (read_proc_stat(session->leader, &stat) == 0 && stat.start != session->start)
		return;
	for (int turn = 0; turn < 1000; turn++) {
		int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		session->alive = 0;
		if (proc < 0)
			return;
		each_entry(proc, visit, session);
		close(proc);
		if (session->alive == 0)
			return;
		session->patience -= session->patience > 0;
		nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
	}
	say("%u processes of session %d could not be killed", session->alive, session->leader);
}

/* Kills the sessions as it goes and collects the rest. */
static void read_list(void)
{
	char *at = text;
	int how, used;
	unsigned long long device, number;
	size_t length;
	char began[40];
	snprintf(began, sizeof began, "\n%d 0 0 0 ", MADE_PROGRAM);
	unsigned patience = strstr(text, began) ? 0 : 50;
	warden.failed = true; /* files of stages go too if the program never began */
	while (warden.undo_count < MAX_UNDO && sscanf(at, "%d %llu %llu %zu%n", &how, &device, &number, &length, &used) == 4) {
		struct undo *undo = &warden.undos[warden.undo_count];
		at += used + 1;
		if (length >= sizeof undo->path || strlen(at) < length)
			return;
		*undo = (struct undo){ .how = (enum made)how, .device = device, .number = number };
		memcpy(undo->path, at, length);
		undo->path[length] = 0;
		if (how == MADE_SESSION && number > 1)
			kill_session(&(struct session){ .leader = (pid_t)number, .start = device, .patience = patience });
		else if (how == MADE_PROGRAM)
			warden.failed = false;
		else
			warden.undo_count++;
		at += length;
		if (*at)
			at++;
	}
}

static int enter(const char *directory)
{
	struct stat status;
	plan.directory = directory;
	warden.plan = &plan;
	warden.room = -1;
	for (unsigned i = 0; i < MAX_SOCKETS; i++)
		warden.sockets[i] = -1;
	warden.directory = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (warden.directory < 0 || fstat(warden.directory, &status) < 0 || fchdir(warden.directory) < 0) {
		say("%s: %s", directory, strerror(errno));
		return -1;
	}
	if (status.st_uid != geteuid() || (status.st_mode & 0077) != 0) {
		say("%s: it is not a directory that a warden of this user made", directory);
		return -1;
	}
	/* A child that was just born may hold the lock of its dead warden for a moment. */
	int locked = flock(warden.directory, LOCK_EX | LOCK_NB);
	for (int turn = 0; locked < 0 && turn < 100; turn++) {
		nanosleep(&(struct timespec){ 0, 10000000 }, NULL);
		locked = flock(warden.directory, LOCK_EX | LOCK_NB);
	}
	if (locked < 0) {
		say("%s: a warden lives there", directory);
		return -1;
	}
	return 0;
}

int clean_main(const char *directory)
{
	char left[4096] = "";
	if (*directory != '/') {
		say("%s: expected an absolute path", directory);
		return 2;
	}
	if (enter(directory) < 0)
		return 3;
	if (read_file("undo", text, sizeof text) > 0)
		read_list();
	undo_all(&warden, left, sizeof left);
	directory_remove(&warden, left, sizeof left);
	fputs(left, stderr);
	return left[0] ? 1 : 0;
}
