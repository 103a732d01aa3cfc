/*
 * What holds between the lines of a plan. These rules refuse plans that would harm the host (a hostname or a pivot
 * without a name space of its own) or that can not do what their author meant (capabilities kept after they were lost).
 * They also collect the settings and number the sockets and cgroups.
 */
#include "plan.h"
#include "values.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

struct seen {
	bool directory, uid, exec, user_cloned, uid_map, gid_map, keep, restricted;
	const char *names[MAX_SOCKETS];
};

static unsigned long spaces(const struct line *line)
{
	unsigned long bits = 0;
	char unknown[40];
	(void)names_to_bits(namespace_names, line->args[0], &bits, unknown, sizeof unknown);
	return bits;
}

static void settings(struct plan *plan, const struct line *line)
{
	if (is_word(line, "directory")) {
		const char *slash = strrchr(line->args[0], '/');
		plan->directory = line->args[0];
		plan->generation = slash ? slash + 1 : line->args[0];
		if (slash && slash[1] == 0)
			plan_fault(plan, line, "\"%s\" ends with a slash, expected the name of the generation", line->args[0]);
	} else if (is_word(line, "survive"))
		plan->survive = strcmp(line->args[0], "yes") == 0;
	else if (is_word(line, "mercy"))
		plan->mercy = (uint32_t)number(line->args[0]);
	else if (is_word(line, "output"))
		plan->block = strcmp(line->args[0], "block") == 0;
	else if (is_word(line, "layout"))
		plan->listen_layout = strcmp(line->args[0], "listen") == 0;
	else if (is_word(line, "propagation"))
		plan->propagation = line->args[0];
	else if (is_word(line, "script"))
		plan->script = line->args[0];
	else if (is_word(line, "procname"))
		plan->procname = line->args[0];
	else if (is_word(line, "clear-env"))
		plan->clear_environment = true;
}

static void needs(struct plan *plan, const struct line *line, int space, const char *name, const char *harm)
{
	if (!(plan->namespaces & space))
		plan_fault(plan, line, "%s; put \"clone %s\" (or a join) before it", harm, name);
}

static void name_spaces(struct plan *plan, const struct line *line, struct seen *seen)
{
	if (is_word(line, "clone")) {
		plan->namespaces |= (int)spaces(line);
		seen->user_cloned |= (spaces(line) & CLONE_NEWUSER) != 0;
	} else if (is_word(line, "join"))
		plan->namespaces |= (int)spaces(line);
	else if (is_word(line, "hostname"))
		needs(plan, line, CLONE_NEWUTS, "uts", "it would rename the whole machine");
	else if (is_word(line, "pivot-root"))
		needs(plan, line, CLONE_NEWNS, "fs", "it would move the root of the whole machine");
	else if (is_word(line, "uid-map") || is_word(line, "gid-map")) {
		if (!seen->user_cloned)
			plan_fault(plan, line, "there is no user name space to map; put \"clone user\" before it");
		if (line->count % 3 != 0)
			plan_fault(plan, line, "%u arguments, expected triples of INSIDE OUTSIDE COUNT", line->count);
		*(is_word(line, "uid-map") ? &seen->uid_map : &seen->gid_map) = true;
	}
}

static void identity(struct plan *plan, const struct line *line, struct seen *seen)
{
	if (is_word(line, "uid"))
		seen->uid = true;
	else if (seen->uid && (is_word(line, "gid") || is_word(line, "groups") || is_word(line, "keep-caps")))
		plan_fault(plan, line, "it comes after uid, when the right to do it is gone; put it before");
	if (is_word(line, "seccomp") || is_word(line, "landlock"))
		seen->restricted = true;
	else if (seen->restricted && (is_word(line, "mount") || is_word(line, "umount") || is_word(line, "pivot-root") ||
				      is_word(line, "chroot") || is_word(line, "clone") || is_word(line, "join")))
		plan_fault(plan, line, "it comes after seccomp or landlock, which forbid it; put it before");
}

