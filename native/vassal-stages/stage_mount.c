/*
 * mount and umount.
 *
 * Theory of operation. mount(2) is several system calls in one: a bind, a move, a change of propagation and a new file
 * system are told apart by flags, and flags that do not belong to the chosen one are dropped in silence. "bind,ro" thus
 * gives a writable mount. Here each line becomes the calls it needs, in this order:
 *
 *     1 the mount itself   new file system, bind (rec), move, or nothing for remount and for a bare propagation
 *     2 its attributes     ro, nosuid, nodev, noexec, atime: mount_setattr(2), for the whole tree with rec; before Linux
 *                          5.12 a remount that keeps the flags that are there
 *     3 its propagation    shared, private, slave, unbindable
 *     4 the proof          all of it is read back (verify.c) and the stage fails when something asked for is absent
 *
 * A mount that the host can see is noted at once, before 2, so that it is unmounted whatever comes; one in a mount name
 * space of the vassal's own goes with it.
 *
 * umount with rec unmounts what is below first, the last mounted first. Whether the path is a mount point is the kernel's
 * to say.
 */
#include "child.h"
#include "mountflags.h"
#include "mountinfo.h"
#include "values.h"
#include "verify.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif
#define SUBTREE 0x8000 /* AT_RECURSIVE */

static struct mount_table table;

struct attributes {
	uint64_t set, clear, propagation, user_namespace;
};

/* From MS_ bits to those of mount_setattr(2), where the ways of updating access times are a field of three bits. */
static uint64_t attribute_bits(unsigned long flags)
{
	return (flags & MS_RDONLY ? 0x01u : 0) | (flags & MS_NOSUID ? 0x02u : 0) | (flags & MS_NODEV ? 0x04u : 0) |
	       (flags & MS_NOEXEC ? 0x08u : 0) | (flags & MS_NODIRATIME ? 0x80u : 0);
}

static struct attributes attributes_of(const struct mount_flags *wanted)
{
	struct attributes result = { attribute_bits(wanted->set), attribute_bits(wanted->clear), 0, 0 };
	const unsigned long times = MS_NOATIME | MS_RELATIME | MS_STRICTATIME;
	if ((wanted->set & times) || (wanted->clear & MS_NOATIME)) {
		result.clear |= 0x70;
		result.set |= wanted->set & MS_NOATIME ? 0x10u : wanted->set & MS_STRICTATIME ? 0x20u : 0;
	}
	return result;
}

static int set_attributes(const char *target, const struct mount_flags *wanted)
{
	struct attributes attributes = attributes_of(wanted);
	if (attributes.set == 0 && attributes.clear == 0)
		return 0;
	unsigned how = AT_SYMLINK_NOFOLLOW | (wanted->set & MS_REC ? SUBTREE : 0);
	if (syscall(SYS_mount_setattr, AT_FDCWD, target, how, &attributes, sizeof attributes) == 0)
		return 0;
	if (errno != ENOSYS || (wanted->set & MS_REC))
		return -1;
	unsigned long present = present_flags(target) & PER_MOUNT & ~wanted->clear;
	if (wanted->set & (MS_NOATIME | MS_RELATIME | MS_STRICTATIME))
		present &= ~(unsigned long)(MS_NOATIME | MS_RELATIME | MS_STRICTATIME);
	return mount(NULL, target, NULL, MS_REMOUNT | MS_BIND | present | (wanted->set & PER_MOUNT), NULL);
}

static int note(struct child *child, const char *target, struct problem *problem)
{
	uint64_t device = 0;
	unsigned id = child->alone ? 0 : mount_id(AT_FDCWD, target, &device);
	return id ? child_made(child, MADE_MOUNT, target, device, id, problem) : 0;
}

static bool only_propagation(const struct line *line, const struct mount_flags *wanted)
{
	return wanted->propagation && !(wanted->set & ~(unsigned long)(MS_REC | MS_SILENT)) && strcmp(line->args[0], "none") == 0;
}

/* 1 when something new is mounted, 0 when not, -1 and errno. */
static int first_call(const struct line *line, const struct mount_flags *wanted)
{
	const char *type = line->args[0], *source = line->args[1], *target = line->args[2];
	const char *data = line->count > 4 ? line->args[4] : NULL;
	const unsigned long of_super = wanted->set & (MS_SYNCHRONOUS | MS_DIRSYNC | MS_MANDLOCK | MS_LAZYTIME | MS_SILENT);
	if (wanted->set & MS_REMOUNT) {
		unsigned long present = present_flags(target) & PER_MOUNT & ~wanted->clear;
		return wanted->set & MS_BIND ? 0 : mount(source, target, type, MS_REMOUNT | present | of_super | (wanted->set & PER_MOUNT), data);
	}
	if (only_propagation(line, wanted))
		return 0;
	if (wanted->set & MS_MOVE)
		return mount(source, target, NULL, MS_MOVE, NULL) < 0 ? -1 : 1;
	if (wanted->set & MS_BIND)
		return mount(source, target, NULL, MS_BIND | (wanted->set & MS_REC), NULL) < 0 ? -1 : 1;
	return mount(source, target, type, of_super | (wanted->set & PER_MOUNT), data) < 0 ? -1 : 1;
}

int stage_mount(struct child *child, const struct line *line, struct problem *problem)
{
	struct mount_flags wanted = mount_flags_of(line->args[3]);
	char target[PATH_MAX];
	if (!realpath(line->args[2], target))
		return problem_set(problem, errno, "the target");
	int made = first_call(line, &wanted);
	if (made < 0)
		return problem_set(problem, errno, "%s", "");
	if (made > 0 && note(child, target, problem) < 0)
		return -1;
	if ((wanted.set & (MS_BIND | MS_MOVE | MS_REMOUNT)) && set_attributes(target, &wanted) < 0)
		return problem_set(problem, errno, "it is mounted, but its attributes cannot be set");
	if (wanted.propagation && mount(NULL, target, NULL, wanted.propagation | (wanted.set & MS_REC), NULL) < 0)
		return problem_set(problem, errno, "it is mounted, but its propagation cannot be set");
	return verify_mount(child, target, &wanted, problem);
}

/* Unmounts all below the path, the last mounted first; the path itself is left to the caller. */
static int below(struct child *child, const char *path, unsigned long flags, struct problem *problem)
{
	struct mount_line line;
	if (mounts_open(&table, child->proc, "self") < 0)
		return problem_set(problem, errno, "the table of mounts");
	mounts_backwards(&table);
	while (mounts_previous(&table, &line))
		if (is_below(line.point, path) && strcmp(line.point, path) != 0 && umount2(line.point, (int)flags) < 0)
			return problem_set(problem, errno, "%s", line.point);
	return 0;
}

int stage_umount(struct child *child, const struct line *line, struct problem *problem)
{
	const unsigned long recursive = 1ul << 40;
	unsigned long flags = 0;
	char unknown[40], path[PATH_MAX];
	if (line->count > 1)
		(void)names_to_bits(umount_names, line->args[1], &flags, unknown, sizeof unknown);
	if (!realpath(line->args[0], path))
		return problem_set(problem, errno, "%s", "");
	if ((flags & recursive) && !(flags & MNT_DETACH) && below(child, path, flags & ~recursive, problem) < 0)
		return -1;
	return umount2(path, (int)(flags & ~recursive)) == 0 ? 0 : problem_set(problem, errno, "%s", "");
}
