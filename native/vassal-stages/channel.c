/* What the child says while it passes the stages, turned into the story for the emperor. See child.c for the messages. */
#include "warden.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *name(const struct warden *warden, unsigned line)
{
	return warden->plan->lines[line].word->name;
}

void channel_answer(struct warden *warden, int error, const char *text, bool refused)
{
	static struct message answer;
	answer.type = MESSAGE_ANSWER;
	answer.error = error;
	answer.how = refused;
	snprintf(answer.text, sizeof answer.text, "%s", text);
	(void)send(warden->channel, &answer, offsetof(struct message, text) + strlen(answer.text) + 1,
		   MSG_NOSIGNAL | MSG_DONTWAIT);
}

void set_up_failed(struct warden *warden, const char *text)
{
	if (warden->failed || warden->began)
		return;
	warden->failed = true;
	frame_text(warden, 'S', "failed %s 0 - %s", name(warden, warden->at), text);
	if (warden->phase < PHASE_KILLING) {
		warden->phase = PHASE_KILLING;
		warden->give_up_at = now_micros() + KILL_PATIENCE_US;
	}
}

static void stage(struct warden *warden, const struct message *message)
{
	static const char *const verbs[] = { [MESSAGE_BEGIN] = "begin", [MESSAGE_DONE] = "done", [MESSAGE_FAILED] = "failed" };
	warden->at = message->line;
	if (message->type == MESSAGE_FAILED) {
		frame_text(warden, 'S', "failed %s %lld %s %s", name(warden, message->line), (long long)message->number,
			   message->error ? errno_name(message->error) : "-", message->text);
		warden->failed = true;
		warden->phase = PHASE_KILLING;
		warden->give_up_at = now_micros() + KILL_PATIENCE_US;
	} else
		frame_text(warden, 'S', "%s %s %lld %s", verbs[message->type], name(warden, message->line),
			   (long long)message->number, message->text);
}

static void receive(struct warden *warden, const struct message *message, int fd, pid_t sender)
{
	switch (message->type) {
	case MESSAGE_BEGIN:
	case MESSAGE_DONE:
	case MESSAGE_FAILED:
		stage(warden, message);
		break;
	case MESSAGE_ASK:
		ask(warden, &warden->plan->lines[message->line]);
		break;
	case MESSAGE_CLONED:
		warden->main = (pid_t)message->number;
		break;
	case MESSAGE_HERE:
		warden->main = sender;
		undo_session(warden, sender);
		break;
	case MESSAGE_MADE:
		undo_note(warden, message);
		break;
	case MESSAGE_SOCKET:
		warden->sockets[warden->plan->lines[message->line].slot] = high_fd(fd);
		return;
	case MESSAGE_ROOM:
		warden->room = high_fd(fd);
		return;
	default:
		break;
	}
	if (fd >= 0)
		close(fd);
}

void channel_close(struct warden *warden)
{
	if (warden->channel < 0)
		return;
	close(warden->channel);
	close(warden->child.output); /* kept for the commands of the emperor until now */
	close(warden->child.errors);
	warden->channel = -1;
}

/* The stream ended. After the beginning of exec, and without its failure, that says the program began. */
static void ended(struct warden *warden)
{
	struct proc_stat stat = { 0 };
	channel_close(warden);
	if (warden->failed || warden->phase >= PHASE_KILLING)
		return;
	if (!is_word(&warden->plan->lines[warden->at], "exec"))
		return; /* it died: life.c will know how */
	(void)read_proc_stat(warden->main, &stat);
	warden->main_start = stat.start;
	warden->began = true;
	if (warden->phase == PHASE_STAGES)
		warden->phase = PHASE_RUNNING;
	undo_began(warden);
	frame_text(warden, 'S', "done exec 0 ");
	frame_text(warden, 'P', "%d %llu", warden->main, stat.start);
}

static bool one(struct warden *warden)
{
	static struct message message;
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int)) + CMSG_SPACE(sizeof(struct ucred))];
	struct iovec part = { &message, sizeof message - 1 };
	struct msghdr header = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
	struct ucred sender = { 0 };
	int fd = -1;
	ssize_t got = recvmsg(warden->channel, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return errno == EINTR;
	if (got <= 0) {
		ended(warden);
		return false;
	}
	for (struct cmsghdr *part_of = CMSG_FIRSTHDR(&header); part_of; part_of = CMSG_NXTHDR(&header, part_of)) {
		if (part_of->cmsg_type == SCM_RIGHTS)
			memcpy(&fd, CMSG_DATA(part_of), sizeof fd);
		else if (part_of->cmsg_type == SCM_CREDENTIALS)
			memcpy(&sender, CMSG_DATA(part_of), sizeof sender);
	}
	((char *)&message)[got] = 0;
	if ((size_t)got > offsetof(struct message, text) && message.line < warden->plan->count)
		receive(warden, &message, fd, sender.pid);
	return true;
}

void channel_read(struct warden *warden)
{
	while (warden->channel >= 0 && one(warden))
		;
}
