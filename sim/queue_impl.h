/* queue_impl.h - private: pending events in one order.
 *
 * A 4-ary heap of small items, each with its whole key. The messages themselves lie in blocks
 * of a few sizes that never move, and are named by slot. One that was taken back stays in the
 * heap as dead until it comes up or the dead are many.
 */
#ifndef MU_SIM_QUEUE_IMPL_H
#define MU_SIM_QUEUE_IMPL_H

#include "sim/message_impl.h"

#define MU_QUEUE_CLASSES 7

struct mu_item {
    uint64_t at;  /* mu_time, never negative */
    uint64_t tie; /* rank << 40 | sequence */
    uint32_t slot, to;
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

/* The same events in the same slots; `to` is initialised by it. */
enum mu_err mu_queue_clone(const struct mu_queue *from, struct mu_queue *to) MU_CHECKED;

/* Copies the message's head and body; NULL = no memory. */
struct mu_message *mu_queue_add(struct mu_queue *queue, uint64_t at, uint64_t tie,
                                const struct mu_message *head, const void *body);
/* The first living event, or NULL; dead ones before it are dropped. */
const struct mu_item *mu_queue_first(struct mu_queue *queue);
/* Removes what mu_queue_first has shown. Its block stays until mu_queue_release. */
struct mu_item mu_queue_take(struct mu_queue *queue);
struct mu_message *mu_queue_message(const struct mu_queue *queue, uint32_t slot);
void mu_queue_release(struct mu_queue *queue, uint32_t slot);
/* The message of a pending event is dead from now on. */
void mu_queue_kill(struct mu_queue *queue, struct mu_message *message);
/* Calls for every living event, in any order, until one returns false. */
bool mu_queue_each(const struct mu_queue *queue,
                   bool (*visit)(void *arg, const struct mu_item *item,
                                 const struct mu_message *message),
                   void *arg);
/* Forgets everything pending. */
void mu_queue_clear(struct mu_queue *queue);
size_t mu_queue_bytes(const struct mu_queue *queue);

#endif
