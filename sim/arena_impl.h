/* arena_impl.h - private: the memory of one run, in one piece.
 *
 * Address space is reserved once and committed as it is used, so that pointers stay where
 * they are while the arena grows; what is stored inside is mu_ref only, so that its bytes
 * mean the same in any other arena. Fresh memory is zero; nothing is freed alone.
 */
#ifndef MU_SIM_ARENA_IMPL_H
#define MU_SIM_ARENA_IMPL_H

#include <stdatomic.h>

#include "sim/sim.h"

#define MU_ARENA_UNIT ((size_t)16) /* bytes per count of mu_ref: 2^32 of them are 64 GiB */

struct mu_arena {
    atomic_flag taken; /* by the thread that takes memory */
    char *base;
    size_t used, committed, reserved; /* bytes */
};

enum mu_err mu_arena_init(struct mu_arena *arena, size_t max_bytes) MU_CHECKED;
void mu_arena_fini(struct mu_arena *arena);
/* 0 when it is full. Any thread. */
mu_ref mu_arena_alloc(struct mu_arena *arena, size_t bytes);
/* The same bytes at the same references; `to` is initialised by it. */
enum mu_err mu_arena_clone(const struct mu_arena *from, struct mu_arena *to) MU_CHECKED;

static inline void *mu_arena_at(const struct mu_arena *arena, mu_ref ref)
{
    return ref.i ? arena->base + ref.i * MU_ARENA_UNIT : NULL;
}

#endif
