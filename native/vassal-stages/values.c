/*
 * What an argument may be. Each kind of argument is one letter in the table of words; value_ok says whether a text is of
 * that kind and, if not, what was expected, in words. The functions below it turn texts that passed into numbers.
 */
#include "values.h"
#include "mountflags.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool decimal(const char *text, unsigned long least, unsigned long most)
{
	if (*text == 0 || strspn(text, "0123456789") != strlen(text) || strlen(text) > 19)
		return false;
	unsigned long value = strtoul(text, NULL, 10);
	return value >= least && value <= most;
}

unsigned long number(const char *text)
{
	return strtoul(text, NULL, 10);
}

unsigned long octal(const char *text)
{
	return strtoul(text, NULL, 8);
}

unsigned long limit(const char *text)
{
	return strcmp(text, "unlimited") == 0 ? ~0ul : number(text);
}

int signal_of(const char *text)
{
	const struct name *found = find_name(signal_names, text, strlen(text));
	return found ? (int)found->value : (int)number(text);
}

/* A comma list of names (with or without cap_) or numbers; "none" is the empty set. ~0 when one is unknown. */
uint64_t capabilities_of(const char *text)
{
	uint64_t set = 0;
	if (strcmp(text, "none") == 0)
		return 0;
	for (;; text++) {
		size_t size = strcspn(text, ",");
		if (size > 4 && strncmp(text, "cap_", 4) == 0) {
			text += 4;
			size -= 4;
		}
		char digits[4] = "";
		if (size > 0 && size < sizeof digits)
			memcpy(digits, text, size);
		const struct name *found = find_name(capability_names, text, size);
		if (!found && !decimal(digits, 0, 62))
			return ~0ull;
		set |= 1ull << (found ? found->value : number(digits));
		text += size;
		if (*text == 0)
			return set;
	}
}

bool address_of(const char *text, unsigned port, struct sockaddr_storage *address, socklen_t *size)
{
	struct sockaddr_in *four = (struct sockaddr_in *)address;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)address;
	memset(address, 0, sizeof *address);
	if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
		four->sin_family = AF_INET;
		four->sin_port = htons((uint16_t)port);
		*size = sizeof *four;
		return true;
	}
	if (inet_pton(AF_INET6, text, &six->sin6_addr) != 1)
		return false;
	six->sin6_family = AF_INET6;
	six->sin6_port = htons((uint16_t)port);
	*size = sizeof *six;
	return true;
}

static bool id_list(const char *text)
{
	char item[12];
	if (strcmp(text, "none") == 0)
		return true;
	for (;; text++) {
		size_t size = strcspn(text, ",");
		if (size == 0 || size >= sizeof item)
			return false;
		memcpy(item, text, size);
		item[size] = 0;
		if (!decimal(item, 0, 4294967294u))
			return false;
		text += size;
		if (*text == 0)
			return true;
	}
}

static bool seconds(const char *text)
{
	return decimal(*text == '-' ? text + 1 : text, 0, 1000000000u);
}

static bool one_of(const char *text, const char *list, char *expected, size_t size)
{
	snprintf(expected, size, "one of %s", list);
	size_t length = strlen(text);
	for (const char *at = list; length; at++) {
		size_t item = strcspn(at, ",");
		if (item == length && strncmp(at, text, item) == 0)
			return true;
		at += item;
		if (*at == 0)
			break;
	}
	return false;
}

static bool in_table(const struct name *names, const char *text, bool list, char *expected, size_t size)
{
	unsigned long bits;
	char unknown[40];
	if (list ? names_to_bits(names, text, &bits, unknown, sizeof unknown) : find_name(names, text, strlen(text)) != NULL)
		return true;
	size_t used = (size_t)snprintf(expected, size, "%s", list ? "a comma list of " : "one of ");
	for (; names->name && used + 24 < size; names++)
		used += (size_t)snprintf(expected + used, size - used, "%s%s", names->name, names[1].name ? ", " : "");
	return false;
}

