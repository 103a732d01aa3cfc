/* The names of mount flags and what the kernel needs to hear for them. See mountflags.c. */
#ifndef MOUNTFLAGS_H
#define MOUNTFLAGS_H

#include "common.h"

struct mount_flags {
	unsigned long set;         /* MS_ bits of the mount itself (bind, move, remount, rec and super block flags included) */
	unsigned long clear;       /* per-mount MS_ bits to be absent: rw, suid, dev, exec, ... */
	unsigned long propagation; /* MS_SHARED, MS_PRIVATE, MS_SLAVE, MS_UNBINDABLE or 0 */
};

#define PER_MOUNT (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME | MS_NODIRATIME | MS_RELATIME | MS_STRICTATIME)

bool mount_flags_ok(const char *text, char *expected, size_t size);
struct mount_flags mount_flags_of(const char *text);
void mount_flags_text(unsigned long flags, char *text, size_t size);

#endif
