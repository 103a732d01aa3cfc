/*
 * The table of mounts, read in one go into a buffer of a mebibyte (some ten thousand mounts) and walked in place, in
 * either direction: what was mounted last is last. The kernel writes space, tab, newline and backslash as octal.
 */
#include "mountinfo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int mounts_open(struct mount_table *table, int proc, const char *whose)
{
	char path[40];
	snprintf(path, sizeof path, "%s/mountinfo", whose);
	int fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
	table->size = table->at = 0;
	if (fd < 0)
		return -1;
	ssize_t got;
	while ((got = read(fd, table->text + table->size, sizeof table->text - 1 - table->size)) > 0)
		table->size += (size_t)got;
	close(fd);
	if (got == 0 && table->size == sizeof table->text - 1) {
		errno = EFBIG;
		return -1;
	}
	table->text[table->size] = 0;
	table->end = table->size;
	return got < 0 ? -1 : 0;
}

static void decode(char *text)
{
	char *to = text;
	for (; *text; text++) {
		if (text[0] == '\\' && text[1] >= '0' && text[1] <= '3' && text[2] && text[3]) {
			*to++ = (char)((text[1] - '0') << 6 | (text[2] - '0') << 3 | (text[3] - '0'));
			text += 3;
		} else
			*to++ = *text;
	}
	*to = 0;
}

static char *next_word(char **rest)
{
	return strsep(rest, " ");
}

/* 36 35 98:0 /root /point options [optional ...] - type source super */
static bool parse(char *text, struct mount_line *line)
{
	if (sscanf(text, "%u %*u %u:%u", &line->id, &line->major, &line->minor) != 3)
		return false;
	char *rest = text;
	for (int i = 0; i < 3; i++)
		next_word(&rest);
	line->root = next_word(&rest);
	line->point = next_word(&rest);
	(void)next_word(&rest);
	char *end = rest ? strstr(rest, "- ") : NULL;
	if (!line->root || !line->point || !end)
		return false;
	line->fields = rest;
	end[0] = 0;
	rest = end + 2;
	(void)next_word(&rest);
	(void)next_word(&rest);
	line->super = rest ? rest : end;
	decode(line->root);
	decode(line->point);
	return true;
}

bool mounts_next(struct mount_table *table, struct mount_line *line)
{
	while (table->at < table->size) {
		char *text = table->text + table->at, *end = strchr(text, '\n');
		if (!end)
			return false;
		*end = 0;
		table->at = (size_t)(end + 1 - table->text);
		if (parse(text, line))
			return true;
	}
	return false;
}

void mounts_backwards(struct mount_table *table)
{
	table->end = table->size;
}

bool mounts_previous(struct mount_table *table, struct mount_line *line)
{
	while (table->end > 0) {
		table->text[--table->end] = 0; /* the newline of the line before the present */
		char *before = memrchr(table->text, '\n', table->end);
		size_t start = before ? (size_t)(before + 1 - table->text) : 0;
		table->end = start;
		if (parse(table->text + start, line))
			return true;
	}
	return false;
}

bool is_below(const char *path, const char *directory)
{
	size_t size = strlen(directory);
	if (size == 1)
		return true;
	return strncmp(path, directory, size) == 0 && (path[size] == 0 || path[size] == '/');
}

unsigned mount_id(int directory, const char *path, uint64_t *device)
{
	struct statx status;
	if (statx(directory, path, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | (*path ? 0 : AT_EMPTY_PATH),
		  STATX_BASIC_STATS | STATX_MNT_ID, &status) < 0 || !(status.stx_mask & STATX_MNT_ID))
		return 0;
	if (device)
		*device = (uint64_t)status.stx_dev_major << 32 | status.stx_dev_minor;
	return (unsigned)status.stx_mnt_id;
}
