/*
 * The names of mount flags: uWSGI's (bind, dirsync, mandlock, move, noatime, nodev, noexec, ro and its spellings, remount,
 * sync, rec, private, shared) and the rest of mount(2). The opposites (rw, suid, dev, exec, atime) are accepted because a
 * bind mount takes over the flags of what it shows, so there must be a way to ask for their absence.
 */
#include "mountflags.h"

#include <stdio.h>
#include <string.h>
#include <sys/mount.h>

#define PROPAGATION (MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE)

static const struct flag {
	const char *name;
	unsigned long set, clear;
} flags[] = {
	{ "bind", MS_BIND, 0 },           { "rec", MS_REC, 0 },
	{ "recursive", MS_REC, 0 },       { "move", MS_MOVE, 0 },
	{ "remount", MS_REMOUNT, 0 },     { "ro", MS_RDONLY, 0 },
	{ "rdonly", MS_RDONLY, 0 },       { "readonly", MS_RDONLY, 0 },
	{ "rw", 0, MS_RDONLY },           { "nosuid", MS_NOSUID, 0 },
	{ "suid", 0, MS_NOSUID },         { "nodev", MS_NODEV, 0 },
	{ "dev", 0, MS_NODEV },           { "noexec", MS_NOEXEC, 0 },
	{ "exec", 0, MS_NOEXEC },         { "noatime", MS_NOATIME, 0 },
	{ "atime", 0, MS_NOATIME },       { "nodiratime", MS_NODIRATIME, 0 },
	{ "relatime", MS_RELATIME, 0 },   { "strictatime", MS_STRICTATIME, 0 },
	{ "lazytime", MS_LAZYTIME, 0 },   { "sync", MS_SYNCHRONOUS, 0 },
	{ "dirsync", MS_DIRSYNC, 0 },     { "mandlock", MS_MANDLOCK, 0 },
	{ "silent", MS_SILENT, 0 },       { "shared", MS_SHARED, 0 },
	{ "private", MS_PRIVATE, 0 },     { "slave", MS_SLAVE, 0 },
	{ "unbindable", MS_UNBINDABLE, 0 }, { "defaults", 0, 0 },
};

static const struct flag *find(const char *text, size_t size)
{
	for (size_t i = 0; i < countof(flags); i++)
		if (strlen(flags[i].name) == size && strncmp(flags[i].name, text, size) == 0)
			return &flags[i];
	return NULL;
}

struct mount_flags mount_flags_of(const char *text)
{
	struct mount_flags result = { 0 };
	for (const char *at = text; *at;) {
		size_t size = strcspn(at, ",");
		const struct flag *flag = find(at, size);
		if (flag) {
			result.set |= flag->set & ~(unsigned long)PROPAGATION;
			result.propagation |= flag->set & PROPAGATION;
			result.clear |= flag->clear;
		}
		at += size + (at[size] == ',');
	}
	return result;
}

static bool names_ok(const char *text, char *expected, size_t size)
{
	for (const char *at = text;; at++) {
		size_t length = strcspn(at, ",");
		if (!find(at, length)) {
			size_t used = (size_t)snprintf(expected, size, "a comma list of ");
			for (size_t i = 0; i < countof(flags) && used + 16 < size; i++)
				used += (size_t)snprintf(expected + used, size - used, "%s%s", i ? ", " : "", flags[i].name);
			return false;
		}
		at += length;
		if (*at == 0)
			return true;
	}
}

bool mount_flags_ok(const char *text, char *expected, size_t size)
{
	if (!names_ok(text, expected, size))
		return false;
	struct mount_flags wanted = mount_flags_of(text);
	unsigned long times = wanted.set & (MS_NOATIME | MS_RELATIME | MS_STRICTATIME);
	if (wanted.set & wanted.clear)
		snprintf(expected, size, "no flag beside its opposite");
	else if (wanted.propagation & (wanted.propagation - 1))
		snprintf(expected, size, "at most one of shared, private, slave and unbindable");
	else if (times & (times - 1))
		snprintf(expected, size, "at most one of noatime, relatime and strictatime");
	else if ((wanted.set & MS_MOVE) && (wanted.set & (MS_BIND | MS_REMOUNT)))
		snprintf(expected, size, "move beside neither bind nor remount");
	else
		return true;
	return false;
}

void mount_flags_text(unsigned long wanted, char *text, size_t size)
{
	size_t used = 0;
	text[0] = 0;
	for (size_t i = 0; i < countof(flags) && used + 16 < size; i++) {
		if ((flags[i].set & wanted) == 0)
			continue;
		used += (size_t)snprintf(text + used, size - used, "%s%s", used ? "," : "", flags[i].name);
		wanted &= ~flags[i].set;
	}
}
