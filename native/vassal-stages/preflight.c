/*
 * vassal-stages plan: the steps in their order, each with the reason why it would fail here, as far as that can be known
 * without doing anything.
 *
 * Theory of operation. The plan is walked with a small picture of what the steps before would have changed: whether the
 * process is (or is root in a user name space), whether it still sees the files that this program sees, and which paths
 * were made. After a change of root or a command of a hook the files are unknown and are not judged. What is said to fail
 * would fail; what is not may fail still.
 */
#include "machine.h"
#include "plan.h"
#include "remedy.h"
#include "values.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

struct picture {
	const struct plan *plan;
	const struct line *line;
	bool root, unknown, user_space;
};

static bool made_before(const struct picture *picture, const char *path)
{
	for (const struct line *at = picture->plan->lines; at < picture->line; at++) {
		const char *made = is_word(at, "mkdir") || is_word(at, "write") || is_word(at, "append") ? at->args[0]
				   : is_word(at, "mount")						 ? at->args[2]
													 : NULL;
		if (made && strncmp(path, made, strlen(made)) == 0)
			return true;
	}
	return false;
}

static bool known(const struct picture *picture, const char *path)
{
	return !picture->unknown && *path == '/' && !made_before(picture, path);
}

static int reach(const struct picture *picture, const char *path, int mode)
{
	return !known(picture, path) || faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0 ? 0 : errno;
}

static int parent_of(const struct picture *picture, const char *path)
{
	char parent[4096];
	const char *slash = strrchr(path, '/');
	snprintf(parent, sizeof parent, "%.*s", slash && slash > path ? (int)(slash - path) : 1, path);
	return slash ? reach(picture, parent, W_OK | X_OK) : 0;
}

static int clone_or_join(const struct picture *picture, bool joining)
{
	const struct line *line = picture->line;
	struct statfs status;
	char list[200];
	snprintf(list, sizeof list, "%s", line->args[0]);
	for (char *rest = list, *name; !joining && (name = strsep(&rest, ","));) {
		bool mount = !strcmp(name, "mount") || !strcmp(name, "mnt") || !strcmp(name, "ns");
		if (!machine_has_space(mount ? "fs" : name))
			return EINVAL;
		if (strcmp(name, "user") == 0 && machine_number("/proc/sys/user/max_user_namespaces") == 0)
			return ENOSPC;
	}
	if (joining && known(picture, line->args[1])) {
		if (statfs(line->args[1], &status) < 0)
			return errno;
		if ((unsigned long)status.f_type != 0x6e736673ul)
			return EINVAL;
	}
	return picture->root || (!joining && strstr(line->args[0], "user")) ? 0 : EPERM;
}

static int cgroup(const struct line *line)
{
	char path[4096];
	struct statfs status;
	snprintf(path, sizeof path, "%s", line->args[1]);
	char *slash;
	while (statfs(path, &status) < 0 && (slash = strrchr(path, '/')) && slash != path)
		*slash = 0;
	if ((unsigned long)status.f_type != (strcmp(line->args[0], "v2") == 0 ? 0x63677270ul : 0x27e0ebul))
		return ENOENT;
	return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 ? 0 : errno;
}

static int mounting(const struct picture *picture)
{
	const struct line *line = picture->line;
	int error = reach(picture, line->args[2], F_OK);
	if (error == 0 && (strstr(line->args[3], "bind") || strstr(line->args[3], "move")))
		error = strstr(line->args[3], "remount") ? 0 : reach(picture, line->args[1], F_OK);
	return error ? error : picture->root ? 0 : EPERM;
}

static int hard_limit(const struct picture *picture)
{
	struct rlimit present;
	unsigned long soft = limit(picture->line->args[1]), hard = limit(picture->line->args[2]);
	unsigned resource = (unsigned)find_name(rlimit_names, picture->line->args[0], strlen(picture->line->args[0]))->value;
	if (soft > hard)
		return EINVAL;
	return picture->root || getrlimit(resource, &present) < 0 || hard <= present.rlim_max ? 0 : EPERM;
}

