/* The process that passes the stages and becomes the program. See child.c. */
#ifndef CHILD_H
#define CHILD_H

#include "plan.h"

#define TEXT_BYTES 3072u

/* What the child and the warden tell each other, on a SOCK_SEQPACKET pair. */
enum message_type {
	MESSAGE_BEGIN = 1, /* a stage begins */
	MESSAGE_DONE,      /* it is passed; text is a note */
	MESSAGE_FAILED,    /* it is not; text says why */
	MESSAGE_ASK,       /* the warden is asked to do this one */
	MESSAGE_ANSWER,    /* warden: done, or why not */
	MESSAGE_CLONED,    /* the next process is number */
	MESSAGE_HERE,      /* the next process, with credentials */
	MESSAGE_MADE,      /* something to undo at the end: text is the path, how is the kind */
	MESSAGE_SOCKET,    /* a bound socket of this slot, as a descriptor */
	MESSAGE_ROOM,      /* a joined mount name space, as a descriptor: mounts are undone there */
};

enum made { MADE_DIRECTORY = 1, MADE_FILE, MADE_SOCKET, MADE_MOUNT, MADE_CGROUP, MADE_CGROUP_PARENT, MADE_SESSION, MADE_PROGRAM };

struct message {
	uint8_t type, how;
	uint16_t line; /* index in the plan */
	bool inside; /* made in a joined mount name space */
	int32_t error;
	int64_t number; /* microseconds, pid, inode or mount */
	uint64_t device;
	char text[TEXT_BYTES];
};

struct child {
	struct plan *plan;
	int channel;                                   /* to the warden; closed by exec */
	int script, output, errors, report, template, orphans;
	int sockets[MAX_SOCKETS];
	pid_t warden;
	int death_signal, wanted_death_signal;         /* now, and of the program */
	uint64_t capabilities;
	bool keep_capabilities, user_changed;
	bool alone, joined;                            /* in a mount name space of its own, or in a joined one */
	int maps;                                      /* how many of the two maps of ids are written */
	bool zero_user, zero_group;                    /* 0 is mapped */
	char host_name[65];                            /* of a joined name space, to be given back after a failure */
	int proc;                                      /* /proc of the host, whatever the root is now */
	char note[512];                                /* what the present stage wants to add to its report */
	unsigned at;                                   /* the present line */
};

__attribute__((noreturn)) void child_run(struct child *child);

int child_send(struct child *child, struct message *message, int fd);
int child_ask(struct child *child, const struct line *line, struct problem *problem); /* the run of stages the warden does */
int child_made(struct child *child, enum made how, const char *path, uint64_t device, uint64_t number, struct problem *problem);
bool warden_is_gone(const struct child *child);
void child_restore_death_signal(struct child *child);

#define RUN(name) int name(struct child *child, const struct line *line, struct problem *problem)
RUN(stage_rlimit); RUN(stage_umask); RUN(stage_nice); RUN(stage_chdir); RUN(stage_pdeathsig); RUN(stage_print);
RUN(stage_exec);
RUN(stage_gid); RUN(stage_groups); RUN(stage_uid); RUN(stage_keep_caps); RUN(stage_no_new_privs);
RUN(stage_mkdir); RUN(stage_write); RUN(stage_append); RUN(stage_writefifo); RUN(stage_unlink); RUN(stage_chmod);
RUN(stage_chown); RUN(stage_wait_for);
RUN(stage_hook);
RUN(stage_clone); RUN(stage_join); RUN(stage_map); RUN(stage_cgroup); RUN(stage_hostname); RUN(stage_loopback);
RUN(stage_mount); RUN(stage_umount); RUN(stage_pivot_root); RUN(stage_chroot);
RUN(stage_seccomp); RUN(stage_landlock);
RUN(stage_bind_tcp); RUN(stage_bind_unix);
#undef RUN

pid_t hook_start(const char *command, char **environment, int output, int errors);
int apply_capabilities(struct child *child, struct problem *problem);

#endif
