/*
 * What is undone. Everything that outlives its maker is noted when it is made, here and in the file "undo" of the
 * directory (for the case that the warden itself is killed: vassal-stages clean), and is undone in the reverse order when
 * the last process is gone. Only what is still the same (device and inode, mount id) is touched.
 */
#include "warden.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void undo_note(struct warden *warden, const struct message *message)
{
	if (warden->undo_count == MAX_UNDO)
		return;
	struct undo *undo = &warden->undos[warden->undo_count++];
	*undo = (struct undo){ .how = message->how, .device = message->device, .number = (uint64_t)message->number };
	snprintf(undo->path, sizeof undo->path, "%s", message->text);
}

static bool same(const struct undo *undo)
{
	struct stat status;
	return lstat(undo->path, &status) == 0 && status.st_dev == undo->device && status.st_ino == undo->number;
}

static int undo_one(const struct warden *warden, const struct undo *undo)
{
	switch (undo->how) {
	case MADE_DIRECTORY:
		return !same(undo) || rmdir(undo->path) == 0 || errno == ENOTEMPTY ? 0 : -1;
	case MADE_FILE:
		return !warden->failed || !same(undo) ? 0 : unlink(undo->path);
	case MADE_SOCKET:
		return same(undo) ? unlink(undo->path) : 0;
	default:
		return 0;
	}
}

void undo_all(struct warden *warden, char *left, size_t size)
{
	left[0] = 0;
	while (warden->undo_count > 0) {
		const struct undo *undo = &warden->undos[--warden->undo_count];
		size_t used = strlen(left);
		if (undo_one(warden, undo) < 0)
			snprintf(left + used, size - used, "%s: %s\n", undo->path, strerror(errno));
	}
}