static bool short_text(const char *text, size_t least, size_t most, const char *what, char *expected, size_t size)
{
	snprintf(expected, size, "%s of %zu to %zu bytes", what, least, most);
	size_t length = strlen(text);
	return length >= least && length <= most;
}

#define EXPECT(test, text) (snprintf(expected, size, "%s", text), (test))

bool value_ok(char kind, const char *text, char *expected, size_t size)
{
	struct sockaddr_storage address;
	socklen_t length;
	switch (kind) {
	case 'p': return EXPECT(*text == '/' && strlen(text) < 4096, "an absolute path shorter than 4096 bytes");
	case 'q': return short_text(text, 1, 4095, "a path", expected, size);
	case 's': return short_text(text, 0, 131071, "a text", expected, size);
	case 'w': return short_text(text, 1, 4095, "a word", expected, size);
	case 'H': return short_text(text, 1, 64, "a host name", expected, size);
	case 'k': return EXPECT(*text && strlen(text) < 64 && !strpbrk(text, "/ \n"), "a name without / or space, shorter than 64 bytes");
	case 'E': return EXPECT(*text && !strchr(text, '='), "the name of a variable");
	case 'n': return EXPECT(decimal(text, 0, 4294967295u), "a number from 0 to 4294967295");
	case 'i': return EXPECT(decimal(text, 0, 4294967294u), "a number from 0 to 4294967294");
	case 'P': return EXPECT(decimal(text, 0, 65535), "a port from 0 to 65535");
	case 'B': return EXPECT(decimal(text, 1, 65535), "a backlog from 1 to 65535");
	case 't': return EXPECT(decimal(text, 1, 3600000), "milliseconds from 1 to 3600000");
	case 'm': return EXPECT(decimal(text, 0, 86400000), "milliseconds from 0 to 86400000");
	case 'Y': return EXPECT(seconds(text), "seconds from -1000000000 to 1000000000");
	case 'y': return EXPECT(decimal(*text == '-' ? text + 1 : text, 0, 20), "a number from -20 to 20");
	case 'R': return EXPECT(!strcmp(text, "unlimited") || decimal(text, 0, ~0ul >> 1), "a number or unlimited");
	case 'o': return EXPECT(*text && strspn(text, "01234567") == strlen(text) && octal(text) <= 07777 && strlen(text) < 7, "an octal mode from 0 to 7777");
	case 'S': return EXPECT(find_name(signal_names, text, strlen(text)) || decimal(text, 1, 64), "a signal: a number from 1 to 64, or a name as TERM");
	case 'c': return EXPECT(capabilities_of(text) != ~0ull, "a comma list of capabilities as net_bind_service or 10, or none");
	case 'g': return EXPECT(id_list(text), "a comma list of group numbers, or none");
	case 'A': return EXPECT(address_of(text, 0, &address, &length), "an IPv4 or IPv6 address");
	case 'N': return in_table(namespace_names, text, true, expected, size);
	case 'J': return in_table(namespace_names, text, false, expected, size);
	case 'r': return in_table(rlimit_names, text, false, expected, size);
	case 'U': return in_table(umount_names, text, true, expected, size);
	case 'F': return mount_flags_ok(text, expected, size);
	case 'W': return in_table(wait_names, text, false, expected, size);
	case 'C': return in_table(clock_names, text, false, expected, size);
	case 'b': return one_of(text, "yes,no", expected, size);
	case 'G': return one_of(text, "v1,v2", expected, size);
	case 'O': return one_of(text, "drop,block", expected, size);
	case 'L': return one_of(text, "template,listen", expected, size);
	case 'T': return one_of(text, "private,slave,unchanged", expected, size);
	case 'D': return one_of(text, "default", expected, size);
	case 'u': return one_of(text, "up", expected, size);
	case '1': return one_of(text, "1", expected, size);
	default: return EXPECT(false, "nothing: the table of words is wrong");
	}
}
