/*
 * Phases of a vassal's life, and its end.
 *
 *     STAGES --exec--> RUNNING --Q, TERM, emperor lost--> STOPPING --mercy--> KILLING --no child left--> ENDED
 *        |                 |                                  |                  ^                        ^
 *        +--failed---------|----------------------------------|------------------+                        |
 *                          +--no child left-------------------+-------------------------------------------+
 *
 * STOPPING has sent TERM to the program (to all, if the program itself is gone). KILLING kills all descendants again and
 * again, for ten seconds. "No child left" is what wait(2) says: as the warden is the subreaper, nothing of the vassal
 * lives then. Then everything is undone, G says so, and the warden ends when the emperor has the last frames, or does not
 * take them. A survivor whose emperor is away stays a minute to tell the next one how it ended, and who ended
 * before the first emperor came waits for that one.
 */
#include "warden.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

void warden_stop(struct warden *warden, uint32_t mercy)
{
	warden->dismissed = true;
	uint64_t kill_at = now_micros() + (uint64_t)mercy * 1000u;
	if (warden->phase == PHASE_STAGES) {
		set_up_failed(warden, "it was stopped");
		warden->kill_from = now_micros() + TAKE_BACK_US;
		channel_close(warden);
	} else if (warden->phase == PHASE_RUNNING) {
		warden->phase = PHASE_STOPPING;
		warden->kill_at = kill_at;
		if (warden->ended)
			(void)signal_descendants(getpid(), SIGTERM);
		else
			kill(warden->main, SIGTERM);
	} else if (warden->phase == PHASE_STOPPING && kill_at < warden->kill_at)
		warden->kill_at = kill_at;
}

static void how_it_ended(char *text, size_t size, int status, const struct rusage *usage)
{
	const bool signalled = WIFSIGNALED(status);
	snprintf(text, size, "%s %d %lld %lld %ld%s", signalled ? "signal" : "exit",
		 signalled ? WTERMSIG(status) : WEXITSTATUS(status),
		 (long long)usage->ru_utime.tv_sec * 1000000 + usage->ru_utime.tv_usec,
		 (long long)usage->ru_stime.tv_sec * 1000000 + usage->ru_stime.tv_usec, usage->ru_maxrss,
		 signalled && WCOREDUMP(status) ? " core" : "");
}

static void hook_ended(struct warden *warden, int status)
{
	char text[160] = "";
	warden->hook = 0;
	if (warden->hook_expired)
		channel_answer(warden, ETIMEDOUT, "the command was killed", true);
	else if (WIFSIGNALED(status))
		snprintf(text, sizeof text, "the command was killed by signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		snprintf(text, sizeof text, "the command ended with status %d", WEXITSTATUS(status));
	if (!warden->hook_expired)
		channel_answer(warden, 0, text, text[0] != 0);
	warden->hook_expired = false;
}

static void main_ended(struct warden *warden, const char *how, int status)
{
	warden->ended = true;
	output_drain(warden);
	if (warden->began) {
		snprintf(warden->end, sizeof warden->end, "%s", how);
		frame_text(warden, 'X', "%s", how);
	} else {
		char text[100];
		if (WIFSIGNALED(status))
			snprintf(text, sizeof text, "the process that was passing it was killed by signal %d", WTERMSIG(status));
		else
			snprintf(text, sizeof text, "the process that was passing it ended with status %d", WEXITSTATUS(status));
		set_up_failed(warden, text);
	}
}

/* Looks at the dead before taking them, so that what the child said last is read while its number is still its own. */
void warden_reap(struct warden *warden)
{
	siginfo_t dead;
	struct rusage usage;
	char how[120];
	int status;
	for (;;) {
		dead.si_pid = 0;
		if (waitid(P_ALL, 0, &dead, WEXITED | WNOHANG | WNOWAIT) < 0 || dead.si_pid == 0)
			return;
		channel_read(warden);
		if (wait4(dead.si_pid, &status, WNOHANG, &usage) != dead.si_pid)
			return;
		how_it_ended(how, sizeof how, status, &usage);
		if (dead.si_pid == warden->main)
			main_ended(warden, how, status);
		else if (dead.si_pid == warden->hook)
			hook_ended(warden, status);
		else if (warden->began)
			frame_text(warden, 'R', "exit %d %s", dead.si_pid, how);
	}
}

static bool childless(void)
{
	siginfo_t any;
	return waitid(P_ALL, 0, &any, WEXITED | WNOHANG | WNOWAIT) < 0 && errno == ECHILD;
}

static uint64_t linger(const struct warden *warden)
{
	if (warden->connection.fd >= 0)
		return now_micros() + FLUSH_US;
	if (warden->dismissed)
		return 0; /* who ordered it does not wait for the story */
	return warden->survive ? now_micros() + LINGER_US : warden->lost_at; /* of the first emperor, or past */
}

static void finish(struct warden *warden)
{
	char left[4096];
	output_drain(warden);
	if (warden->channel >= 0)
		channel_read(warden);
	set_up_failed(warden, "the process that was passing it is gone");
	undo_all(warden, left, sizeof left);
	if (!childless()) {
		size_t used = strlen(left);
		snprintf(left + used, sizeof left - used, "a process could not be killed\n");
	}
	warden->linger_until = linger(warden);
	if (warden->connection.fd >= 0)
		directory_remove(warden, left, sizeof left); /* else when an emperor came, or did not: it must find the socket */
	frame_text(warden, 'G', "%s", left);
	warden->phase = PHASE_ENDED;
}

static void emperor_lost(struct warden *warden, uint64_t now)
{
	if (warden->lost_at == 0 || now < warden->lost_at || warden->connection.fd >= 0)
		return;
	warden->lost_at = 0;
	if (!warden->survive)
		warden_stop(warden, warden->plan->mercy);
}

void warden_tick(struct warden *warden, uint64_t now)
{
	emperor_lost(warden, now);
	if (warden->hook > 0 && now >= warden->hook_deadline && !warden->hook_expired) {
		warden->hook_expired = true;
		kill(-warden->hook, SIGKILL);
		kill(warden->hook, SIGKILL);
	}
	if (warden->phase == PHASE_STOPPING && now >= warden->kill_at) {
		warden->phase = PHASE_KILLING;
		warden->give_up_at = now + KILL_PATIENCE_US;
	}
	if (warden->phase == PHASE_KILLING && now >= warden->kill_from)
		(void)signal_descendants(getpid(), SIGKILL);
	if (warden->phase != PHASE_ENDED && (childless() || (warden->phase == PHASE_KILLING && now >= warden->give_up_at)))
		finish(warden);
}
