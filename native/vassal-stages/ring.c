/* A queue of records in a circle of bytes: each is its head (struct record) and then its bytes, both may wrap. */
#include "ring.h"

#include <string.h>

static void copy_in(struct ring *ring, const void *bytes, size_t size)
{
	size_t at = (ring->head + ring->used) % ring->size;
	size_t first = size < ring->size - at ? size : ring->size - at;
	if (size > 0) {
		memcpy(ring->data + at, bytes, first);
		memcpy(ring->data, (const char *)bytes + first, size - first);
	}
	ring->used += size;
}

static void copy_out(const struct ring *ring, size_t offset, void *bytes, size_t size)
{
	size_t at = (ring->head + offset) % ring->size;
	size_t first = size < ring->size - at ? size : ring->size - at;
	if (size > 0) {
		memcpy(bytes, ring->data + at, first);
		memcpy((char *)bytes + first, ring->data, size - first);
	}
}

bool ring_fits(const struct ring *ring, size_t size)
{
	return ring->size - ring->used >= sizeof(struct record) + size;
}

void ring_put(struct ring *ring, struct record record, const void *bytes)
{
	copy_in(ring, &record, sizeof record);
	copy_in(ring, bytes, record.size);
}

bool ring_peek(const struct ring *ring, struct record *record)
{
	if (ring->used == 0)
		return false;
	copy_out(ring, 0, record, sizeof *record);
	return true;
}

void ring_take(struct ring *ring, void *bytes, size_t size)
{
	struct record record;
	if (!ring_peek(ring, &record))
		return;
	copy_out(ring, sizeof record, bytes, record.size < size ? record.size : size);
	ring->head = (ring->head + sizeof record + record.size) % ring->size;
	ring->used -= sizeof record + record.size;
}
