/*
 * Name spaces: clone, join, the maps of ids, hostname and loopback.
 *
 * Theory of operation. clone does not change the process that passes the stages: it makes a new one, in the new name
 * spaces, with clone3(CLONE_PARENT), so that its parent is the warden too, and ends. The new process says HERE; the kernel
 * attaches its number as the warden sees it. That is the only way to be the first process of a pid name space. A joined
 * pid name space also holds for children only, so join does the same there.
 *
 * A new mount name space begins as a copy whose mounts may still propagate to the host; all are made private (or what
 * "propagation" says) before anything else, so that no mount of the jail can show up outside.
 *
 * In a new user name space the process is nobody until the warden, which has the right, wrote both maps. Then it becomes
 * user and group 0 of the new name space if they are mapped. Nothing waits for anything else: the stages are in order.
 *
 * Offsets of the clocks can only be written before the first process enters the new time name space, hence unshare.
 */
#include "child.h"
#include "values.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static void hand_over(struct child *child, enum message_type type, pid_t pid)
{
	static struct message message;
	message.type = (uint8_t)type;
	message.number = pid;
	message.text[0] = 0;
	if (child_send(child, &message, -1) < 0)
		_exit(113);
}

/* Goes on as a new process: returns in the child of the warden only. */
static int become(struct child *child, uint64_t spaces, struct problem *problem)
{
	struct clone_args arguments = { .flags = spaces | CLONE_PARENT };
	long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
	if (pid < 0)
		return problem_set(problem, errno, "%s", "");
	if (pid > 0) {
		hand_over(child, MESSAGE_CLONED, (pid_t)pid);
		_exit(0);
	}
	setsid();
	hand_over(child, MESSAGE_HERE, 0);
	child_restore_death_signal(child);
	return 0;
}

static int offsets(struct child *child, struct problem *problem, bool *any)
{
	char text[80];
	for (unsigned i = 0; i < child->plan->count; i++) {
		const struct line *line = &child->plan->lines[i];
		if (!is_word(line, "time-offset"))
			continue;
		if (!*any && unshare(CLONE_NEWTIME) < 0)
			return problem_set(problem, errno, "the time name space");
		*any = true;
		snprintf(text, sizeof text, "%lu %s 0\n", find_name(clock_names, line->args[0], strlen(line->args[0]))->value,
			 line->args[1]);
		int fd = openat(child->proc, "self/timens_offsets", O_WRONLY | O_CLOEXEC);
		ssize_t put = fd < 0 ? -1 : write(fd, text, strlen(text));
		int error = errno;
		if (fd >= 0)
			close(fd);
		if (put < 0)
			return problem_set(problem, error, "the offset of the clock %s", line->args[0]);
	}
	return 0;
}

static int propagate(struct child *child, struct problem *problem)
{
	const char *how = child->plan->propagation;
	if (strcmp(how, "unchanged") == 0)
		return 0;
	unsigned long flag = strcmp(how, "slave") == 0 ? MS_SLAVE : MS_PRIVATE;
	if (mount(NULL, "/", NULL, flag | MS_REC, NULL) < 0)
		return problem_set(problem, errno, "the mounts cannot be made %s", how);
	return 0;
}

int stage_clone(struct child *child, const struct line *line, struct problem *problem)
{
	unsigned long spaces;
	char unknown[40];
	bool shifted = false;
	(void)names_to_bits(namespace_names, line->args[0], &spaces, unknown, sizeof unknown);
	if ((spaces & CLONE_NEWTIME) && offsets(child, problem, &shifted) < 0)
		return -1;
	if (shifted)
		spaces &= ~(unsigned long)CLONE_NEWTIME;
	if (become(child, spaces, problem) < 0)
		return -1;
	if (!(spaces & CLONE_NEWNS))
		return 0;
	child->alone = true;
	child->joined = false;
	return propagate(child, problem);
}

static int enter_room(struct child *child, int fd)
{
	static struct message message = { .type = MESSAGE_ROOM };
	child->joined = true;
	child->alone = false;
	return child_send(child, &message, fd);
}

int stage_join(struct child *child, const struct line *line, struct problem *problem)
{
	int kind = (int)find_name(namespace_names, line->args[0], strlen(line->args[0]))->value;
	int fd = open(line->args[1], O_RDONLY | O_CLOEXEC), result = -1;
	if (fd < 0)
		return problem_set(problem, errno, "%s", "");
	if (setns(fd, kind) < 0)
		(void)problem_set(problem, errno, "%s", "");
	else if (kind == CLONE_NEWNS)
		result = enter_room(child, fd);
	else
		result = 0;
	close(fd);
	if (result == 0 && kind == CLONE_NEWPID)
		result = become(child, 0, problem);
	return result;
}

int stage_map(struct child *child, const struct line *line, struct problem *problem)
{
	if (child_ask(child, line, problem) < 0)
		return -1;
	for (unsigned i = 0; i < line->count; i += 3)
		if (number(line->args[i]) == 0)
			*(is_word(line, "uid-map") ? &child->zero_user : &child->zero_group) = true;
	if (++child->maps < 2)
		return 0;
	if (child->zero_group && setresgid(0, 0, 0) < 0)
		return problem_set(problem, errno, "group 0 of the name space");
	if (child->zero_user && setresuid(0, 0, 0) < 0)
		return problem_set(problem, errno, "user 0 of the name space");
	child_restore_death_signal(child);
	return 0;
}

int stage_cgroup(struct child *child, const struct line *line, struct problem *problem)
{
	return child_ask(child, line, problem);
}

int stage_hostname(struct child *child, const struct line *line, struct problem *problem)
{
	bool cloned = false;
	for (const struct line *at = child->plan->lines; at < line; at++)
		cloned |= is_word(at, "clone") && strstr(at->args[0], "uts");
	if (!cloned)
		(void)gethostname(child->host_name, sizeof child->host_name - 1);
	return sethostname(line->args[0], strlen(line->args[0])) == 0 ? 0 : problem_set(problem, errno, "%s", "");
}

int stage_loopback(struct child *child, const struct line *line, struct problem *problem)
{
	(void)child;
	(void)line;
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), result = -1;
	if (fd >= 0 && (result = ioctl(fd, SIOCGIFFLAGS, &request)) == 0) {
		request.ifr_flags |= IFF_UP;
		result = ioctl(fd, SIOCSIFFLAGS, &request);
	}
	int error = errno;
	if (fd >= 0)
		close(fd);
	return result == 0 ? 0 : problem_set(problem, error, "%s", "");
}
