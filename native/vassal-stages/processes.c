/*
 * Who belongs to the vassal. The warden is the subreaper of all that its child starts, so whatever has the warden among
 * its ancestors is the vassal's, however often it forked away; in a pid name space of its own all die with its first
 * process. /proc is read without allocating. The parent of a process can change between two reads, but only towards the
 * warden.
 */
#include "warden.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct search {
	pid_t ancestor, inside, found;
	int signal;
	unsigned count;
};

bool is_descendant(pid_t pid, pid_t ancestor)
{
	struct proc_stat stat;
	for (int depth = 0; depth < 256 && pid > 1; depth++) {
		if (read_proc_stat(pid, &stat) < 0)
			return false;
		if (stat.parent == ancestor)
			return true;
		pid = stat.parent;
	}
	return false;
}

/* The number of a process in its innermost pid name space: the last one of NSpid. */
static pid_t inside_number(pid_t pid)
{
	char path[40], text[4096];
	snprintf(path, sizeof path, "/proc/%d/status", pid);
	if (read_file(path, text, sizeof text) <= 0)
		return 0;
	char *line = strstr(text, "\nNSpid:");
	if (!line)
		return 0;
	pid_t last = 0;
	for (char *at = line + 7, *end; ; at = end) {
		long value = strtol(at, &end, 10);
		if (end == at || strchr(" \t\n", *end) == NULL)
			return last;
		last = (pid_t)value;
		if (*end == '\n')
			return last;
	}
}

static bool visit(const char *name, void *context)
{
	struct search *search = context;
	struct proc_stat stat;
	pid_t pid = (pid_t)strtol(name, NULL, 10);
	if (pid <= 1 || pid == search->ancestor || !is_descendant(pid, search->ancestor))
		return true;
	if (search->inside > 0) {
		if (inside_number(pid) != search->inside)
			return true;
		search->found = pid;
		return false;
	}
	if (read_proc_stat(pid, &stat) == 0 && stat.state != 'Z' && kill(pid, search->signal) == 0)
		search->count++;
	return true;
}

static void look(struct search *search)
{
	int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (proc < 0)
		return;
	each_entry(proc, visit, search);
	close(proc);
}

unsigned signal_descendants(pid_t ancestor, int signal)
{
	struct search search = { .ancestor = ancestor, .signal = signal };
	look(&search);
	return search.count;
}

pid_t find_inside(pid_t ancestor, pid_t inside)
{
	struct search search = { .ancestor = ancestor, .inside = inside };
	look(&search);
	return search.found;
}
