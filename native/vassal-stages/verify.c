/*
 * Reads back what was mounted. statfs(2) says the flags of a mount and some of its super block wherever the root is by
 * now; dirsync, lazytime and propagation are in the table of mounts only, which is read through the /proc of the host
 * that the child kept open. What cannot be read back is named in the report, not passed over.
 */
#include "verify.h"
#include "mountinfo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>

static struct mount_table table;

unsigned long present_flags(const char *path)
{
	struct statfs status;
	if (statfs(path, &status) < 0)
		return 0;
	const unsigned long said = (unsigned long)status.f_flags;
	unsigned long flags = said & (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_SYNCHRONOUS | MS_MANDLOCK | MS_NOATIME |
				      MS_NODIRATIME);
	if (said & ST_RELATIME)
		flags |= MS_RELATIME;
	else if (!(said & MS_NOATIME))
		flags |= MS_STRICTATIME;
	return flags;
}

static int absent(struct problem *problem, unsigned long flags, const char *what)
{
	char text[200];
	mount_flags_text(flags, text, sizeof text);
	return problem_set(problem, 0, "mounted, but read back %s \"%s\"; the kernel or the file system does not do that for this "
			   "kind of mount: drop the flag, or mount another way", what, text);
}

static bool has_word(const char *list, const char *word, const char *separators)
{
	size_t size = strlen(word);
	for (const char *at = list; (at = strstr(at, word)); at += size)
		if ((at == list || strchr(separators, at[-1])) && strchr(separators, at[size]))
			return true;
	return false;
}

static bool find(struct child *child, unsigned id, struct mount_line *line)
{
	if (id == 0 || mounts_open(&table, child->proc, "self") < 0)
		return false;
	while (mounts_next(&table, line))
		if (line->id == id)
			return true;
	return false;
}

static bool propagates(const struct mount_line *line, unsigned long wanted)
{
	const bool shared = strstr(line->fields, "shared:") != NULL, slave = strstr(line->fields, "master:") != NULL;
	const bool unbindable = strstr(line->fields, "unbindable") != NULL;
	switch (wanted) {
	case MS_SHARED: return shared;
	case MS_PRIVATE: return !shared && !slave && !unbindable;
	case MS_UNBINDABLE: return unbindable;
	default: return !shared; /* the slave of nobody is private */
	}
}

static int verify_by_table(struct child *child, const char *target, const struct mount_flags *wanted, struct problem *problem)
{
	struct mount_line line;
	const unsigned long super = wanted->set & (MS_DIRSYNC | MS_LAZYTIME);
	if (super == 0 && wanted->propagation == 0)
		return 0;
	if (!find(child, mount_id(AT_FDCWD, target, NULL), &line)) {
		mount_flags_text(super | wanted->propagation, child->note, sizeof child->note - 20);
		strcat(child->note, " could not be read back");
		return 0;
	}
	if ((super & MS_DIRSYNC) && !has_word(line.super, "dirsync", ",\n"))
		return absent(problem, MS_DIRSYNC, "without");
	if ((super & MS_LAZYTIME) && !has_word(line.super, "lazytime", ",\n"))
		return absent(problem, MS_LAZYTIME, "without");
	if (wanted->propagation && !propagates(&line, wanted->propagation))
		return absent(problem, wanted->propagation, "without");
	return 0;
}

int verify_mount(struct child *child, const char *target, const struct mount_flags *wanted, struct problem *problem)
{
	const unsigned long readable = PER_MOUNT | MS_SYNCHRONOUS | MS_MANDLOCK;
	unsigned long present = present_flags(target);
	unsigned long missing = wanted->set & readable & ~present;
	if ((wanted->set & MS_RELATIME) && (present & MS_STRICTATIME) == 0)
		missing &= ~(unsigned long)MS_RELATIME; /* noatime is the stronger one and may be locked */
	if (missing)
		return absent(problem, missing, "without");
	if (wanted->clear & present)
		return absent(problem, wanted->clear & present, "still with");
	return verify_by_table(child, target, wanted, problem);
}
