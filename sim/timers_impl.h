/* timers_impl.h - private: timers that can still be taken back, by handle.
 *
 * A slot says where the message of a pending timer lies. Whoever moves the message says so
 * here. Slots are used again; a handle holds the generation of its slot.
 */
#ifndef MU_SIM_TIMERS_IMPL_H
#define MU_SIM_TIMERS_IMPL_H

#include "sim/message_impl.h"

struct mu_timer_slot {
    struct mu_message *message; /* NULL = free */
    uint32_t generation, next_free;
};

struct mu_timers {
    struct mu_timer_slot *slots;
    uint32_t n, capacity, free;
};

static inline size_t mu_timers_bytes(const struct mu_timers *timers)
{
    return timers->capacity * sizeof *timers->slots;
}

void mu_timers_init(struct mu_timers *timers);
void mu_timers_fini(struct mu_timers *timers);
/* The copy's messages are those of the original until they are said to be elsewhere. */
enum mu_err mu_timers_clone(const struct mu_timers *from, struct mu_timers *to) MU_CHECKED;

/* A slot for a message that has still to be placed; MU_NO_SLOT = no memory. */
uint32_t mu_timers_take(struct mu_timers *timers);
/* Whoever still holds its handle holds nothing from now on. */
void mu_timers_give(struct mu_timers *timers, uint32_t slot);
mu_timer mu_timers_handle(const struct mu_timers *timers, uint32_t slot);
/* NULL when it is not pending. */
struct mu_message *mu_timers_find(const struct mu_timers *timers, mu_timer timer);

static inline void mu_timers_place(struct mu_timers *timers, struct mu_message *message)
{
    if (message->timer != MU_NO_SLOT)
        timers->slots[message->timer].message = message;
}

#endif
