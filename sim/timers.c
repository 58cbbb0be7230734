#include "sim/timers_impl.h"

#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"

void mu_timers_init(struct mu_timers *timers)
{
    *timers = (struct mu_timers){.free = MU_NO_SLOT};
}

void mu_timers_fini(struct mu_timers *timers)
{
    free(timers->slots);
    mu_timers_init(timers);
}

enum mu_err mu_timers_clone(const struct mu_timers *from, struct mu_timers *to)
{
    mu_timers_init(to);
    if (from->n == 0)
        return MU_OK;
    to->slots = malloc(from->n * sizeof *to->slots);
    if (!to->slots)
        return MU_ERR_MEMORY;
    memcpy(to->slots, from->slots, from->n * sizeof *to->slots);
    to->n = to->capacity = from->n;
    to->free = from->free;
    return MU_OK;
}

static bool make_room(struct mu_timers *timers)
{
    if (timers->n < timers->capacity)
        return true;
    const size_t capacity = (size_t)timers->capacity + timers->capacity / 4 + 16;
    if (capacity >= MU_NO_SLOT)
        return false;
    struct mu_timer_slot *slots = realloc(timers->slots, capacity * sizeof *slots);
    if (!slots)
        return false;
    timers->slots = slots;
    timers->capacity = (uint32_t)capacity;
    return true;
}

uint32_t mu_timers_take(struct mu_timers *timers)
{
    if (timers->free != MU_NO_SLOT) {
        const uint32_t slot = timers->free;
        timers->free = timers->slots[slot].next_free;
        return slot;
    }
    if (!make_room(timers))
        return MU_NO_SLOT;
    timers->slots[timers->n] = (struct mu_timer_slot){.next_free = MU_NO_SLOT};
    return timers->n++;
}

void mu_timers_give(struct mu_timers *timers, uint32_t slot)
{
    struct mu_timer_slot *s = &timers->slots[slot];

    mu_assert(slot < timers->n);
    s->message = NULL;
    s->generation = s->generation == UINT32_MAX - 1 ? 0 : s->generation + 1;
    s->next_free = timers->free;
    timers->free = slot;
}

/* Generations count from 0 and handles from 1, so that a zeroed handle is none. */
mu_timer mu_timers_handle(const struct mu_timers *timers, uint32_t slot)
{
    return (mu_timer){slot, timers->slots[slot].generation + 1};
}

struct mu_message *mu_timers_find(const struct mu_timers *timers, mu_timer timer)
{
    if (timer.generation == 0)
        return NULL;
    mu_assert(timer.slot < timers->n);
    const struct mu_timer_slot *s = &timers->slots[timer.slot];
    return s->generation + 1 == timer.generation ? s->message : NULL;
}
