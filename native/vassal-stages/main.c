/*
 * vassal-stages: raises one process vassal of Trajan, watches over it, and leaves nothing behind.
 *
 * The command line is small on purpose; all that matters is in the plan, which comes on standard input. Exit statuses:
 * 0 the vassal ran and is gone, 1 a stage failed (or, of plan, would fail), 2 the plan or the command is refused, 3 the
 * warden could not begin.
 */
#include "plan.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifndef VERSION
#define VERSION "development"
#endif

int warden_main(struct plan *plan);
int preflight_main(const struct plan *plan);
int check_main(void);
int clean_main(const char *directory);

static struct plan plan;

static const char usage[] =
	"usage: vassal-stages COMMAND\n"
	"\n"
	"  warden     read a plan from standard input and be the warden of its vassal\n"
	"  plan       print the ordered steps of a plan, and what would fail here; does nothing\n"
	"  check      print what this machine offers to jails\n"
	"  clean DIR  undo what a warden that was killed left behind\n"
	"  --help     this\n"
	"  --version  the version\n"
	"\n"
	"Statuses: 0 the vassal ran and is gone, 1 a stage failed or would fail, 2 refused, 3 the warden could not begin.\n";

int main(int count, char **arguments)
{
	const char *command = count == 2 ? arguments[1] : "";
	if (strcmp(command, "--help") == 0 || strcmp(command, "-h") == 0) {
		fputs(usage, stdout);
		return 0;
	}
	if (strcmp(command, "--version") == 0) {
		puts("vassal-stages " VERSION " plan 1");
		return 0;
	}
	if (strcmp(command, "check") == 0)
		return check_main();
	if (count == 3 && strcmp(arguments[1], "clean") == 0)
		return clean_main(arguments[2]);
	bool warden = strcmp(command, "warden") == 0, print = strcmp(command, "plan") == 0;
	if (!warden && !print) {
		fputs(usage, stderr);
		return 2;
	}
	if (plan_read(&plan, STDIN_FILENO) < 0)
		return 2;
	return warden ? warden_main(&plan) : preflight_main(&plan);
}
