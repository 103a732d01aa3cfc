/* What an argument may be, and the names people use for numbers of the kernel. See values.c. */
#ifndef VALUES_H
#define VALUES_H

#include "plan.h"

#include <sys/socket.h>

struct name {
	const char *name;
	unsigned long value;
};

extern const struct name namespace_names[], rlimit_names[], signal_names[], capability_names[], umount_names[];
extern const struct name wait_names[], clock_names[];

bool value_ok(char kind, const char *text, char *expected, size_t size);
const struct word *find_word(const char *name);
const char *nearest_word(const char *typed);

/* These are called with arguments that value_ok took. */
const struct name *find_name(const struct name *names, const char *text, size_t size);
bool names_to_bits(const struct name *names, const char *list, unsigned long *bits, char *unknown, size_t size);
unsigned long number(const char *text);
unsigned long octal(const char *text);
unsigned long limit(const char *text);
int signal_of(const char *text);
uint64_t capabilities_of(const char *text);
bool address_of(const char *text, unsigned port, struct sockaddr_storage *address, socklen_t *size);

#endif
