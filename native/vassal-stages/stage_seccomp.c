/*
 * seccomp default: system calls that an application has no business with.
 *
 * Theory of operation. A list of what is denied, not of what is allowed: the programs are other people's, and a list of
 * the allowed breaks with each new C library. Denied is what changes the machine or the kernel (modules, kexec, reboot,
 * swap, clocks, accounting), what builds or leaves jails (mount and its successors, pivot_root, chroot, setns, unshare and
 * clone with new name spaces), what reaches into other processes (ptrace, process_vm_*, pidfd_getfd, kcmp), the kernel's
 * key rings, and interfaces with a long record of holes (bpf, perf, io_uring, userfaultfd, open_by_handle_at). They fail
 * with EPERM, so programs that try and go on, go on. clone3 fails with ENOSYS because its flags cannot be inspected; C
 * libraries then use clone. TIOCSTI and TIOCLINUX, which type into a terminal, are denied. Calls of another architecture
 * (32-bit programs, x32) fail with ENOSYS.
 *
 * Without root it needs no-new-privs, which it sets itself.
 */
#include "child.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define NEW_SPACES 0x7e020000u /* CLONE_NEW*, all but time, for which clone has no bit */
#define SAY(error) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error))
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))

static const int denied[] = {
	SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_swapon, SYS_swapoff, SYS_acct,
	SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime, SYS_adjtimex, SYS_sethostname, SYS_setdomainname,
	SYS_syslog, SYS_quotactl, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_setns, SYS_unshare, SYS_ptrace,
	SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, SYS_add_key, SYS_request_key, SYS_keyctl, SYS_bpf,
	SYS_perf_event_open, SYS_userfaultfd, SYS_open_by_handle_at, SYS_vhangup,
	SYS_move_pages, SYS_fanotify_init,
#ifdef SYS_kexec_file_load
	SYS_kexec_file_load,
#endif
#ifdef __x86_64__
	SYS_iopl, SYS_ioperm, SYS_modify_ldt,
#endif
	425, 426, 427,           /* io_uring_setup, _enter, _register */
	428, 429, 430, 431, 432, /* open_tree, move_mount, fsopen, fsconfig, fsmount */
	433, 438, 442, 443,      /* fspick, pidfd_getfd, mount_setattr, quotactl_fd */
};

#ifdef ARCHITECTURE
static int install(struct problem *problem)
{
	static struct sock_filter code[32 + 2 * countof(denied)];
	unsigned short size = 0;
	const struct sock_filter begin[] = {
		LOAD(arch),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
		SAY(ENOSYS),
		LOAD(nr),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1),
		SAY(ENOSYS),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1),
		SAY(ENOSYS),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 4),
		LOAD(args[0]),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, NEW_SPACES, 0, 1),
		SAY(EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 5),
		LOAD(args[1]),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x5412, 1, 0), /* TIOCSTI */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x541c, 0, 1), /* TIOCLINUX */
		SAY(EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	for (size_t i = 0; i < countof(begin); i++)
		code[size++] = begin[i];
	for (size_t i = 0; i < countof(denied); i++) {
		code[size++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)denied[i], 0, 1);
		code[size++] = (struct sock_filter)SAY(EPERM);
	}
	code[size++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = { size, code };
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) < 0)
		return problem_set(problem, errno, "%s", "");
	return 0;
}
#endif

int stage_seccomp(struct child *child, const struct line *line, struct problem *problem)
{
	(void)child;
	(void)line;
#ifdef ARCHITECTURE
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return problem_set(problem, errno, "no-new-privs");
	return install(problem);
#else
	return problem_set(problem, ENOSYS, "the filter is written for x86_64 and aarch64 only");
#endif
}