static int program(const struct picture *picture, const char *path)
{
	char head[260];
	int error = reach(picture, path, X_OK);
	if (error || !known(picture, path) || read_file(path, head, sizeof head) < 0 || strncmp(head, "#!", 2) != 0)
		return error;
	char *interpreter = head + 2 + strspn(head + 2, " ");
	interpreter[strcspn(interpreter, " \n")] = 0;
	return reach(picture, interpreter, X_OK);
}

/* The errno a step would fail with, or 0. */
static int judge(const struct picture *picture)
{
	static const char *const rooted[] = { "umount", "pivot-root", "chroot", "hostname", "loopback", "groups", "keep-caps" };
	const struct line *line = picture->line;
	const char *first = line->count ? line->args[0] : "";
	for (size_t i = 0; i < countof(rooted); i++)
		if (is_word(line, rooted[i]) && !picture->root)
			return EPERM;
	if (is_word(line, "uid") || is_word(line, "gid"))
		return picture->root || number(first) == (is_word(line, "uid") ? geteuid() : getegid()) ? 0 : EPERM;
	if (is_word(line, "clone") || is_word(line, "join"))
		return clone_or_join(picture, is_word(line, "join"));
	if (is_word(line, "cgroup"))
		return cgroup(line);
	if (is_word(line, "mount"))
		return mounting(picture);
	if (is_word(line, "rlimit"))
		return hard_limit(picture);
	if (is_word(line, "exec"))
		return program(picture, first);
	if (is_word(line, "chdir") || is_word(line, "pivot-root") || is_word(line, "chroot") || is_word(line, "umount"))
		return reach(picture, first, F_OK);
	if (is_word(line, "mkdir") || is_word(line, "bind-unix"))
		return parent_of(picture, is_word(line, "mkdir") ? first : line->args[1]);
	if (is_word(line, "unlink") || is_word(line, "chmod") || is_word(line, "chown"))
		return reach(picture, first, F_OK);
	if (is_word(line, "seccomp") && !machine_has_seccomp())
		return EINVAL;
	return 0;
}

static void advance(struct picture *picture)
{
	const struct line *line = picture->line;
	if ((is_word(line, "clone") || is_word(line, "join")) && strstr(line->args[0], "user"))
		picture->root = true;
	if (is_word(line, "uid"))
		picture->root = number(line->args[0]) == 0 && picture->root;
	if (is_word(line, "pivot-root") || is_word(line, "chroot") || is_word(line, "exec-hook") || is_word(line, "uid") ||
	    (is_word(line, "join") && (strcmp(line->args[0], "ns") == 0 || strpbrk(line->args[0], "fm"))))
		picture->unknown = true;
}

static unsigned setting(const char *what, const char *path, int error)
{
	if (error)
		printf("     %s %s\n     would fail: %s: %s\n", what, path, errno_name(error), strerror(error));
	return error != 0;
}

int preflight_main(const struct plan *plan)
{
	struct picture picture = { .plan = plan, .line = plan->lines, .root = geteuid() == 0 };
	char about[400];
	unsigned step = 0, failures = setting("directory", plan->directory, parent_of(&picture, plan->directory));
	if (plan->script)
		failures += setting("script", plan->script, reach(&picture, plan->script, R_OK));
	for (unsigned i = 0; i < plan->count; i++) {
		picture.line = &plan->lines[i];
		if (!picture.line->word->run)
			continue;
		int error = judge(&picture);
		plan_describe(picture.line, about, sizeof about);
		printf("%3u  %-11s %s\n", ++step, picture.line->word->name, about);
		if (error) {
			const char *cure = remedy(picture.line->word->name, error);
			printf("     would fail: %s: %s%s%s\n", errno_name(error), strerror(error), *cure ? "; " : "", cure);
			failures++;
		}
		advance(&picture);
	}
	printf("%u steps, %u would fail\n", step, failures);
	return failures ? 1 : 0;
}
