/*
 * What a person can do about a stage that failed: one sentence for a word and an errno, the first row that fits. "" fits
 * every word and 0 every errno. The rows say what usually is the cause, not what the errno says anyway.
 */
#include "remedy.h"
#include "common.h"

#include <errno.h>
#include <string.h>

static const struct row {
	const char *word;
	int error;
	const char *cure;
} rows[] = {
	{ "exec", ENOENT, "install the program, or (in a jail with a root of its own) put it and the interpreter and libraries it needs below the new root" },
	{ "exec", EACCES, "make the file executable for the user of the vassal, and its directories searchable; a noexec mount refuses too" },
	{ "exec", ENOEXEC, "the file is neither a binary of this machine nor a script that begins with #!" },
	{ "exec", E2BIG, "the arguments and the environment are too large; env lines and clear-env make them smaller" },
	{ "chdir", ENOENT, "make the directory, or correct the path; after pivot-root and chroot it is that inside the new root" },
	{ "chdir", EACCES, "the directory is not searchable for this user: change its mode, or put chdir before uid" },
	{ "uid", EPERM, "the emperor must run as root (or the number must be in the uid-map) to change the user" },
	{ "uid", EINVAL, "the number is not in the uid-map of the user name space" },
	{ "uid", EAGAIN, "the user has too many processes: raise its nproc limit" },
	{ "gid", EPERM, "the emperor must run as root (or the number must be in the gid-map) to change the group" },
	{ "gid", EINVAL, "the number is not in the gid-map of the user name space" },
	{ "groups", EPERM, "only root sets groups; in a user name space of an emperor that is not root it is forbidden: leave groups out" },
	{ "groups", EINVAL, "a number is not in the gid-map of the user name space" },
	{ "rlimit", EPERM, "the hard limit can only be raised by root: lower the value, or raise the limit of the emperor" },
	{ "rlimit", EINVAL, "the soft limit must not be above the hard one" },
	{ "nice", EACCES, "only root raises the priority: use a number of 0 or more" },
	{ "nice", EPERM, "only root raises the priority: use a number of 0 or more" },
	{ "clone", EPERM, "name spaces need root, or add user to the list to make them without" },
	{ "clone", ENOSPC, "a limit of /proc/sys/user/max_*_namespaces is reached: raise it, or end other jails" },
	{ "clone", EINVAL, "the kernel was built without one of these name spaces: see vassal-stages check" },
	{ "clone", EAGAIN, "too many processes: raise the nproc limit or pids.max of the emperor" },
	{ "clone", EUSERS, "name spaces are nested too deep, or max_user_namespaces is reached" },
	{ "join", ENOENT, "the process whose name space it was has ended; bind the name space to a file to keep it" },
	{ "join", EINVAL, "the file is not a name space of this kind" },
	{ "join", EPERM, "joining needs root in the user name space that owns it" },
	{ "uid-map", EPERM, "without root only the user of the emperor itself can be mapped, one id; with root any" },
	{ "gid-map", EPERM, "without root only the group of the emperor itself can be mapped, one id; with root any" },
	{ "uid-map", EINVAL, "ranges overlap, are empty, or hold numbers the emperor's own name space does not have" },
	{ "gid-map", EINVAL, "ranges overlap, are empty, or hold numbers the emperor's own name space does not have" },
	{ "cgroup", EACCES, "the cgroup must be delegated to the user of the emperor, or the emperor must be root" },
	{ "cgroup", EROFS, "the cgroup file system is mounted read-only here: mount it rw for the emperor" },
	{ "cgroup", EBUSY, "a cgroup v2 with controllers enabled for its children takes no processes itself: name a child of it" },
	{ "cgroup", ENOENT, "the hierarchy is not mounted there: see vassal-stages check for those of this machine" },
	{ "cgroup-set", ENOENT, "the controller of this file is not available in this cgroup: see vassal-stages check" },
	{ "cgroup-set", EINVAL, "the kernel does not take this value for this file" },
	{ "cgroup-set", EBUSY, "the value conflicts with what other cgroups use already" },
	{ "mount", EPERM, "mounting needs root (or a user name space with fs); some flags of an inherited mount are locked" },
	{ "mount", ENODEV, "the kernel does not know this file system: load its module" },
	{ "mount", ENOENT, "source or target is absent: mkdir it before" },
	{ "mount", ENOTDIR, "one of source and target is a directory and the other is not" },
	{ "mount", EINVAL, "the flags do not fit together, the target of a remount is no mount point, or the data are not the file system's" },
	{ "mount", EBUSY, "it is mounted there already" },
	{ "umount", EBUSY, "something uses it (a working directory counts): add detach" },
	{ "umount", EINVAL, "it is not a mount point" },
	{ "umount", EPERM, "unmounting needs root; mounts taken over from a more privileged name space are locked together" },
	{ "pivot-root", EINVAL, "the old root must be put below the new one, on the same mount, and none may be a shared mount" },
	{ "pivot-root", ENOENT, "new root or put-old is absent: mkdir it before" },
	{ "pivot-root", EBUSY, "new root or put-old is the present root" },
	{ "chroot", EPERM, "chroot needs root or a user name space" },
	{ "hostname", EPERM, "the hostname needs root, or a user name space together with uts" },
	{ "loopback", EPERM, "the loopback device needs root, or a user name space together with net" },
	{ "bind-tcp", EADDRINUSE, "another socket listens there: choose another port, or end the other program" },
	{ "bind-tcp", EADDRNOTAVAIL, "no device of this network name space has this address; loopback up gives it 127.0.0.1" },
	{ "bind-tcp", EACCES, "ports below 1024 need root or net_bind_service" },
	{ "bind-unix", EADDRINUSE, "another program listens on this socket: end it, or choose another path" },
	{ "bind-unix", ENAMETOOLONG, "the path of a unix socket is at most 107 bytes: use a shorter directory" },
	{ "seccomp", EINVAL, "the kernel has no seccomp filters: leave the line out" },
	{ "seccomp", EACCES, "without root it needs no-new-privs before it" },
	{ "landlock", EPERM, "without root it needs no-new-privs before it" },
	{ "keep-caps", EPERM, "a capability can be kept only if the emperor has it" },
	{ "exec-hook", ETIMEDOUT, "the command takes longer than its timeout: let it finish sooner, or raise the timeout" },
	{ "wait-for", ETIMEDOUT, "nothing made it in time: start what makes it, or raise the timeout" },
	{ "", EROFS, "the file system is read-only there" },
	{ "", ENOSPC, "the file system is full" },
	{ "", ENOENT, "correct the path, or mkdir it before" },
	{ "", EACCES, "the user of the emperor has no right to it: change the mode or owner, or put the stage before uid" },
	{ "", EPERM, "this needs root, or a right that the emperor does not have" },
	{ "", EMFILE, "too many open descriptors: raise the nofile limit" },
	{ "", ENOSYS, "the kernel is too old for it: see vassal-stages check" },
};

const char *remedy(const char *word, int error)
{
	for (size_t i = 0; error && i < countof(rows); i++)
		if (rows[i].error == error && (rows[i].word[0] == 0 || strcmp(rows[i].word, word) == 0))
			return rows[i].cure;
	return "";
}
