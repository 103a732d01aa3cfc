/*
 * What the warden does for the child while this waits: cgroups, the maps of ids, and commands of the emperor outside the
 * jail. Everything but a command is done at once; a command runs beside the loop and is answered when it ends (life.c).
 */
#include "values.h"
#include "warden.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

/* The kernel takes a map in one write only. Without the right to set groups the group map needs "deny" first. */
static int map(struct warden *warden, const struct line *line, struct problem *problem)
{
	static char text[1u << 16];
	char path[60];
	size_t used = 0;
	for (unsigned i = 0; i + 2 < line->count && used + 60 < sizeof text; i += 3)
		used += (size_t)snprintf(text + used, sizeof text - used, "%s %s %s\n", line->args[i], line->args[i + 1],
					 line->args[i + 2]);
	const bool groups = is_word(line, "gid-map");
	if (groups && geteuid() != 0) {
		snprintf(path, sizeof path, "/proc/%d/setgroups", warden->main);
		if (write_file(path, 0, "deny", 4) < 0)
			return problem_set(problem, errno, "setgroups");
	}
	snprintf(path, sizeof path, "/proc/%d/%s", warden->main, groups ? "gid_map" : "uid_map");
	return write_file(path, 0, text, used) == 0 ? 0 : problem_set(problem, errno, "%s", "");
}

static char **hook_environment(struct warden *warden)
{
	static char first[40], second[40], *list[4096];
	size_t used = 0;
	for (char **at = environ; at && *at && used + 3 < countof(list); at++)
		list[used++] = *at;
	snprintf(first, sizeof first, "UWSGI_VASSAL_PID=%d", warden->main);
	snprintf(second, sizeof second, "TRAJAN_VASSAL_PID=%d", warden->main);
	list[used++] = first;
	list[used++] = second;
	list[used] = NULL;
	return list;
}

static void command(struct warden *warden, const struct line *line)
{
	warden->hook = hook_start(line->args[2], hook_environment(warden), warden->child.output, warden->child.errors);
	warden->hook_deadline = now_micros() + number(line->args[1]) * 1000;
	warden->hook_expired = false;
	if (warden->hook < 0) {
		channel_answer(warden, errno, "the command cannot be started", true);
		warden->hook = 0;
	}
}

void ask(struct warden *warden, const struct line *line)
{
	struct problem problem = { 0 };
	int result;
	if (is_word(line, "exec-hook")) {
		command(warden, line);
		return;
	}
	if (is_word(line, "cgroup"))
		result = cgroup_enter(warden, line, &problem);
	else if (is_word(line, "cgroup-set"))
		result = cgroup_set(warden, line, &problem);
	else
		result = map(warden, line, &problem);
	channel_answer(warden, problem.error, problem.text, result < 0);
}
