/* What the kernel offers. See machine.c. */
#ifndef MACHINE_H
#define MACHINE_H

#include <stdbool.h>

bool machine_has_space(const char *name);
bool machine_has_seccomp(void);
long machine_landlock(void);           /* its version, or negative */
long machine_number(const char *path); /* of a file of /proc, or -1 */

#endif
