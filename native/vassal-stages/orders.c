/*
 * What the emperor orders: K a signal, Q the end, F the sockets, M whether to survive it. A signal goes to the program, to
 * everything, or to one process, said by its number in the jail or outside; only to what is the vassal's.
 */
#include "warden.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static void deliver(struct warden *warden, const uint8_t *payload, size_t size)
{
	int signal = payload[0];
	if (payload[1] == 0 && size == 2 && warden->began && !warden->ended)
		kill(warden->main, signal);
	else if (payload[1] == 1 && size == 2)
		(void)signal_descendants(getpid(), signal);
	else if (size == 8) {
		uint32_t wanted;
		memcpy(&wanted, payload + 4, sizeof wanted);
		pid_t pid = payload[1] == 2 ? find_inside(getpid(), (pid_t)wanted) : (pid_t)wanted;
		if (pid > 1 && is_descendant(pid, getpid()))
			kill(pid, signal);
	}
}

/* False when it is not a frame that an emperor sends. */
bool obey(struct warden *warden, uint8_t type, const uint8_t *payload, size_t size)
{
	uint32_t mercy;
	switch (type) {
	case 'K':
		if (size < 2 || payload[0] < 1 || payload[0] > 64 || payload[1] > 3 || size != (payload[1] < 2 ? 2u : 8u))
			return false;
		deliver(warden, payload, size);
		return true;
	case 'Q':
		if (size != 4)
			return false;
		memcpy(&mercy, payload, sizeof mercy);
		warden_stop(warden, mercy);
		return true;
	case 'F':
		warden->connection.wants_sockets = true;
		return size == 0;
	case 'M':
		if (size != 1 || payload[0] > 1)
			return false;
		warden->survive = payload[0] == 1;
		return true;
	default:
		return false;
	}
}
