/*
 * Cgroups: made, entered, set and removed by the warden, for version 2 and for the controllers of version 1, side by side
 * on hybrid machines.
 *
 * Theory of operation. The line names the directory of a group; missing directories above it are made too and removed
 * again if nobody else came. A group that was there before is joined and stays. In version 2 the file of a controller
 * appears only when the controller is enabled in all groups above, so cgroup-set enables it from the top of the hierarchy
 * downwards; that stays, because others may rely on it by the time this vassal ends. In version 1 a cpuset must be filled
 * before anybody can enter, so it begins with what its parent has.
 *
 * A group is removed when the vassal is gone: what still is in it (it may have escaped the warden through a foreign pid
 * name space) is killed, groups that the program made in it go first, for at most two seconds.
 */
#include "warden.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

static bool is_kind(const char *path, bool second)
{
	struct statfs status;
	return statfs(path, &status) == 0 &&
	       (unsigned long)status.f_type == (second ? (unsigned long)CGROUP2_SUPER_MAGIC : (unsigned long)CGROUP_SUPER_MAGIC);
}

static void fill_cpuset(const char *path)
{
	static const char *const files[] = { "cpuset.cpus", "cpuset.mems" };
	char from[1100], to[1100], value[4096];
	for (size_t i = 0; i < countof(files); i++) {
		snprintf(to, sizeof to, "%s/%s", path, files[i]);
		snprintf(from, sizeof from, "%s/../%s", path, files[i]);
		if (read_file(to, value, sizeof value) >= 0 && value[0] <= ' ' && read_file(from, value, sizeof value) > 0)
			(void)write_file(to, 0, value, strlen(value));
	}
}

/* Makes the directory and those above it that are missing, from the top. */
static int make(struct warden *warden, char *path, bool second, struct problem *problem)
{
	struct stat status;
	if (stat(path, &status) == 0)
		return is_kind(path, second) ? 0 : problem_set(problem, ENOENT, "%s is not in a cgroup %s hierarchy", path, second ? "v2" : "v1");
	char *slash = strrchr(path, '/');
	if (slash == path)
		return problem_set(problem, ENOENT, "%s", path);
	*slash = 0;
	int result = make(warden, path, second, problem);
	*slash = '/';
	if (result < 0)
		return -1;
	if (mkdir(path, 0755) < 0 && errno != EEXIST)
		return problem_set(problem, errno, "%s cannot be made", path);
	if (!second)
		fill_cpuset(path);
	return 1;
}

static unsigned missing(const char *path)
{
	char part[1024];
	struct stat status;
	unsigned count = 0;
	snprintf(part, sizeof part, "%s", path);
	for (char *slash; stat(part, &status) < 0 && (slash = strrchr(part, '/')) && slash != part; *slash = 0)
		count++;
	return count;
}

static int note_new(struct warden *warden, const char *path, unsigned count)
{
	char part[1024];
	for (unsigned above = count; above-- > 0;) {
		snprintf(part, sizeof part, "%s", path);
		for (unsigned i = 0; i < above; i++)
			*strrchr(part, '/') = 0;
		if (undo_cgroup(warden, part, above > 0) < 0)
			return -1;
	}
	return 0;
}

