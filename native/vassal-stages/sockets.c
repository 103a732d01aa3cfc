/*
 * The bound sockets, handed to the emperor: all at once beside the first byte of a frame F, or, for readers that take one
 * descriptor a byte (as Netty's do), on a connection to sockets.sock that carries one byte for each and ends.
 */
#include "warden.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Names and addresses, one a line in the order of the plan. */
size_t list_sockets(const struct warden *warden, char *text, size_t size)
{
	size_t used = 0;
	for (unsigned i = 0; i < warden->plan->count; i++) {
		const struct line *line = &warden->plan->lines[i];
		if (strncmp(line->word->name, "bind-", 5) != 0 || warden->sockets[line->slot] < 0)
			continue;
		int more = snprintf(text + used, size - used, "%s %.400s\n", line->args[0], line->args[1]);
		if (more > 0 && used + (size_t)more < size)
			used += (size_t)more;
	}
	return used;
}

static ssize_t send_rights(int to, const char *data, size_t size, const int *fds, size_t count)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int) * MAX_SOCKETS)] = { 0 };
	struct iovec part = { (char *)data, size };
	struct msghdr header = { .msg_iov = &part, .msg_iovlen = 1 };
	if (count > 0) {
		header.msg_control = control;
		header.msg_controllen = CMSG_SPACE(sizeof(int) * count);
		struct cmsghdr *message = CMSG_FIRSTHDR(&header);
		message->cmsg_level = SOL_SOCKET;
		message->cmsg_type = SCM_RIGHTS;
		message->cmsg_len = CMSG_LEN(sizeof(int) * count);
		memcpy(CMSG_DATA(message), fds, sizeof(int) * count);
	}
	return sendmsg(to, &header, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static size_t present(const struct warden *warden, int *fds)
{
	size_t count = 0;
	for (unsigned i = 0; i < warden->plan->sockets; i++)
		if (warden->sockets[i] >= 0)
			fds[count++] = warden->sockets[i];
	return count;
}

ssize_t send_sockets(const struct warden *warden, int fd, const char *data, size_t size)
{
	int fds[MAX_SOCKETS];
	size_t count = present(warden, fds);
	return send_rights(fd, data, size, fds, count);
}

void sockets_give(struct warden *warden)
{
	int fds[MAX_SOCKETS], fd = accept4(warden->giver, NULL, NULL, SOCK_CLOEXEC);
	if (fd < 0)
		return;
	size_t count = is_trusted(fd) ? present(warden, fds) : 0;
	for (size_t i = 0; i < count; i++)
		if (send_rights(fd, "", 1, &fds[i], 1) < 0)
			break;
	close(fd);
}
