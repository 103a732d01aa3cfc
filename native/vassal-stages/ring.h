/* A bounded queue of records of bytes; the oldest goes when there is no room. See ring.c. */
#ifndef RING_H
#define RING_H

#include "common.h"

struct record {
	uint64_t sequence;
	uint32_t size;
	uint8_t type;
};

struct ring {
	char *data;
	size_t size, head, used;
};

bool ring_fits(const struct ring *ring, size_t size);
void ring_put(struct ring *ring, struct record record, const void *bytes); /* it must fit */
bool ring_peek(const struct ring *ring, struct record *record);
void ring_take(struct ring *ring, void *bytes, size_t size); /* the oldest, at most size bytes of it */

#endif
