/* The process outside the jail. See warden.c. */
#ifndef WARDEN_H
#define WARDEN_H

#include "child.h"
#include "ring.h"

#define STORY_BYTES (64u << 10)
#define OUTPUT_BYTES (256u << 10)
#define FRAME_BYTES (32u << 10)
#define MAX_UNDO 512u
#define TAKE_BACK_US 500000u        /* for a child whose set-up is stopped to undo what it made last */
#define KILL_PATIENCE_US 10000000u   /* after which what cannot be killed is named and left */
#define FIRST_EMPEROR_US 30000000u   /* until the first connection of an emperor, and for it to hear of an early end */
#define FAULT_PATIENCE_US 2000000u   /* until an emperor that broke the protocol is back */
#define LINGER_US 60000000u          /* how long a survivor keeps its last words for an emperor */
#define FLUSH_US 5000000u            /* how long an emperor may take for the last frames */

enum phase { PHASE_STAGES, PHASE_RUNNING, PHASE_STOPPING, PHASE_KILLING, PHASE_ENDED };

struct undo {
	enum made how;
	bool inside;  /* in the joined mount name space */
	uint64_t device, number;
	char path[1024];
};

struct connection {
	int fd;
	char in[72];
	size_t in_size;
	char hello[2048], now[FRAME_BYTES + 32];
	size_t hello_size, hello_sent, now_size, now_sent;
	bool rights, wants_sockets;
};

struct pipe_reader {
	int fd;
	uint8_t type; /* of its frames */
	uint32_t dropped;
	char line[4097];
	size_t size;
	bool cutting;
};

struct warden {
	struct plan *plan;
	enum phase phase;
	int directory, signals, listener, giver, channel, room;
	int sockets[MAX_SOCKETS];
	struct child child;
	struct connection connection;
	struct pipe_reader output, errors, report;
	struct ring story, bytes;
	uint64_t sequence, lost_frames, faults;

	pid_t main;
	unsigned long long main_start;
	unsigned at;             /* line of the stage that began last */
	bool failed, began, ended, survive;
	bool dismissed;          /* an end was ordered */
	char end[160];           /* how the program ended */
	uint64_t kill_at, kill_from, give_up_at, lost_at, linger_until;

	pid_t hook;              /* of the emperor; the child waits for it */
	uint64_t hook_deadline;
	bool hook_expired;

	struct undo undos[MAX_UNDO];
	unsigned undo_count;
	struct { char path[1024]; bool second; } cgroups[MAX_CGROUPS];
};

/* directory.c */
int directory_open(struct warden *warden);
void directory_remove(struct warden *warden, char *left, size_t size);
int unix_listen(const char *name, int backlog);

/* control.c */
void frame_text(struct warden *warden, uint8_t type, const char *format, ...) printf_like(3, 4);
void frame_put(struct warden *warden, uint8_t type, const void *bytes, size_t size);
void control_accept(struct warden *warden);
void control_read(struct warden *warden);
void control_write(struct warden *warden);
bool control_pending(struct warden *warden);
bool is_trusted(int fd);
bool output_has_room(const struct warden *warden);

/* orders.c */
bool obey(struct warden *warden, uint8_t type, const uint8_t *payload, size_t size);

/* sockets.c */
size_t list_sockets(const struct warden *warden, char *text, size_t size);
ssize_t send_sockets(const struct warden *warden, int fd, const char *data, size_t size);
void sockets_give(struct warden *warden);

/* channel.c */
void channel_read(struct warden *warden);
void channel_close(struct warden *warden);
void channel_answer(struct warden *warden, int error, const char *text, bool refused);
void set_up_failed(struct warden *warden, const char *text);

/* output.c */
void output_read(struct warden *warden, struct pipe_reader *reader);
void output_drain(struct warden *warden);

/* life.c */
void warden_stop(struct warden *warden, uint32_t mercy);
void warden_reap(struct warden *warden);
void warden_tick(struct warden *warden, uint64_t now);

/* processes.c */
unsigned signal_descendants(pid_t ancestor, int signal);
bool is_descendant(pid_t pid, pid_t ancestor);
pid_t find_inside(pid_t ancestor, pid_t inside);

/* undo.c */
void undo_note(struct warden *warden, const struct message *message);
int undo_cgroup(struct warden *warden, const char *path, bool parent);
int undo_one(const struct undo *undo, bool failed);
void undo_session(const struct warden *warden, pid_t leader);
void undo_began(const struct warden *warden);
void undo_all(struct warden *warden, char *left, size_t size);

/* place.c */
bool find_place(pid_t pid, char *path, size_t size, uint64_t device, uint64_t inode);
bool find_mount(uint64_t id, char *path, size_t size);

/* cgroup.c */
int cgroup_enter(struct warden *warden, const struct line *line, struct problem *problem);
int cgroup_set(struct warden *warden, const struct line *line, struct problem *problem);
int cgroup_remove(const char *path);

/* asks.c */
void ask(struct warden *warden, const struct line *line);

#endif
