/* What every part of the warden uses: a problem to report, time, small files. No state of its own. */
#ifndef COMMON_H
#define COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define countof(array) (sizeof(array) / sizeof((array)[0]))
#define printf_like(text, first) __attribute__((format(printf, text, first)))

/* Why something could not be done: the errno (0 when the system was not asked) and a sentence for a person. */
struct problem {
	int error;
	char text[700];
};

int problem_set(struct problem *problem, int error, const char *format, ...) printf_like(3, 4); /* always -1 */

const char *errno_name(int error);
uint64_t now_micros(void);                                       /* since an arbitrary start; never goes back */
ssize_t read_file(const char *path, char *buffer, size_t size);  /* ends with a NUL; -1 and errno */
int write_file(const char *path, int flags, const char *data, size_t size);
int send_all(int fd, const char *data, size_t size);
int high_fd(int fd);                                             /* moves it to 64 or above, closed by exec */
void say(const char *format, ...) printf_like(1, 2);             /* a line on standard error */

struct proc_stat {
	pid_t parent, session;
	char state;
	unsigned long long start; /* clock ticks after boot: with the pid it names a process for ever */
};
int read_proc_stat(pid_t pid, struct proc_stat *stat);

/* Calls visit for every entry of a directory that was opened, without allocating. Stops when visit says false. */
void each_entry(int directory, bool (*visit)(const char *name, void *context), void *context);

#endif
