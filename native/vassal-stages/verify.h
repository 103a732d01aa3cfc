/* Proof that a mount has the flags that were asked for. See verify.c. */
#ifndef VERIFY_H
#define VERIFY_H

#include "child.h"
#include "mountflags.h"

unsigned long present_flags(const char *path); /* MS_ bits of the mount at the path, as statfs(2) says */
int verify_mount(struct child *child, const char *target, const struct mount_flags *wanted, struct problem *problem);

#endif
