/*
 * vassal-stages check: what this machine offers to jails, one line each, in words and without trying anything that leaves
 * a trace. The first word of a line is "yes" or "no", so that a program can read it too.
 */
#include "machine.h"
#include "common.h"
#include "mountinfo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

static struct mount_table table;

bool machine_has_space(const char *name)
{
	char path[60];
	snprintf(path, sizeof path, "/proc/self/ns/%s", strcmp(name, "fs") == 0 ? "mnt" : name);
	return access(path, F_OK) == 0;
}

long machine_number(const char *path)
{
	char text[40];
	return read_file(path, text, sizeof text) > 0 ? strtol(text, NULL, 10) : -1;
}

long machine_landlock(void)
{
	return syscall(444, NULL, 0, 1);
}

bool machine_has_seccomp(void)
{
	return access("/proc/sys/kernel/seccomp/actions_avail", F_OK) == 0;
}

static void line(bool yes, const char *what, const char *about)
{
	printf("%-4s %-22s %s\n", yes ? "yes" : "no", what, about);
}

static void spaces(void)
{
	static const char *const names[] = { "ipc", "uts", "fs", "pid", "net", "user", "cgroup", "time" };
	char what[40], about[80];
	for (size_t i = 0; i < countof(names); i++) {
		char path[80];
		snprintf(what, sizeof what, "name space %s", names[i]);
		snprintf(path, sizeof path, "/proc/sys/user/max_%s_namespaces", strcmp(names[i], "fs") == 0 ? "mnt" : names[i]);
		long most = machine_number(path);
		snprintf(about, sizeof about, "at most %ld", most);
		line(machine_has_space(names[i]) && most != 0, what, most < 0 ? "" : about);
	}
}

static void cgroups(void)
{
	struct mount_line mount;
	char path[1100], text[400], about[1600];
	int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (proc < 0 || mounts_open(&table, proc, "self") < 0)
		return;
	while (mounts_next(&table, &mount)) {
		struct statfs status;
		if (statfs(mount.point, &status) < 0)
			continue;
		const bool second = (unsigned long)status.f_type == 0x63677270ul;
		if (!second && (unsigned long)status.f_type != 0x27e0ebul)
			continue;
		snprintf(path, sizeof path, "%s/cgroup.controllers", mount.point);
		if (!second || read_file(path, text, sizeof text) < 0)
			text[0] = 0;
		text[strcspn(text, "\n")] = 0;
		snprintf(about, sizeof about, "%.900s%s%s", mount.point, second ? ": controllers " : "", second ? *text ? text : "none" : "");
		line(access(mount.point, W_OK) == 0, second ? "cgroup v2" : "cgroup v1", about);
	}
	close(proc);
}

int check_main(void)
{
	struct utsname system;
	char about[80];
	uname(&system);
	printf("%-4s %-22s Linux %s %s\n", "yes", "kernel", system.release, system.machine);
	line(geteuid() == 0, "root", geteuid() == 0 ? "" : "jails need the name space user, cgroups a delegated group");
	spaces();
	cgroups();
	line(machine_has_seccomp(), "seccomp", "");
	long landlock = machine_landlock();
	snprintf(about, sizeof about, "version %ld", landlock);
	line(landlock > 0, "landlock", landlock > 0 ? about : "");
	line(syscall(442, -1, "", 0, NULL, 0) < 0 && errno != ENOSYS, "mount_setattr", "recursive read-only binds, Linux 5.12");
	return 0;
}
