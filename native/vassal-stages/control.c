/*
 * The control stream: frames to and from the emperor.
 *
 *      0      1      2..3    4..7            8
 *     +------+------+-------+---------------+----------
 *     | type | zero | zero  | size (LE)     | payload
 *     +------+------+-------+---------------+----------
 *
 * Theory of operation. One emperor at a time; a new connection replaces the old, and only this user and root are let in.
 * The first frame on each connection is I. Everything else waits in two rings: the story (S, P, R, X, G: small, precious)
 * and the bytes of output (O, E: many); they are sent in the order they were made. When a ring is full its oldest record
 * goes: lost output is counted in front of the next frame of that kind, lost story in I. A frame that was half sent when
 * its connection ended is sent again to the next one. Bytes of the emperor that are no frame get the frame "!" with the
 * reason, and the end of the connection; that counts as a lost emperor only if none is back in two seconds.
 */
#include "warden.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static bool is_output(uint8_t type)
{
	return type == 'O' || type == 'E';
}

static size_t head(char *to, uint8_t type, size_t size)
{
	const uint8_t bytes[8] = { type, 0, 0, 0, (uint8_t)size, (uint8_t)(size >> 8), (uint8_t)(size >> 16), 0 };
	memcpy(to, bytes, sizeof bytes);
	return sizeof bytes;
}

static void drop_oldest(struct warden *warden, struct ring *ring)
{
	struct record record;
	if (!ring_peek(ring, &record))
		return;
	ring_take(ring, NULL, 0);
	if (record.type == 'O')
		warden->output.dropped += record.size;
	else if (record.type == 'E')
		warden->errors.dropped += record.size;
	else
		warden->lost_frames++;
}

void frame_put(struct warden *warden, uint8_t type, const void *bytes, size_t size)
{
	struct ring *ring = is_output(type) ? &warden->bytes : &warden->story;
	while (!ring_fits(ring, size))
		drop_oldest(warden, ring);
	ring_put(ring, (struct record){ warden->sequence++, (uint32_t)size, type }, bytes);
}

void frame_text(struct warden *warden, uint8_t type, const char *format, ...)
{
	char text[8192];
	va_list list;
	va_start(list, format);
	int size = vsnprintf(text, sizeof text, format, list);
	va_end(list);
	if (size >= 0)
		frame_put(warden, type, text, (size_t)size < sizeof text ? (size_t)size : sizeof text - 1);
}

bool output_has_room(const struct warden *warden)
{
	return !warden->plan->block || ring_fits(&warden->bytes, FRAME_BYTES);
}

static const char *phase_name(enum phase phase)
{
	static const char *const names[] = { "stages", "running", "stopping", "killing", "ended" };
	return names[phase];
}

static void identity(struct warden *warden)
{
	struct connection *connection = &warden->connection;
	char *text = connection->hello + 8;
	size_t room = sizeof connection->hello - 8;
	int size = snprintf(text, room,
			    "version 1\ngeneration %s\ndigest %016llx\nwarden %d\nphase %s\nsurvive %s\n"
			    "program %d %llu\nlost-frames %llu\nfaults %llu\nsockets %u\n",
			    warden->plan->generation, (unsigned long long)warden->plan->digest, getpid(),
			    phase_name(warden->phase), warden->survive ? "yes" : "no", warden->began ? warden->main : 0,
			    warden->main_start, (unsigned long long)warden->lost_frames,
			    (unsigned long long)warden->faults, warden->plan->sockets);
	if (warden->end[0] && size > 0 && (size_t)size < room)
		size += snprintf(text + size, room - (size_t)size, "end %s\n", warden->end);
	if (size < 0 || (size_t)size >= room)
		size = (int)room - 1;
	connection->hello_size = head(connection->hello, 'I', (size_t)size) + (size_t)size;
	connection->hello_sent = 0;
}

bool is_trusted(int fd)
{
	struct ucred peer;
	socklen_t size = sizeof peer;
	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && (peer.uid == 0 || peer.uid == geteuid());
}

static void forget(struct warden *warden, uint64_t patience)
{
	struct connection *connection = &warden->connection;
	if (connection->fd < 0)
		return;
	close(connection->fd);
	connection->fd = -1;
	connection->in_size = connection->hello_size = connection->hello_sent = connection->now_sent = 0;
	connection->wants_sockets = false;
	if (connection->rights)
		connection->now_size = 0;
	connection->rights = false;
	warden->lost_at = now_micros() + patience;
}