int cgroup_enter(struct warden *warden, const struct line *line, struct problem *problem)
{
	char *path = warden->cgroups[line->slot].path, file[1100], pid[16];
	const bool second = strcmp(line->args[0], "v2") == 0;
	snprintf(path, sizeof warden->cgroups[0].path, "%s", line->args[1]);
	for (size_t size = strlen(path); size > 1 && path[size - 1] == '/';)
		path[--size] = 0;
	warden->cgroups[line->slot].second = second;
	if (strstr(path, "/../") || strlen(line->args[1]) >= sizeof warden->cgroups[0].path)
		return problem_set(problem, EINVAL, "the path is too long or holds \"..\"");
	if (note_new(warden, path, missing(path)) < 0)
		return problem_set(problem, errno, "there are more than 512 things to undo");
	int made = make(warden, path, second, problem);
	for (int turn = 0; made < 0 && problem->error == ENOENT && turn < 3; turn++)
		made = make(warden, path, second, problem); /* the last of another vassal removed what is above */
	if (made < 0)
		return -1;
	problem->error = 0;
	problem->text[0] = 0;
	snprintf(file, sizeof file, "%s/cgroup.procs", path);
	snprintf(pid, sizeof pid, "%d", warden->main);
	return write_file(file, 0, pid, strlen(pid)) == 0 ? 0 : problem_set(problem, errno, "the process cannot be put into it");
}

static bool lists(const char *directory, const char *file, const char *controller)
{
	char path[1200], text[1024];
	snprintf(path, sizeof path, "%s/%s", directory, file);
	if (read_file(path, text, sizeof text) <= 0)
		return false;
	for (char *rest = text, *word; (word = strsep(&rest, " \n"));)
		if (strcmp(word, controller) == 0)
			return true;
	return false;
}

static void enable(const char *group, const char *file)
{
	char controller[40], part[1024], path[1200], order[48];
	snprintf(controller, sizeof controller, "%.*s", (int)strcspn(file, "."), file);
	snprintf(order, sizeof order, "+%s", controller);
	for (const char *slash = strchr(group + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(part, sizeof part, "%.*s", (int)(slash - group), group);
		if (!is_kind(part, true) || lists(part, "cgroup.subtree_control", controller))
			continue;
		snprintf(path, sizeof path, "%s/cgroup.subtree_control", part);
		if (lists(part, "cgroup.controllers", controller))
			(void)write_file(path, 0, order, strlen(order));
	}
}

int cgroup_set(struct warden *warden, const struct line *line, struct problem *problem)
{
	const char *group = warden->cgroups[line->slot].path;
	char path[1200];
	snprintf(path, sizeof path, "%s/%s", group, line->args[0]);
	if (access(path, F_OK) < 0 && warden->cgroups[line->slot].second)
		enable(group, line->args[0]);
	if (access(path, F_OK) < 0)
		return problem_set(problem, errno, "%s", path);
	if (write_file(path, 0, line->args[1], strlen(line->args[1])) < 0)
		return problem_set(problem, errno, "%s", path);
	return 0;
}

/* Kills what is in the group itself; in version 2 the kernel does it for the whole tree at once. */
static void kill_members(const char *path)
{
	char file[1100], text[8192];
	snprintf(file, sizeof file, "%s/cgroup.kill", path);
	if (write_file(file, 0, "1", 1) == 0)
		return;
	snprintf(file, sizeof file, "%s/cgroup.procs", path);
	if (read_file(file, text, sizeof text) <= 0)
		return;
	for (char *at = text, *end;; at = end) {
		pid_t pid = (pid_t)strtol(at, &end, 10);
		if (end == at)
			return;
		if (pid > 1 && pid != getpid())
			kill(pid, SIGKILL);
	}
}

static bool remove_inner(const char *name, void *context)
{
	char path[1100];
	struct stat status;
	snprintf(path, sizeof path, "%s/%s", (const char *)context, name);
	if (name[0] != '.' && lstat(path, &status) == 0 && S_ISDIR(status.st_mode))
		(void)cgroup_remove(path);
	return true;
}

int cgroup_remove(const char *path)
{
	for (int turn = 0; turn < 400; turn++) {
		if (rmdir(path) == 0 || errno == ENOENT)
			return 0;
		kill_members(path);
		int directory = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (directory >= 0) {
			each_entry(directory, remove_inner, (void *)path);
			close(directory);
		}
		nanosleep(&(struct timespec){ 0, turn ? 5000000 : 0 }, NULL);
	}
	errno = EBUSY;
	return -1;
}
