/* queue_impl.h - private: pending events in one order.
 *
 * A 4-ary heap of small items, each with its whole key. The messages themselves lie in blocks
 * of a few sizes that never move. One that was taken back stays in the heap as dead until it
 * comes up or the dead are many. In a small heap what is taken leaves a hole at the top, which
 * the next one that is added most often fills: an event that leads to one other costs one way
 * down. In a large one the next event comes to the top at once, so that it can be fetched.
 */
#ifndef MU_SIM_QUEUE_IMPL_H
#define MU_SIM_QUEUE_IMPL_H

#include "sim/blocks_impl.h"

struct mu_item {
    uint64_t at;  /* mu_time, never negative */
    uint64_t tie; /* rank << 40 | sequence */
    struct mu_message *message;
};

struct mu_queue {
    struct mu_item *items;
    size_t n, capacity, dead; /* n with the hole */
    bool hole;                /* items[0] is none */
    struct mu_blocks blocks[MU_BLOCK_CLASSES];
};

void mu_queue_init(struct mu_queue *queue);
void mu_queue_fini(struct mu_queue *queue);

/* Room for a message with a body of `size` bytes, to be filled at once; NULL = no memory. */
struct mu_message *mu_queue_room(struct mu_queue *queue, uint64_t at, uint64_t tie, size_t size);
/* Copies the message's head and body. */
struct mu_message *mu_queue_add(struct mu_queue *queue, uint64_t at, uint64_t tie,
                                const struct mu_message *head, const void *body);
/* The first living event, or NULL; dead ones before it are dropped. */
const struct mu_item *mu_queue_first(struct mu_queue *queue);
/* Removes what mu_queue_first has shown. Its message stays until mu_queue_release. */
struct mu_item mu_queue_take(struct mu_queue *queue);
/* The message of a pending event is dead from now on. */
void mu_queue_kill(struct mu_queue *queue, struct mu_message *message);
/* Calls for every living event, in any order, until one returns false. */
bool mu_queue_each(const struct mu_queue *queue,
                   bool (*visit)(void *arg, const struct mu_item *item), void *arg);
/* Forgets everything pending. */
void mu_queue_clear(struct mu_queue *queue);
static inline size_t mu_queue_living(const struct mu_queue *queue)
{
    return queue->n - queue->hole - queue->dead;
}
size_t mu_queue_bytes(const struct mu_queue *queue);

static inline void mu_queue_release(struct mu_queue *queue, struct mu_message *message)
{
    mu_blocks_give(&queue->blocks[mu_blocks_class(message->size)], message);
}

#endif