void control_accept(struct warden *warden)
{
	int fd = accept4(warden->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (fd < 0)
		return;
	if (!is_trusted(fd)) {
		warden->faults++;
		close(fd);
		return;
	}
	forget(warden, 0);
	warden->connection.fd = fd;
	warden->lost_at = 0;
	if (warden->phase == PHASE_ENDED) {
		char left[400] = "";
		directory_remove(warden, left, sizeof left);
		warden->linger_until = now_micros() + FLUSH_US;
	}
	identity(warden);
}

/* Fills the buffer of the frame that is being sent: the older of the two rings' heads. */
static bool next_frame(struct warden *warden)
{
	struct connection *connection = &warden->connection;
	struct record story, bytes;
	bool has_story = ring_peek(&warden->story, &story), has_bytes = ring_peek(&warden->bytes, &bytes);
	if (!has_story && !has_bytes)
		return false;
	bool first = has_story && (!has_bytes || story.sequence < bytes.sequence);
	struct record record = first ? story : bytes;
	size_t extra = is_output(record.type) ? 4 : 0, at = head(connection->now, record.type, record.size + extra);
	if (extra) {
		struct pipe_reader *reader = record.type == 'O' ? &warden->output : &warden->errors;
		memcpy(connection->now + at, &reader->dropped, 4);
		reader->dropped = 0;
	}
	ring_take(first ? &warden->story : &warden->bytes, connection->now + at + extra, FRAME_BYTES);
	connection->now_size = at + extra + record.size;
	connection->now_sent = 0;
	return true;
}

static void begin_sockets(struct warden *warden)
{
	struct connection *connection = &warden->connection;
	size_t size = list_sockets(warden, connection->now + 8, FRAME_BYTES);
	connection->now_size = head(connection->now, 'F', size) + size;
	connection->now_sent = 0;
	connection->rights = true;
	connection->wants_sockets = false;
}

static ssize_t transmit(struct warden *warden, const char *data, size_t size, bool rights)
{
	if (rights)
		return send_sockets(warden, warden->connection.fd, data, size);
	return send(warden->connection.fd, data, size, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* True when all of it is out. */
static bool push(struct warden *warden, const char *data, size_t size, size_t *sent, bool rights)
{
	while (*sent < size) {
		ssize_t put = transmit(warden, data + *sent, size - *sent, rights && *sent == 0);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0) {
			if (errno != EAGAIN)
				forget(warden, 0);
			return false;
		}
		*sent += (size_t)put;
	}
	return true;
}

void control_write(struct warden *warden)
{
	struct connection *connection = &warden->connection;
	while (connection->fd >= 0) {
		if (!push(warden, connection->hello, connection->hello_size, &connection->hello_sent, false))
			return;
		if (connection->now_size == 0) {
			if (connection->wants_sockets)
				begin_sockets(warden);
			else if (!next_frame(warden))
				return;
		}
		if (!push(warden, connection->now, connection->now_size, &connection->now_sent, connection->rights))
			return;
		connection->now_size = 0;
		connection->rights = false;
	}
}

bool control_pending(struct warden *warden)
{
	const struct connection *connection = &warden->connection;
	return connection->hello_sent < connection->hello_size || connection->now_size > 0 || connection->wants_sockets ||
	       warden->story.used > 0 || warden->bytes.used > 0;
}

static void refuse(struct warden *warden, const char *reason)
{
	char frame[300];
	size_t size = strlen(reason);
	warden->faults++;
	memcpy(frame + head(frame, '!', size), reason, size);
	if (warden->connection.now_size == 0 && warden->connection.hello_sent == warden->connection.hello_size)
		(void)send(warden->connection.fd, frame, size + 8, MSG_NOSIGNAL | MSG_DONTWAIT);
	forget(warden, FAULT_PATIENCE_US);
}

void control_read(struct warden *warden)
{
	struct connection *connection = &warden->connection;
	ssize_t got = recv(connection->fd, connection->in + connection->in_size,
			   sizeof connection->in - connection->in_size, MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		forget(warden, 0);
		return;
	}
	connection->in_size += (size_t)got;
	while (connection->fd >= 0 && connection->in_size >= 8) {
		const uint8_t *frame = (const uint8_t *)connection->in;
		uint32_t size;
		memcpy(&size, frame + 4, sizeof size);
		if (frame[1] || frame[2] || frame[3] || size > sizeof connection->in - 8) {
			refuse(warden, "expected a frame: type, three zero bytes, a size of at most 64, the payload");
			return;
		}
		if (connection->in_size < 8 + size)
			return;
		if (!obey(warden, frame[0], frame + 8, size)) {
			refuse(warden, "expected K (2 or 8 bytes: signal, whom, pid), Q (4: mercy), F (0) or M (1: 0 or 1)");
			return;
		}
		connection->in_size -= 8 + size;
		memmove(connection->in, connection->in + 8 + size, connection->in_size);
	}
}
