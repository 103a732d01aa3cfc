/*
 * The plan reader.
 *
 * Theory of operation. The plan is text, one stage or setting a line, in the order of execution:
 *
 *     plan 1
 *     directory /var/lib/trajan/run/vassals/hello.3
 *     clone ipc,uts,fs,pid
 *     mount proc proc /proc nosuid,nodev,noexec
 *     exec /usr/bin/ruby - config.ru
 *     end
 *
 * Arguments are separated by one space and percent-encoded, so that any bytes but NUL fit in one. The last line is
 * "end": a plan that was cut anywhere is refused. All lines are read and checked, and every fault is said with its line,
 * its word and what was expected, before anything is done; a plan with one fault does nothing. What holds between lines
 * (a hostname needs a name space of its own) is in rules.c, what an argument may be in values.c.
 *
 * Everything the plan needs is allocated here, once; the rest of the program allocates nothing.
 */
#include "plan.h"
#include "values.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void plan_fault(struct plan *plan, const struct line *line, const char *format, ...)
{
	char text[900];
	va_list list;
	va_start(list, format);
	vsnprintf(text, sizeof text, format, list);
	va_end(list);
	plan->faults++;
	if (!line)
		say("plan: %s", text);
	else
		say("plan:%u: %s: %s", line->number, line->word ? line->word->name : "?", text);
}

bool is_word(const struct line *line, const char *name)
{
	return line->word && strcmp(line->word->name, name) == 0;
}

/* Bytes that would disturb a terminal or a line of a report are shown as %XX, and a long one is cut. */
void plan_describe(const struct line *line, char *text, size_t size)
{
	size_t used = 0;
	for (unsigned i = 0; i < line->count && used + 8 < size; i++) {
		if (i)
			text[used++] = ' ';
		for (const char *at = line->args[i]; *at && used + 8 < size; at++) {
			unsigned char byte = (unsigned char)*at;
			if (byte < 32 || byte == 127)
				used += (size_t)snprintf(text + used, size - used, "%%%02X", byte);
			else
				text[used++] = *at;
		}
	}
	text[used] = 0;
}

static int hex(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	digit |= 0x20;
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* Decodes in place: false when a percent is not followed by two digits, or a byte is NUL or not printable. */
static bool decode(char *text)
{
	char *to = text;
	for (const char *at = text; *at; at++) {
		int byte = (unsigned char)*at;
		if (byte < 0x20 || byte == 0x7f)
			return false;
		if (byte == '%') {
			int high = hex(at[1]), low = high < 0 ? -1 : hex(at[2]);
			byte = low < 0 ? 0 : high << 4 | low;
			if (byte == 0)
				return false;
			at += 2;
		}
		*to++ = (char)byte;
	}
	*to = 0;
	return true;
}

static void arguments(struct plan *plan, struct line *line)
{
	const char *kind = line->word->args;
	bool optional = false;
	unsigned i = 0;
	for (; i < line->count; i++) {
		if (*kind == '?') {
			optional = true;
			kind++;
		}
		if (*kind == 0 || (*kind == '*' && kind == line->word->args))
			break;
		char expected[300];
		char letter = *kind == '*' ? kind[-1] : *kind;
		if (!value_ok(letter, line->args[i], expected, sizeof expected))
			plan_fault(plan, line, "argument %u is \"%.200s\", expected %s", i + 1, line->args[i], expected);
		if (*kind != '*')
			kind++;
	}
	if (i < line->count)
		plan_fault(plan, line, "%u arguments are too many; usage: %s", line->count, line->word->usage);
	else if (*kind && *kind != '?' && *kind != '*' && !optional)
		plan_fault(plan, line, "%u arguments are too few; usage: %s", line->count, line->word->usage);
}

/* Cut at every single space, so that an empty argument can be said. */
static char **split(struct plan *plan, struct line *line, char *text)
{
	unsigned count = 1;
	for (const char *at = text; *at; at++)
		count += *at == ' ';
	char **parts = calloc(count + 1, sizeof *parts);
	if (!parts)
		return NULL;
	for (char *part = text, *end; part; part = end) {
		end = strchr(part, ' ');
		if (end)
			*end++ = 0;
		if (!decode(part)) {
			plan->faults++;
			say("plan:%u: %.60s: an argument holds a raw control byte, or a percent sign that is not followed "
			    "by two hexadecimal digits (00 is not allowed)", line->number, parts[0] ? parts[0] : "?");
			part[0] = 0;
		}
		parts[line->count++] = part;
	}
	return parts;
}

static void read_line(struct plan *plan, char *text, unsigned number)
{
	if (text[0] == 0 || text[0] == '#')
		return;
	if (plan->count == PLAN_LINES) {
		if (plan->faults++ == 0)
			say("plan:%u: more than %u lines", number, PLAN_LINES);
		return;
	}
	struct line *line = &plan->lines[plan->count];
	*line = (struct line){ .number = number };
	char **parts = split(plan, line, text);
	if (!parts) {
		plan_fault(plan, NULL, "line %u: out of memory", number);
		return;
	}
	line->word = find_word(parts[0]);
	if (!line->word) {
		const char *near = nearest_word(parts[0]);
		plan->faults++;
		say("plan:%u: \"%.60s\" is not a word of plans%s%s%s", number, parts[0], near ? "; did you mean \"" : "",
		    near ? near : "", near ? "\"?" : "");
		return;
	}
	line->args = parts + 1;
	line->count--;
	plan->count++;
	if (line->count > PLAN_ARGS)
		plan_fault(plan, line, "%u arguments, at most %u", line->count, PLAN_ARGS);
	else
		arguments(plan, line);
}

static ssize_t slurp(int fd, char *text)
{
	size_t size = 0;
	while (size <= PLAN_BYTES) {
		ssize_t got = read(fd, text + size, PLAN_BYTES + 1 - size);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		size += (size_t)got;
	}
	return (ssize_t)size;
}

static void frame(struct plan *plan, const char *text, size_t size)
{
	if (size > PLAN_BYTES)
		plan_fault(plan, NULL, "longer than %u bytes", PLAN_BYTES);
	else if (size != strlen(text))
		plan_fault(plan, NULL, "a NUL byte at offset %zu", strlen(text));
	else if (strncmp(text, "plan 1\n", 7) != 0)
		plan_fault(plan, NULL, "the first line is not \"plan 1\"");
	else if (size < 12 || strcmp(text + size - 5, "\nend\n") != 0)
		plan_fault(plan, NULL, "the last line is not \"end\": it was cut");
}

int plan_read(struct plan *plan, int fd)
{
	char *text = malloc(PLAN_BYTES + 2);
	ssize_t size = text ? slurp(fd, text) : -1;
	if (size < 0) {
		plan_fault(plan, NULL, "cannot be read: %s", strerror(errno));
		free(text);
		return -1;
	}
	text[size] = 0;
	frame(plan, text, (size_t)size);
	if (plan->faults) {
		free(text);
		return -1;
	}
	plan->digest = 14695981039346656037u; /* FNV-1a */
	for (ssize_t i = 0; i < size; i++)
		plan->digest = (plan->digest ^ (unsigned char)text[i]) * 1099511628211u;
	unsigned number = 1;
	for (char *at = text, *end; (end = strchr(at, '\n')); at = end + 1) {
		*end = 0;
		read_line(plan, at, number++);
	}
	plan_rules(plan);
	return plan->faults ? -1 : 0; /* the lines point into text: it lives as long as the program */
}
