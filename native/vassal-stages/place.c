/*
 * Where the host sees a file that the child made.
 *
 * Theory of operation. The child says a path as it sees it: below another root, through mounts that only it has. The
 * warden must find the same file in its own view, and at once, while the child waits. Both tables of mounts are compared:
 * the mount of the child that holds the path says which file system it shows and from which of its directories; a mount
 * of the host that shows the same part of the same file system gives the path. What is then found must be the file with
 * the device and inode that the child said. No such mount: the host cannot see the file, and it goes with the jail.
 */
#include "mountinfo.h"
#include "warden.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct mount_table theirs, ours;

static bool is_it(const char *path, uint64_t device, uint64_t inode)
{
	struct stat status;
	return lstat(path, &status) == 0 && status.st_dev == device && status.st_ino == inode;
}

/* The mount that holds the path: of all whose point is above it, the last one mounted with the longest point. */
static bool holder(const char *path, struct mount_line *found)
{
	struct mount_line line;
	size_t longest = 0;
	while (mounts_next(&theirs, &line))
		if (is_below(path, line.point) && strlen(line.point) >= longest) {
			longest = strlen(line.point);
			*found = line;
		}
	return longest > 0;
}

static void join(char *to, size_t size, const char *directory, const char *rest)
{
	while (*rest == '/')
		rest++;
	size_t length = strcmp(directory, "/") == 0 ? 0 : strlen(directory);
	snprintf(to, size, "%.*s%s%s", (int)length, directory, *rest ? "/" : length ? "" : "/", rest);
}

static bool translate(pid_t pid, char *path, size_t size, uint64_t device, uint64_t inode)
{
	char whose[16], within[PATH_MAX], candidate[PATH_MAX];
	struct mount_line mount, line;
	int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	snprintf(whose, sizeof whose, "%d", pid);
	bool found = proc >= 0 && mounts_open(&theirs, proc, whose) == 0 && mounts_open(&ours, proc, "self") == 0 &&
		     holder(path, &mount);
	if (proc >= 0)
		close(proc);
	if (!found)
		return false;
	join(within, sizeof within, mount.root, path + (strcmp(mount.point, "/") == 0 ? 0 : strlen(mount.point)));
	while (mounts_next(&ours, &line)) {
		if (line.major != mount.major || line.minor != mount.minor || !is_below(within, line.root))
			continue;
		join(candidate, sizeof candidate, line.point, within + (strcmp(line.root, "/") == 0 ? 0 : strlen(line.root)));
		if (is_it(candidate, device, inode)) {
			snprintf(path, size, "%s", candidate);
			return true;
		}
	}
	return false;
}

bool find_place(pid_t pid, char *path, size_t size, uint64_t device, uint64_t inode)
{
	return is_it(path, device, inode) || translate(pid, path, size, device, inode);
}

/* The mount point of a mount of the warden's own name space. */
bool find_mount(uint64_t id, char *path, size_t size)
{
	struct mount_line line;
	int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	bool found = false;
	if (proc < 0)
		return false;
	if (mounts_open(&ours, proc, "self") == 0)
		while (!found && mounts_next(&ours, &line))
			if (line.id == id) {
				snprintf(path, size, "%s", line.point);
				found = true;
			}
	close(proc);
	return found;
}
