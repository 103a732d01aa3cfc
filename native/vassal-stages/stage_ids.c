/*
 * User, groups and capabilities.
 *
 * Theory of operation. The order is that of the plan and is checked there: keep-caps, gid, groups, uid. keep-caps takes
 * all other capabilities out of the bounding set, so that no program can win them back, and asks the kernel to keep the
 * permitted set over the change of user; after uid the permitted, inheritable and ambient sets become exactly the list,
 * ambient so that a program without file capabilities has them after exec. Without keep-caps a change to a user other
 * than 0 loses all, as setuid(2) says. The change is verified: the old user must not be attainable any more.
 */
#include "child.h"
#include "values.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LAST_CAPABILITY 62
#define MAX_GROUPS 1024

int stage_gid(struct child *child, const struct line *line, struct problem *problem)
{
	gid_t gid = (gid_t)number(line->args[0]);
	if (setresgid(gid, gid, gid) < 0)
		return problem_set(problem, errno, "from group %u", getegid());
	child_restore_death_signal(child);
	return 0;
}

int stage_groups(struct child *child, const struct line *line, struct problem *problem)
{
	(void)child;
	gid_t groups[MAX_GROUPS];
	size_t count = 0;
	if (strcmp(line->args[0], "none") != 0)
		for (char *at = line->args[0]; count < MAX_GROUPS; at++) {
			groups[count++] = (gid_t)strtoul(at, &at, 10);
			if (*at == 0)
				break;
		}
	return setgroups(count, groups) == 0 ? 0 : problem_set(problem, errno, "%s", "");
}

int stage_uid(struct child *child, const struct line *line, struct problem *problem)
{
	uid_t uid = (uid_t)number(line->args[0]), before = geteuid();
	if (setresuid(uid, uid, uid) < 0)
		return problem_set(problem, errno, "from user %u", before);
	if (uid != 0 && before == 0 && !child->keep_capabilities && (setuid(0) == 0 || seteuid(0) == 0))
		return problem_set(problem, 0, "user 0 could be taken back");
	child->user_changed = true;
	if (child->keep_capabilities && apply_capabilities(child, problem) < 0)
		return -1;
	child_restore_death_signal(child);
	return 0;
}

int stage_keep_caps(struct child *child, const struct line *line, struct problem *problem)
{
	child->capabilities = capabilities_of(line->args[0]);
	child->keep_capabilities = true;
	for (int capability = 0; capability <= LAST_CAPABILITY; capability++) {
		int present = prctl(PR_CAPBSET_READ, capability, 0, 0, 0);
		bool kept = child->capabilities >> capability & 1;
		if (present < 0 && !kept)
			continue; /* this kernel does not know it */
		if (kept && present != 1)
			return problem_set(problem, EPERM, "capability %d is not in the bounding set", capability);
		if (!kept && present && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0)
			return problem_set(problem, errno, "capability %d cannot be dropped", capability);
	}
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0)
		return problem_set(problem, errno, "%s", "");
	return 0;
}

int apply_capabilities(struct child *child, struct problem *problem)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];
	for (int half = 0; half < 2; half++) {
		unsigned set = (unsigned)(child->capabilities >> (32 * half));
		data[half] = (struct __user_cap_data_struct){ set, set, set };
	}
	if (syscall(SYS_capset, &header, data) < 0)
		return problem_set(problem, errno, "the kept capabilities cannot be set");
	prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0);
	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	for (int capability = 0; capability <= LAST_CAPABILITY; capability++)
		if ((child->capabilities >> capability & 1) &&
		    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0) < 0)
			return problem_set(problem, errno, "capability %d cannot be made ambient", capability);
	return 0;
}

int stage_no_new_privs(struct child *child, const struct line *line, struct problem *problem)
{
	(void)child;
	(void)line;
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? 0 : problem_set(problem, errno, "%s", "");
}
