/* The table of mounts, as proc_pid_mountinfo(5) shows it. See mountinfo.c. */
#ifndef MOUNTINFO_H
#define MOUNTINFO_H

#include "common.h"

struct mount_line {
	unsigned id, major, minor;
	char *root, *point;  /* decoded */
	char *fields, *super; /* optional fields (propagation), options of the super block */
};

struct mount_table {
	char text[1u << 20];
	size_t size, at, end;
};

int mounts_open(struct mount_table *table, int proc, const char *whose); /* whose: "self" or a pid */
bool mounts_next(struct mount_table *table, struct mount_line *line);      /* first to last */
void mounts_backwards(struct mount_table *table);
bool mounts_previous(struct mount_table *table, struct mount_line *line);  /* last to first; not after mounts_next */
bool is_below(const char *path, const char *directory);                    /* or the directory itself */
unsigned mount_id(int directory, const char *path, uint64_t *device);      /* 0 when the kernel does not say */

#endif
