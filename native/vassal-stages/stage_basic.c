/* The plain stages: limits, umask, niceness, working directory, parent-death signal, and exec, the last of all. */
#include "child.h"
#include "values.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int stage_rlimit(struct child *child, const struct line *line, struct problem *problem)
{
	(void)child;
	int resource = (int)find_name(rlimit_names, line->args[0], strlen(line->args[0]))->value;
	struct rlimit wanted = { limit(line->args[1]), limit(line->args[2]) };
	if (setrlimit((unsigned)resource, &wanted) == 0)
		return 0;
	int error = errno;
	struct rlimit present = { 0, 0 };
	getrlimit((unsigned)resource, &present);
	return problem_set(problem, error, "the present hard limit is %lld", (long long)present.rlim_max);
}

int stage_umask(struct child *child, const struct line *line, struct problem *problem)
{
	(void)child;
	(void)problem;
	umask((mode_t)octal(line->args[0]));
	return 0;
}

int stage_nice(struct child *child, const struct line *line, struct problem *problem)
{
	(void)child;
	int wanted = line->args[0][0] == '-' ? -(int)number(line->args[0] + 1) : (int)number(line->args[0]);
	return setpriority(PRIO_PROCESS, 0, wanted) == 0 ? 0 : problem_set(problem, errno, "%s", "");
}

int stage_chdir(struct child *child, const struct line *line, struct problem *problem)
{
	(void)child;
	return chdir(line->args[0]) == 0 ? 0 : problem_set(problem, errno, "%s", "");
}

/* Takes effect at exec. */
int stage_pdeathsig(struct child *child, const struct line *line, struct problem *problem)
{
	(void)problem;
	child->wanted_death_signal = signal_of(line->args[0]);
	return 0;
}

int stage_print(struct child *child, const struct line *line, struct problem *problem)
{
	(void)problem;
	char text[2048];
	(void)child;
	plan_describe(line, text, sizeof text - 1);
	strcat(text, "\n");
	(void)send_all(1, text, strlen(text));
	return 0;
}

static bool passed(const struct plan *plan, unsigned slot)
{
	const char *name = NULL;
	for (unsigned i = 0; i < plan->count; i++)
		if (strncmp(plan->lines[i].word->name, "bind-", 5) == 0 && plan->lines[i].slot == slot)
			name = plan->lines[i].args[0];
	for (unsigned i = 0; name && i < plan->count; i++)
		if (is_word(&plan->lines[i], "pass") && strcmp(plan->lines[i].args[0], name) == 0)
			return true;
	return false;
}

static int place(int fd, int *next)
{
	return dup2(fd, (*next)++) < 0 ? -1 : 0;
}

/* Puts the descriptors of the program into their places and marks all above them to be closed by exec. */
static int descriptors(struct child *child, struct problem *problem, int *listening)
{
	const struct plan *plan = child->plan;
	int next = 3, result = 0;
	if (child->script >= 0 && dup2(child->script, 0) < 0)
		return problem_set(problem, errno, "the script cannot become descriptor 0");
	if (!plan->listen_layout)
		result |= place(child->template, &next) | place(child->orphans, &next) | place(child->report, &next);
	for (unsigned i = 0; i < plan->sockets; i++)
		if (passed(plan, i)) {
			result |= place(child->sockets[i], &next);
			++*listening;
		}
	if (result < 0)
		return problem_set(problem, errno, "a descriptor cannot get its number");
	(void)syscall(SYS_close_range, (unsigned)next, ~0u, CLOSE_RANGE_CLOEXEC);
	return 0;
}

int stage_exec(struct child *child, const struct line *line, struct problem *problem)
{
	static char fds[32], pid[32];
	static char *arguments[PLAN_ARGS + 2];
	int listening = 0;
	if (!child->user_changed && child->keep_capabilities && apply_capabilities(child, problem) < 0)
		return -1;
	if (descriptors(child, problem, &listening) < 0)
		return -1;
	char **end = child->plan->environment;
	while (*end)
		end++;
	if (listening > 0) {
		snprintf(fds, sizeof fds, "LISTEN_FDS=%d", listening);
		snprintf(pid, sizeof pid, "LISTEN_PID=%d", getpid());
		*end++ = fds;
		*end++ = pid;
		*end = NULL;
	}
	memcpy(arguments, line->args, line->count * sizeof *arguments);
	if (child->plan->procname)
		arguments[0] = (char *)child->plan->procname;
	child->death_signal = child->wanted_death_signal;
	child_restore_death_signal(child);
	execve(line->args[0], arguments, child->plan->environment);
	return problem_set(problem, errno, "%s", "");
}
