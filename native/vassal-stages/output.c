/*
 * What the program writes: standard output and error become frames O and E as they are, its reports (descriptor 5) are
 * lines of at most 4096 bytes and become frames R without the newline; what is longer is cut. The pipes are read at once,
 * so that a program never blocks on its log, unless the plan says "output block" and the emperor does not read.
 */
#include "warden.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static void lines(struct warden *warden, struct pipe_reader *reader, const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (bytes[i] == '\n') {
			if (!reader->cutting)
				frame_put(warden, 'R', reader->line, reader->size);
			reader->size = 0;
			reader->cutting = false;
		} else if (reader->size < 4096) {
			if (!reader->cutting)
				reader->line[reader->size++] = bytes[i];
		} else {
			frame_put(warden, 'R', reader->line, reader->size);
			reader->size = 0;
			reader->cutting = true;
		}
	}
}

void output_read(struct warden *warden, struct pipe_reader *reader)
{
	char bytes[FRAME_BYTES];
	ssize_t got = read(reader->fd, bytes, sizeof bytes);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		if (reader->type == 'R' && reader->size > 0)
			lines(warden, reader, "\n", 1);
		close(reader->fd);
		reader->fd = -1;
	} else if (reader->type == 'R')
		lines(warden, reader, bytes, (size_t)got);
	else
		frame_put(warden, reader->type, bytes, (size_t)got);
}

/* Takes what the pipes hold now; a writer that never stops cannot hold the warden here. */
void output_drain(struct warden *warden)
{
	struct pipe_reader *const readers[] = { &warden->output, &warden->errors, &warden->report };
	for (size_t i = 0; i < countof(readers); i++)
		for (int turns = 0; turns < 64 && readers[i]->fd >= 0; turns++) {
			uint64_t before = warden->sequence;
			size_t size = readers[i]->size;
			output_read(warden, readers[i]);
			if (before == warden->sequence && size == readers[i]->size)
				break;
		}
}
