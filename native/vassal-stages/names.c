/*
 * Tables of names. They are uWSGI's where uWSGI has them (the name spaces "fs", "ns" and "mount" are one), else those of
 * the manual pages. Every table ends with a NULL name. Mount flags have a table of their own in mountflags.c.
 */
#include "values.h"

#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif

const struct name namespace_names[] = {
	{ "ipc", CLONE_NEWIPC },     { "uts", CLONE_NEWUTS },   { "fs", CLONE_NEWNS },          { "pid", CLONE_NEWPID },
	{ "net", CLONE_NEWNET },     { "user", CLONE_NEWUSER }, { "cgroup", CLONE_NEWCGROUP }, { "time", CLONE_NEWTIME },
	{ "mount", CLONE_NEWNS },    { "mnt", CLONE_NEWNS },    { "ns", CLONE_NEWNS },          { NULL, 0 },
};

const struct name rlimit_names[] = {
	{ "as", RLIMIT_AS },           { "core", RLIMIT_CORE },         { "cpu", RLIMIT_CPU },
	{ "data", RLIMIT_DATA },       { "fsize", RLIMIT_FSIZE },       { "locks", RLIMIT_LOCKS },
	{ "memlock", RLIMIT_MEMLOCK }, { "msgqueue", RLIMIT_MSGQUEUE }, { "nice", RLIMIT_NICE },
	{ "nofile", RLIMIT_NOFILE },   { "nproc", RLIMIT_NPROC },       { "rss", RLIMIT_RSS },
	{ "rtprio", RLIMIT_RTPRIO },   { "rttime", RLIMIT_RTTIME },     { "sigpending", RLIMIT_SIGPENDING },
	{ "stack", RLIMIT_STACK },     { NULL, 0 },
};

const struct name signal_names[] = {
	{ "HUP", SIGHUP },   { "INT", SIGINT },   { "QUIT", SIGQUIT }, { "ABRT", SIGABRT }, { "KILL", SIGKILL },
	{ "USR1", SIGUSR1 }, { "USR2", SIGUSR2 }, { "ALRM", SIGALRM }, { "TERM", SIGTERM }, { "CONT", SIGCONT },
	{ "STOP", SIGSTOP }, { "WINCH", SIGWINCH }, { NULL, 0 },
};

const struct name umount_names[] = {
	{ "defaults", 0 }, { "force", MNT_FORCE }, { "detach", MNT_DETACH }, { "expire", MNT_EXPIRE },
	{ "nofollow", UMOUNT_NOFOLLOW }, { "rec", 1ul << 40 }, { "recursive", 1ul << 40 }, { NULL, 0 },
};

const struct name wait_names[] = {
	{ "fs", 0 }, { "file", S_IFREG }, { "dir", S_IFDIR }, { "socket", S_IFSOCK }, { "mountpoint", 1 },
	{ "interface", 2 }, { NULL, 0 },
};

const struct name clock_names[] = { { "monotonic", CLOCK_MONOTONIC }, { "boottime", CLOCK_BOOTTIME }, { NULL, 0 } };

/* The value is the number of the capability; capabilities(7). */
const struct name capability_names[] = {
	{ "chown", 0 }, { "dac_override", 1 }, { "dac_read_search", 2 }, { "fowner", 3 }, { "fsetid", 4 }, { "kill", 5 },
	{ "setgid", 6 }, { "setuid", 7 }, { "setpcap", 8 }, { "linux_immutable", 9 }, { "net_bind_service", 10 },
	{ "net_broadcast", 11 }, { "net_admin", 12 }, { "net_raw", 13 }, { "ipc_lock", 14 }, { "ipc_owner", 15 },
	{ "sys_module", 16 }, { "sys_rawio", 17 }, { "sys_chroot", 18 }, { "sys_ptrace", 19 }, { "sys_pacct", 20 },
	{ "sys_admin", 21 }, { "sys_boot", 22 }, { "sys_nice", 23 }, { "sys_resource", 24 }, { "sys_time", 25 },
	{ "sys_tty_config", 26 }, { "mknod", 27 }, { "lease", 28 }, { "audit_write", 29 }, { "audit_control", 30 },
	{ "setfcap", 31 }, { "mac_override", 32 }, { "mac_admin", 33 }, { "syslog", 34 }, { "wake_alarm", 35 },
	{ "block_suspend", 36 }, { "audit_read", 37 }, { "perfmon", 38 }, { "bpf", 39 }, { "checkpoint_restore", 40 },
	{ NULL, 0 },
};

const struct name *find_name(const struct name *names, const char *text, size_t size)
{
	for (; names->name; names++)
		if (strlen(names->name) == size && strncmp(names->name, text, size) == 0)
			return names;
	return NULL;
}

/* Ors the values of a comma list. False and the first unknown (or empty) item when one is not in the table. */
bool names_to_bits(const struct name *names, const char *list, unsigned long *bits, char *unknown, size_t size)
{
	*bits = 0;
	for (const char *at = list;; at++) {
		size_t length = strcspn(at, ",");
		const struct name *found = find_name(names, at, length);
		if (!found) {
			if (length >= size)
				length = size - 1;
			memcpy(unknown, at, length);
			unknown[length] = 0;
			return false;
		}
		*bits |= found->value;
		at += length;
		if (*at == 0)
			return true;
	}
}
