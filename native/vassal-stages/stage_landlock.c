/*
 * landlock default WRITABLE...: nothing can be written, made or removed except below /tmp, /var/tmp, /dev, /proc and the
 * directories that are named; reading and executing are as before. Where the kernel can, signals to and abstract unix
 * sockets of processes outside are closed too. Whoever forks inherits it and nobody can take it away.
 *
 * A kernel without Landlock (before 5.13, or booted without it) is no failure: the report says so. landlock(7)
 */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CREATE_RULESET 444
#define ADD_RULE 445
#define RESTRICT_SELF 446
#define VERSION_ONLY 1
#define WRITE_FILE (1ull << 1)
#define WRITES 0x1ff2ull   /* write_file, remove_*, make_* */
#define REFER (1ull << 13) /* since version 2 */
#define TRUNCATE (1ull << 14) /* since version 3 */
#define SCOPES 3ull        /* abstract sockets and signals, since version 6 */

struct ruleset {
	uint64_t files, network, scopes;
};

struct beneath {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

static int allow(int rules, const char *path, uint64_t files, bool must, struct problem *problem)
{
	int fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return must ? problem_set(problem, errno, "%s", path) : 0;
	struct stat status;
	if (fstat(fd, &status) == 0 && !S_ISDIR(status.st_mode))
		files &= WRITE_FILE | TRUNCATE;
	struct beneath beneath = { files, fd };
	long result = syscall(ADD_RULE, rules, 1, &beneath, 0);
	int error = errno;
	close(fd);
	return result < 0 && must ? problem_set(problem, error, "%s", path) : 0;
}

int stage_landlock(struct child *child, const struct line *line, struct problem *problem)
{
	static const char *const usual[] = { "/tmp", "/var/tmp", "/dev", "/proc" };
	long version = syscall(CREATE_RULESET, NULL, 0, VERSION_ONLY);
	if (version < 0) {
		snprintf(child->note, sizeof child->note, "not applied: this kernel has no Landlock");
		return 0;
	}
	struct ruleset set = { WRITES | (version >= 2 ? REFER : 0) | (version >= 3 ? TRUNCATE : 0), 0, version >= 6 ? SCOPES : 0 };
	int rules = (int)syscall(CREATE_RULESET, &set, version >= 6 ? sizeof set : sizeof set.files, 0);
	if (rules < 0)
		return problem_set(problem, errno, "%s", "");
	int result = 0;
	for (size_t i = 0; i < countof(usual); i++)
		result |= allow(rules, usual[i], set.files, false, problem);
	for (unsigned i = 1; i < line->count && result == 0; i++)
		result = allow(rules, line->args[i], set.files, true, problem);
	if (result == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		result = problem_set(problem, errno, "no-new-privs");
	if (result == 0 && syscall(RESTRICT_SELF, rules, 0) < 0)
		result = problem_set(problem, errno, "%s", "");
	close(rules);
	snprintf(child->note, sizeof child->note, "version %ld", version);
	return result;
}
