/* The plan: what the emperor asks for, read whole and checked whole before anything is done. See plan.c. */
#ifndef PLAN_H
#define PLAN_H

#include "common.h"

#define PLAN_BYTES (1u << 20)
#define PLAN_LINES 4096u
#define PLAN_ARGS 4096u
#define MAX_SOCKETS 64u
#define MAX_CGROUPS 16u

struct line;
struct child;

/* A word of the plan. args: one letter for each argument (see values.c); ? before what may be left out, * repeats it. */
struct word {
	const char *name, *args, *usage;
	bool once;
	int (*run)(struct child *child, const struct line *line, struct problem *problem); /* NULL: a setting */
};

struct line {
	unsigned number, count;
	const struct word *word;
	char **args;
	unsigned slot; /* bind-*: which socket; cgroup and cgroup-set: which cgroup */
};

struct plan {
	struct line lines[PLAN_LINES];
	unsigned count, faults;
	uint64_t digest;
	const char *directory, *generation, *script, *procname, *propagation;
	bool survive, block, listen_layout, clear_environment;
	uint32_t mercy;
	unsigned sockets, cgroups;
	int namespaces; /* CLONE_ bits of what is cloned or joined */
	char **environment;
};

extern const struct word words[];
extern const unsigned word_count;

int plan_read(struct plan *plan, int fd);   /* 0, or -1 with every fault said on standard error */
void plan_rules(struct plan *plan);         /* what holds between lines; counts faults */
void plan_fault(struct plan *plan, const struct line *line, const char *format, ...) printf_like(3, 4);
bool is_word(const struct line *line, const char *name);
void plan_describe(const struct line *line, char *text, size_t size); /* its arguments, for a person */

#endif
