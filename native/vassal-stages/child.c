/*
 * The child: from its birth to exec.
 *
 * Theory of operation. The warden clones the child, which passes the stages of the plan in their order, one function
 * each, and becomes the program by the last of them. It talks to the warden over a pair of SOCK_SEQPACKET sockets that
 * exec closes: a stage begins, is done, or failed; the end of the stream after the beginning of exec says that exec
 * succeeded. What needs rights or a view that the child has no more (cgroups, maps of user ids, hooks of the emperor) it
 * asks the warden to do and waits for the answer. Whatever it makes that outlives it (directories, files, sockets, mounts)
 * it tells the warden at once, so that this can undo it even if the child is killed in the next instant.
 *
 * When the warden goes before exec, the child finds its stream ended, takes back what it made last and could not tell any
 * more, and ends; nobody kills it before it had half a second for that. Afterwards it is as the plan says (pdeathsig).
 *
 * The child is single-threaded and was cloned from a single-threaded program, so everything is allowed in it.
 *
 * Descriptors: 0, 1 and 2 are in place from the beginning (0 is /dev/null until exec), all others are 64 or above and
 * closed by exec, until exec puts those of the program into their places.
 */
#include "child.h"
#include "remedy.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Sends a message, with a descriptor unless it is negative. */
int child_send(struct child *child, struct message *message, int fd)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof fd)] = { 0 };
	struct iovec part = { message, offsetof(struct message, text) + strlen(message->text) + 1 };
	struct msghdr header = { .msg_iov = &part, .msg_iovlen = 1 };
	if (fd >= 0) {
		header.msg_control = control;
		header.msg_controllen = sizeof control;
		struct cmsghdr *rights = CMSG_FIRSTHDR(&header);
		rights->cmsg_level = SOL_SOCKET;
		rights->cmsg_type = SCM_RIGHTS;
		rights->cmsg_len = CMSG_LEN(sizeof fd);
		memcpy(CMSG_DATA(rights), &fd, sizeof fd);
	}
	message->line = (uint16_t)child->at;
	ssize_t put;
	do
		put = sendmsg(child->channel, &header, MSG_NOSIGNAL);
	while (put < 0 && errno == EINTR);
	return put < 0 ? -1 : 0;
}

static void tell(struct child *child, enum message_type type, int error, uint64_t micros, const char *text)
{
	static struct message message;
	memset(&message, 0, offsetof(struct message, text));
	message.type = (uint8_t)type;
	message.error = error;
	message.number = (int64_t)micros;
	snprintf(message.text, sizeof message.text, "%s", text);
	if (child_send(child, &message, -1) < 0)
		_exit(113); /* the warden is gone, and with it everybody who could want this */
}

static const struct message *answered(struct child *child)
{
	static struct message answer;
	ssize_t got;
	do
		got = recv(child->channel, &answer, sizeof answer - 1, 0);
	while (got < 0 && errno == EINTR);
	if (got <= (ssize_t)offsetof(struct message, text) || answer.type != MESSAGE_ANSWER)
		return NULL;
	((char *)&answer)[got] = 0;
	return &answer;
}

static void take_back(enum made how, const char *path)
{
	if (how == MADE_DIRECTORY)
		(void)rmdir(path);
	else if (how == MADE_MOUNT)
		(void)umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW);
	else
		(void)unlink(path);
	_exit(113);
}

/* The absolute path without symbolic links, except in its last part. */
static int resolve(const char *path, char *whole, size_t size)
{
	char parent[PATH_MAX], real[PATH_MAX];
	const char *name = strrchr(path, '/');
	if (name)
		snprintf(parent, sizeof parent, "%.*s", name == path ? 1 : (int)(name - path), path);
	if (!realpath(name ? parent : ".", real))
		return -1;
	name = name ? name + 1 : path;
	int used = snprintf(whole, size, "%s%s%s", strcmp(real, "/") == 0 ? "" : real, "/", name);
	return used < 0 || (size_t)used >= size ? -1 : 0;
}

