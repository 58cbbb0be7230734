/* queue_impl.h - private: pending events in their order.
 *
 * A 4-ary heap of small items, each with its whole key: time, then the sender's rank, then
 * the sender's sequence. The messages themselves lie in blocks of a few sizes that never
 * move, and are named by slot. A timer that was taken back stays in the heap as dead until
 * it comes up or the dead are many.
 */
#ifndef MU_SIM_QUEUE_IMPL_H
#define MU_SIM_QUEUE_IMPL_H

#include "sim/sim.h"

#define MU_RANK_BITS 24
#define MU_SEQUENCE_BITS 40
#define MU_QUEUE_CLASSES 5
#define MU_NO_SLOT UINT32_MAX

struct mu_item {
    uint64_t at;  /* mu_time, never negative */
    uint64_t tie; /* rank << 40 | sequence */
    uint32_t slot, to;
};

/* The body follows; 32 bytes keep it aligned. */
struct mu_message {
    uint64_t cause;
    uint32_t from, to; /* to 0 = dead */
    uint32_t generation;
    uint32_t next_free;
    uint16_t type, size;
    uint32_t unused;
};

struct mu_blocks {
    char **chunks;
    size_t n_chunks, n; /* n blocks were ever handed out */
    uint32_t free;      /* index of the last block given back, MU_NO_SLOT = none */
};

struct mu_queue {
    struct mu_item *items;
    size_t n, capacity, dead;
    struct mu_blocks blocks[MU_QUEUE_CLASSES];
};

void mu_queue_init(struct mu_queue *queue);
void mu_queue_fini(struct mu_queue *queue);
enum mu_err mu_queue_clone(const struct mu_queue *from, struct mu_queue *to) MU_CHECKED;

/* Copies the message's head and body; MU_NO_SLOT = no memory. */
uint32_t mu_queue_add(struct mu_queue *queue, mu_time at, uint64_t tie,
                      const struct mu_message *head, const void *body);
/* Takes the first living event before t; false when there is none. Its block stays until
 * mu_queue_release, but its handle is spent. */
bool mu_queue_pop(struct mu_queue *queue, mu_time t, struct mu_item *item);
/* The event that will probably come next, for fetching ahead; NULL when there is none. */
const struct mu_item *mu_queue_next(const struct mu_queue *queue);
struct mu_message *mu_queue_message(const struct mu_queue *queue, uint32_t slot);
void mu_queue_release(struct mu_queue *queue, uint32_t slot);
/* The handle of a message just added. */
mu_timer mu_queue_handle(const struct mu_queue *queue, uint32_t slot);
/* NULL when it is not pending. */
struct mu_message *mu_queue_pending(const struct mu_queue *queue, mu_timer timer);
void mu_queue_cancel(struct mu_queue *queue, mu_timer timer);
size_t mu_queue_bytes(const struct mu_queue *queue);

static inline uint64_t mu_queue_tie(uint32_t rank, uint64_t sequence)
{
    return (uint64_t)rank << MU_SEQUENCE_BITS | sequence;
}

#endif
