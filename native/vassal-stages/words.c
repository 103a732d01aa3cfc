/*
 * The words of plans. A word is uWSGI's, or the system call's. Its arguments are letters of values.c; a word without a
 * function is a setting, which may stand anywhere; the others are stages and are passed in the order of the lines.
 */
#include "child.h"
#include "values.h"

#include <string.h>

const struct word words[] = {
	{ "plan", "1", "plan 1", true, NULL },
	{ "end", "", "end", true, NULL },
	{ "directory", "p", "directory PATH", true, NULL },
	{ "survive", "b", "survive yes|no", true, NULL },
	{ "mercy", "m", "mercy MILLISECONDS", true, NULL },
	{ "output", "O", "output drop|block", true, NULL },
	{ "layout", "L", "layout template|listen", true, NULL },
	{ "propagation", "T", "propagation private|slave|unchanged", true, NULL },
	{ "script", "p", "script PATH", true, NULL },
	{ "env", "Es", "env NAME VALUE", false, NULL },
	{ "clear-env", "", "clear-env", true, NULL },
	{ "procname", "s", "procname NAME", true, NULL },
	{ "time-offset", "CY", "time-offset monotonic|boottime SECONDS", false, NULL },
	{ "pass", "k", "pass NAME", false, NULL },
	{ "rlimit", "rRR", "rlimit RESOURCE SOFT HARD", false, stage_rlimit },
	{ "umask", "o", "umask OCTAL", false, stage_umask },
	{ "nice", "y", "nice NUMBER", false, stage_nice },
	{ "chdir", "q", "chdir DIRECTORY", false, stage_chdir },
	{ "pdeathsig", "S", "pdeathsig SIGNAL", false, stage_pdeathsig },
	{ "print", "s*", "print TEXT...", false, stage_print },
	{ "gid", "i", "gid NUMBER", true, stage_gid },
	{ "groups", "g", "groups NUMBER,NUMBER...|none", true, stage_groups },
	{ "uid", "i", "uid NUMBER", true, stage_uid },
	{ "no-new-privs", "", "no-new-privs", false, stage_no_new_privs },
	{ "mkdir", "q?o", "mkdir PATH [OCTAL]", false, stage_mkdir },
	{ "write", "qs", "write PATH TEXT", false, stage_write },
	{ "append", "qs", "append PATH TEXT", false, stage_append },
	{ "writefifo", "qs", "writefifo PATH TEXT", false, stage_writefifo },
	{ "unlink", "q", "unlink PATH", false, stage_unlink },
	{ "chmod", "qo", "chmod PATH OCTAL", false, stage_chmod },
	{ "chown", "qii", "chown PATH UID GID", false, stage_chown },
	{ "wait-for", "Wqt", "wait-for fs|file|dir|socket|mountpoint|interface PATH MILLISECONDS", false, stage_wait_for },
	{ "exec-hook", "kts", "exec-hook PHASE MILLISECONDS COMMAND", false, stage_hook },
	{ "cgroup", "Gp", "cgroup v1|v2 PATH", false, stage_cgroup },
	{ "cgroup-set", "ks", "cgroup-set FILE VALUE", false, stage_cgroup },
	{ "clone", "N", "clone NAME,NAME...", true, stage_clone },
	{ "join", "Jp", "join NAME PATH", false, stage_join },
	{ "uid-map", "iin*", "uid-map INSIDE OUTSIDE COUNT...", true, stage_map },
	{ "gid-map", "iin*", "gid-map INSIDE OUTSIDE COUNT...", true, stage_map },
	{ "hostname", "H", "hostname NAME", false, stage_hostname },
	{ "loopback", "u", "loopback up", false, stage_loopback },
	{ "mount", "wwqF?s", "mount FSTYPE SOURCE TARGET FLAGS [DATA]", false, stage_mount },
	{ "umount", "q?U", "umount TARGET [FLAGS]", false, stage_umount },
	{ "pivot-root", "pq", "pivot-root NEW OLD", true, stage_pivot_root },
	{ "chroot", "p", "chroot DIRECTORY", false, stage_chroot },
	{ "keep-caps", "c", "keep-caps NAME,NAME...|none", true, stage_keep_caps },
	{ "seccomp", "D", "seccomp default", true, stage_seccomp },
	{ "landlock", "D?p*", "landlock default WRITABLE...", true, stage_landlock },
	{ "bind-tcp", "kAPB", "bind-tcp NAME ADDRESS PORT BACKLOG", false, stage_bind_tcp },
	{ "bind-unix", "kqoB", "bind-unix NAME PATH OCTAL BACKLOG", false, stage_bind_unix },
	{ "exec", "p?s*", "exec PROGRAM ARGUMENT...", true, stage_exec },
};
const unsigned word_count = countof(words);

const struct word *find_word(const char *name)
{
	for (unsigned i = 0; i < word_count; i++)
		if (strcmp(words[i].name, name) == 0)
			return &words[i];
	return NULL;
}

#define LONGEST 24

/* Levenshtein's distance of two short words. */
static unsigned distance(const char *a, const char *b)
{
	unsigned row[LONGEST + 1];
	size_t width = strlen(b);
	for (unsigned j = 0; j <= width; j++)
		row[j] = j;
	for (unsigned i = 1; a[i - 1]; i++) {
		unsigned corner = row[0];
		row[0] = i;
		for (unsigned j = 1; j <= width; j++) {
			unsigned best = corner + (a[i - 1] != b[j - 1]);
			corner = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[width];
}

const char *nearest_word(const char *typed)
{
	const char *nearest = NULL;
	unsigned best = 3;
	if (strlen(typed) > LONGEST)
		return NULL;
	for (unsigned i = 0; i < word_count; i++) {
		unsigned edits = distance(typed, words[i].name);
		if (edits < best && edits < strlen(typed)) {
			best = edits;
			nearest = words[i].name;
		}
	}
	return nearest;
}
