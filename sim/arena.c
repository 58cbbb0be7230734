#define _DEFAULT_SOURCE /* MAP_ANONYMOUS and MAP_NORESERVE are not in POSIX 2008 */
#include "sim/arena_impl.h"

#include <string.h>
#include <sys/mman.h>

#define STEP ((size_t)1 << 20) /* committed at once, at least */
#define LARGEST ((size_t)UINT32_MAX * MU_ARENA_UNIT)

static size_t round_up(size_t bytes, size_t unit)
{
    return (bytes + unit - 1) / unit * unit;
}

enum mu_err mu_arena_init(struct mu_arena *arena, size_t max_bytes)
{
    size_t reserved = round_up(max_bytes < LARGEST ? max_bytes : LARGEST, STEP);
    void *base =
        mmap(NULL, reserved, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    *arena = (struct mu_arena){.taken = ATOMIC_FLAG_INIT};
    if (base == MAP_FAILED)
        return MU_ERR_MEMORY;
    arena->base = base;
    arena->reserved = reserved;
    arena->used = MU_ARENA_UNIT; /* reference 0 is none */
    return MU_OK;
}

void mu_arena_fini(struct mu_arena *arena)
{
    if (arena->base)
        munmap(arena->base, arena->reserved);
    *arena = (struct mu_arena){0};
}

static bool commit(struct mu_arena *arena, size_t needed)
{
    if (needed <= arena->committed)
        return true;
    size_t wanted = round_up(needed + needed / 4, STEP);
    if (wanted > arena->reserved)
        wanted = arena->reserved;
    if (mprotect(arena->base, wanted, PROT_READ | PROT_WRITE) != 0)
        return false;
    arena->committed = wanted;
    return true;
}

static mu_ref take(struct mu_arena *arena, size_t bytes)
{
    if (bytes > arena->reserved - arena->used)
        return (mu_ref){0};
    size_t end = arena->used + round_up(bytes, MU_ARENA_UNIT);
    if (end > arena->reserved || !commit(arena, end))
        return (mu_ref){0};
    mu_ref ref = {(uint32_t)(arena->used / MU_ARENA_UNIT)};
    arena->used = end;
    return ref;
}

/* Who takes memory does so for a moment: others look until he is done. */
mu_ref mu_arena_alloc(struct mu_arena *arena, size_t bytes)
{
    while (atomic_flag_test_and_set_explicit(&arena->taken, memory_order_acquire))
        ;
    const mu_ref ref = take(arena, bytes);
    atomic_flag_clear_explicit(&arena->taken, memory_order_release);
    return ref;
}

enum mu_err mu_arena_clone(const struct mu_arena *from, struct mu_arena *to)
{
    enum mu_err err = mu_arena_init(to, from->reserved);
    if (err != MU_OK)
        return err;
    if (!commit(to, from->used)) {
        mu_arena_fini(to);
        return MU_ERR_MEMORY;
    }
    if (from->used > MU_ARENA_UNIT)
        memcpy(to->base + MU_ARENA_UNIT, from->base + MU_ARENA_UNIT, from->used - MU_ARENA_UNIT);
    to->used = from->used;
    return MU_OK;
}
