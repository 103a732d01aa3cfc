/*
 * A root of its own: pivot-root and chroot.
 *
 * pivot-root NEW OLD as in uWSGI: OLD lies below NEW and is where the old tree is found afterwards, until a umount line
 * takes it away. What uWSGI leaves to the user is done here: NEW is bound onto itself when it is no mount point, the
 * mounts were made private after clone, and the working directory is the new root. When OLD is NEW itself, the old tree is
 * detached at once and no directory for it is needed.
 *
 * Differs from uWSGI: chroot is followed by chdir, else the working directory would be a way out.
 */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool is_mount_point(const char *path)
{
	struct statx status;
	return statx(AT_FDCWD, path, 0, 0, &status) == 0 && (status.stx_attributes & STATX_ATTR_MOUNT_ROOT);
}

static const char *inside(const char *root, const char *old)
{
	size_t size = strlen(root);
	if (strncmp(old, root, size) != 0 || (old[size] != 0 && old[size] != '/'))
		return NULL;
	old += size;
	while (*old == '/')
		old++;
	return *old ? old : ".";
}

int stage_pivot_root(struct child *child, const struct line *line, struct problem *problem)
{
	char root[PATH_MAX], old[PATH_MAX];
	if (!realpath(line->args[0], root))
		return problem_set(problem, errno, "the new root");
	if (!realpath(line->args[1], old))
		return problem_set(problem, errno, "the place of the old root");
	const char *rest = inside(root, old);
	if (!rest)
		return problem_set(problem, EINVAL, "%s is not below %s", old, root);
	if (!is_mount_point(root)) {
		if (mount(root, root, NULL, MS_BIND | MS_REC, NULL) < 0)
			return problem_set(problem, errno, "%s is no mount point and cannot be made one", root);
		if (mount(NULL, root, NULL, MS_PRIVATE | MS_REC, NULL) < 0)
			return problem_set(problem, errno, "%s cannot be made private", root);
		snprintf(child->note, sizeof child->note, "made a mount point first");
	}
	if (chdir(root) < 0)
		return problem_set(problem, errno, "the new root");
	if (syscall(SYS_pivot_root, ".", rest) < 0)
		return problem_set(problem, errno, "%s", "");
	if (strcmp(rest, ".") == 0 && umount2(".", MNT_DETACH) < 0)
		return problem_set(problem, errno, "the old root cannot be detached");
	return chdir("/") == 0 ? 0 : problem_set(problem, errno, "the new root cannot be entered");
}

int stage_chroot(struct child *child, const struct line *line, struct problem *problem)
{
	(void)child;
	if (chroot(line->args[0]) < 0 || chdir("/") < 0)
		return problem_set(problem, errno, "%s", "");
	return 0;
}
