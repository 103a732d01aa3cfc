/*
 * Commands of hooks. A command runs in a process group of its own under /bin/sh, with the output of the vassal, and must end
 * well within its time: a status other than 0, a signal, and the end of the time are failures (then the group is
 * killed). It dies with the one who started it. Those of the phase as-emperor run outside, by the warden.
 *
 * Differs from uWSGI: a command killed by a signal is a failure, and there is a timeout.
 */
#include "child.h"
#include "values.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

pid_t hook_start(const char *command, char **environment, int output, int errors)
{
	pid_t pid = fork();
	if (pid != 0)
		return pid;
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (dup2(output, 1) >= 0 && dup2(errors, 2) >= 0) {
		char *arguments[] = { (char *)"sh", (char *)"-c", (char *)command, NULL };
		execve("/bin/sh", arguments, environment);
	}
	_exit(127);
}

/* True when it ended in time. */
static bool await(const struct child *child, pid_t pid, uint64_t deadline, int *status)
{
	for (;;) {
		pid_t got = waitpid(pid, status, WNOHANG);
		if (got == pid || (got < 0 && errno != EINTR))
			return true;
		if (warden_is_gone(child)) {
			kill(-pid, SIGKILL);
			_exit(113);
		}
		if (now_micros() >= deadline)
			return false;
		nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
	}
}

int stage_hook(struct child *child, const struct line *line, struct problem *problem)
{
	int status = 0;
	if (strcmp(line->args[0], "as-emperor") == 0)
		return child_ask(child, line, problem);
	pid_t pid = hook_start(line->args[2], child->plan->environment, 1, 2);
	if (pid < 0)
		return problem_set(problem, errno, "the command cannot be started");
	if (!await(child, pid, now_micros() + number(line->args[1]) * 1000, &status)) {
		kill(-pid, SIGKILL);
		kill(pid, SIGKILL);
		(void)waitpid(pid, &status, 0);
		return problem_set(problem, ETIMEDOUT, "the command was killed");
	}
	if (WIFSIGNALED(status))
		return problem_set(problem, 0, "the command was killed by signal %d", WTERMSIG(status));
	if (WEXITSTATUS(status) != 0)
		return problem_set(problem, 0, "the command ended with status %d", WEXITSTATUS(status));
	return 0;
}