/* Waits until the warden has noted it: it looks the path up while name spaces are still as they are now. */
int child_made(struct child *child, enum made how, const char *path, uint64_t device, uint64_t id, struct problem *problem)
{
	static struct message message;
	memset(&message, 0, offsetof(struct message, text));
	message.type = MESSAGE_MADE;
	message.how = (uint8_t)how;
	message.inside = child->joined;
	message.device = device;
	message.number = (int64_t)id;
	if (resolve(path, message.text, sizeof message.text) < 0)
		return problem_set(problem, ENAMETOOLONG, "its path cannot be noted for the undoing");
	const struct message *answer = child_send(child, &message, -1) < 0 ? NULL : answered(child);
	if (!answer)
		take_back(how, message.text);
	return answer->how == 0 ? 0 : problem_set(problem, answer->error, "%.690s", answer->text);
}

int child_ask(struct child *child, const struct line *line, struct problem *problem)
{
	(void)line;
	tell(child, MESSAGE_ASK, 0, 0, "");
	const struct message *answer = answered(child);
	if (!answer)
		_exit(113);
	if (answer->how != 0)
		return problem_set(problem, answer->error, "%.690s", answer->text);
	snprintf(child->note, sizeof child->note, "%.500s", answer->text);
	return 0;
}

bool warden_is_gone(const struct child *child)
{
	struct pollfd channel = { child->channel, 0, 0 };
	return poll(&channel, 1, 0) > 0 && (channel.revents & (POLLHUP | POLLERR));
}

/* The kernel forgets it when credentials change. A warden that died before would not be noticed: look. */
void child_restore_death_signal(struct child *child)
{
	prctl(PR_SET_PDEATHSIG, child->death_signal);
	if (warden_is_gone(child))
		_exit(113);
}

static void enter(struct child *child)
{
	sigset_t none;
	struct sigaction standard = { .sa_handler = SIG_DFL };
	for (int signal = 1; signal < NSIG; signal++)
		sigaction(signal, &standard, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	child->proc = high_fd(open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC));
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	dup2(null, 0);
	dup2(child->output, 1);
	dup2(child->errors, 2);
	if (null > 2)
		close(null);
}

/* Not the monotonic clock: a stage may enter a time name space in which that one is another. */
static uint64_t micros_since(const struct timespec *began)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	int64_t micros = (now.tv_sec - began->tv_sec) * 1000000 + (now.tv_nsec - began->tv_nsec) / 1000;
	return micros < 0 ? 0 : (uint64_t)micros;
}

static void pass(struct child *child, const struct line *line)
{
	struct problem problem = { 0 };
	char about[400], text[TEXT_BYTES];
	plan_describe(line, about, sizeof about);
	child->note[0] = 0;
	tell(child, MESSAGE_BEGIN, 0, 0, about);
	struct timespec began;
	clock_gettime(CLOCK_REALTIME, &began);
	int result = line->word->run(child, line, &problem);
	uint64_t took = micros_since(&began);
	if (result == 0) {
		snprintf(text, sizeof text, "%s%s%s", about, child->note[0] ? ": " : "", child->note);
		tell(child, MESSAGE_DONE, 0, took, text);
		return;
	}
	const char *cure = remedy(line->word->name, problem.error);
	const char *reason = problem.error && problem.error != ETIMEDOUT ? strerror(problem.error) : "";
	if (child->host_name[0] && sethostname(child->host_name, strlen(child->host_name)) < 0)
		reason = "the host name could not be given back";
	snprintf(text, sizeof text, "%s%s%s%s%s%s%s", about, *about ? ": " : "", problem.text,
		 *reason && *problem.text ? ": " : "", reason, *cure ? "; " : "", cure);
	tell(child, MESSAGE_FAILED, problem.error, took, text);
	_exit(1);
}

void child_run(struct child *child)
{
	enter(child);
	for (unsigned i = 0; i < child->plan->count; i++) {
		child->at = i;
		if (child->plan->lines[i].word->run)
			pass(child, &child->plan->lines[i]);
	}
	_exit(113); /* not reached: a plan ends with exec, which returns only with a problem */
}