static void slots(struct plan *plan, struct line *line, struct seen *seen)
{
	if (is_word(line, "bind-tcp") || is_word(line, "bind-unix")) {
		for (unsigned i = 0; i < plan->sockets; i++)
			if (strcmp(seen->names[i], line->args[0]) == 0)
				plan_fault(plan, line, "a second socket named \"%s\"", line->args[0]);
		if (plan->sockets == MAX_SOCKETS) {
			plan_fault(plan, line, "more than %u sockets", MAX_SOCKETS);
			return;
		}
		line->slot = plan->sockets;
		seen->names[plan->sockets++] = line->args[0];
	} else if (is_word(line, "cgroup")) {
		if (plan->cgroups == MAX_CGROUPS)
			plan_fault(plan, line, "more than %u cgroups", MAX_CGROUPS);
		else
			line->slot = plan->cgroups++;
	} else if (is_word(line, "cgroup-set")) {
		if (plan->cgroups == 0)
			plan_fault(plan, line, "there is no cgroup line before it");
		else
			line->slot = plan->cgroups - 1;
		if (strchr(line->args[0], '/') || line->args[0][0] == '.')
			plan_fault(plan, line, "\"%s\" is not the name of a file of the cgroup", line->args[0]);
	}
}

static void repeated(struct plan *plan, const struct line *line)
{
	if (!line->word->once)
		return;
	for (const struct line *other = plan->lines; other < line; other++)
		if (other->word == line->word) {
			plan_fault(plan, line, "a second one; the first is in line %u", other->number);
			return;
		}
}

static void environment(struct plan *plan)
{
	unsigned count = 3, used = 0;
	for (char **at = environ; at && *at; at++)
		count++;
	plan->environment = calloc(count + plan->count + 3, sizeof *plan->environment);
	if (!plan->environment) {
		plan_fault(plan, NULL, "out of memory");
		return;
	}
	for (char **at = environ; at && *at && !plan->clear_environment; at++)
		plan->environment[used++] = *at;
	plan->environment[used++] = (char *)"TRAJAN_PROTOCOL=1";
	for (unsigned i = 0; i < plan->count; i++) {
		struct line *line = &plan->lines[i];
		if (!is_word(line, "env"))
			continue;
		size_t name = strlen(line->args[0]);
		char *pair = malloc(name + strlen(line->args[1]) + 2);
		if (!pair)
			continue;
		memcpy(pair, line->args[0], name);
		pair[name] = '=';
		strcpy(pair + name + 1, line->args[1]);
		unsigned place = 0;
		while (place < used && strncmp(plan->environment[place], pair, name + 1) != 0)
			place++;
		plan->environment[place] = pair;
		used += place == used;
	}
}

static void passes(struct plan *plan, const struct line *line, const struct seen *seen)
{
	for (unsigned i = 0; i < plan->sockets; i++)
		if (strcmp(seen->names[i], line->args[0]) == 0)
			return;
	plan_fault(plan, line, "there is no bind-tcp or bind-unix line named \"%s\" before it", line->args[0]);
}

void plan_rules(struct plan *plan)
{
	struct seen seen = { 0 };
	if (plan->faults)
		return; /* lines are missing: what follows would only confuse */
	plan->mercy = 60000;
	plan->propagation = "private";
	for (unsigned i = 0; i < plan->count; i++) {
		struct line *line = &plan->lines[i];
		repeated(plan, line);
		settings(plan, line);
		name_spaces(plan, line, &seen);
		identity(plan, line, &seen);
		slots(plan, line, &seen);
		if (is_word(line, "pass"))
			passes(plan, line, &seen);
		if (seen.exec && line->word->run)
			plan_fault(plan, line, "a stage after exec is never reached");
		seen.exec |= is_word(line, "exec");
	}
	if (!plan->directory)
		plan_fault(plan, NULL, "there is no directory line");
	if (!seen.exec)
		plan_fault(plan, NULL, "there is no exec line");
	if (seen.user_cloned && !(seen.uid_map && seen.gid_map))
		plan_fault(plan, NULL, "clone user needs a uid-map and a gid-map after it");
	environment(plan);
}
