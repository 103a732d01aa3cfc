/*
 * The warden of one generation of a vassal.
 *
 * Theory of operation.
 *
 *     emperor --control stream--> warden --clone3, stages, exec--> program (pid 1 of its jail) --fork--> workers
 *
 * The warden stays outside the jail. It is the parent and the subreaper of everything in it, so that nothing can run away
 * from it; it carries the output, reports each stage, signals, reaps, and undoes what was made when the last process is
 * gone. It is one thread around poll(2), allocates nothing after the plan was read, and never waits for anybody: not for
 * the emperor (whose frames wait in bounded rings), not for a hook (whose end is an event), not for the program.
 *
 * The emperor may go away. With survive the warden goes on and keeps the last output for the next one; without, the end
 * of the connection is an order to stop. Either way it ends by itself, and leaves nothing.
 *
 * Whom it serves: life.c says when it is over, control.c talks to the emperor, channel.c to the child, output.c carries
 * what the program writes, asks.c does what the child may not, undo.c removes what was made.
 */
#include "warden.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct warden warden;
static char story[STORY_BYTES], bytes[OUTPUT_BYTES];

static int pipe_to(struct pipe_reader *reader, uint8_t type)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	reader->type = type;
	reader->fd = high_fd(ends[0]);
	fcntl(reader->fd, F_SETFL, O_NONBLOCK);
	return high_fd(ends[1]);
}

static int watch_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_SETMASK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	return high_fd(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
}

static int prepare(void)
{
	struct child *child = &warden.child;
	int pair[2];
	child->script = -1;
	if (warden.plan->script && (child->script = high_fd(open(warden.plan->script, O_RDONLY | O_CLOEXEC))) < 0) {
		say("script %s: %s", warden.plan->script, strerror(errno));
		return -1;
	}
	if (directory_open(&warden) < 0)
		return -1;
	child->output = pipe_to(&warden.output, 'O');
	child->errors = pipe_to(&warden.errors, 'E');
	child->report = pipe_to(&warden.report, 'R');
	warden.signals = watch_signals();
	if (child->output < 0 || child->errors < 0 || child->report < 0 || warden.signals < 0 ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) {
		say("descriptors: %s", strerror(errno));
		return -1;
	}
	warden.channel = high_fd(pair[0]);
	child->channel = high_fd(pair[1]);
	int yes = 1;
	setsockopt(warden.channel, SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes);
	for (unsigned i = 0; i < MAX_SOCKETS; i++)
		child->sockets[i] = warden.sockets[i] = -1;
	child->plan = warden.plan;
	child->warden = getpid();
	return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

static void close_all(const int *fds, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

static int give_birth(void)
{
	const int others[] = { warden.listener, warden.giver, warden.channel, warden.signals, warden.output.fd, warden.errors.fd,
			       warden.report.fd, warden.directory };
	struct child *child = &warden.child;
	pid_t pid = fork();
	if (pid < 0)
		return -1;
	if (pid == 0) {
		close_all(others, countof(others));
		child_run(child);
	}
	const int given[] = { child->channel, child->report, child->script, child->template, child->orphans };
	close_all(given, countof(given));
	warden.main = pid;
	undo_session(&warden, pid);
	return 0;
}

/* The emperor is told by a line on standard output that it can connect; its ends of our descriptors are not kept. */
static void settle(void)
{
	char line[40];
	snprintf(line, sizeof line, "listening %d\n", getpid());
	(void)send_all(STDOUT_FILENO, line, strlen(line));
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	if (null > 2)
		close(null);
}

static void signals_read(void)
{
	struct signalfd_siginfo info;
	while (read(warden.signals, &info, sizeof info) == sizeof info)
		if (info.ssi_signo == SIGTERM) {
			warden_stop(&warden, warden.plan->mercy);
			warden.linger_until = 0;
		}
}

static int patience(uint64_t now)
{
	const uint64_t times[] = { warden.hook > 0 && !warden.hook_expired ? warden.hook_deadline : 0,
				   warden.phase == PHASE_STOPPING ? warden.kill_at : 0,
				   warden.phase == PHASE_KILLING ? now + 20000 : 0, warden.lost_at,
				   warden.phase == PHASE_ENDED ? warden.linger_until : 0 };
	uint64_t next = 0;
	for (size_t i = 0; i < countof(times); i++)
		if (times[i] && (next == 0 || times[i] < next))
			next = times[i];
	if (next == 0)
		return -1;
	return next <= now ? 0 : (int)((next - now) / 1000 + 1);
}

static void turn(void)
{
	const bool room = output_has_room(&warden);
	struct pollfd fds[] = {
		{ warden.signals, POLLIN, 0 },
		{ warden.channel, POLLIN, 0 },
		{ warden.report.fd, POLLIN, 0 },
		{ room ? warden.output.fd : -1, POLLIN, 0 },
		{ room ? warden.errors.fd : -1, POLLIN, 0 },
		{ warden.listener, POLLIN, 0 },
		{ warden.connection.fd, control_pending(&warden) ? POLLIN | POLLOUT : POLLIN, 0 },
		{ warden.giver, POLLIN, 0 },
	};
	if (poll(fds, countof(fds), patience(now_micros())) < 0 && errno != EINTR)
		exit(3);
	channel_read(&warden); /* always: exec ended it before the program could write, and P comes before its output */
	if (fds[2].revents)
		output_read(&warden, &warden.report);
	if (fds[3].revents)
		output_read(&warden, &warden.output);
	if (fds[4].revents)
		output_read(&warden, &warden.errors);
	if (fds[6].revents & (POLLIN | POLLHUP | POLLERR))
		control_read(&warden);
	if (fds[5].revents)
		control_accept(&warden);
	if (fds[7].revents)
		sockets_give(&warden);
	if (fds[0].revents)
		signals_read();
	warden_reap(&warden);
	warden_tick(&warden, now_micros());
	control_write(&warden);
}

static bool finished(void)
{
	if (warden.phase != PHASE_ENDED)
		return false;
	return (warden.connection.fd >= 0 && !control_pending(&warden)) || now_micros() >= warden.linger_until;
}

int warden_main(struct plan *plan)
{
	warden.plan = plan;
	warden.survive = plan->survive;
	warden.story = (struct ring){ .data = story, .size = sizeof story };
	warden.bytes = (struct ring){ .data = bytes, .size = sizeof bytes };
	warden.listener = warden.giver = warden.connection.fd = warden.room = -1;
	warden.child.template = warden.child.orphans = -1;
	setsid();
	if (prepare() < 0)
		return 3;
	undo_session(&warden, getpid());
	warden.lost_at = now_micros() + FIRST_EMPEROR_US;
	settle();
	if (give_birth() < 0) {
		say("the child: %s", strerror(errno));
		return 3;
	}
	while (!finished())
		turn();
	char left[400] = "";
	directory_remove(&warden, left, sizeof left);
	return warden.failed ? 1 : 0;
}
