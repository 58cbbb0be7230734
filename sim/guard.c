#include "sim/guard_impl.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "sim/assert.h"
#include "sim/run_impl.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#endif

#ifdef SANITIZED
#include <sanitizer/asan_interface.h>

/* Bytes that one entity owns. */
struct block {
    mu_ref ref;
    uint32_t next; /* 1 + that of the same entity; 0 = the last */
    size_t size;
};

struct mu_guard {
    struct block *blocks;
    size_t n, capacity;
    uint32_t *heads; /* by entity; 1 + its block, 0 = none */
    uint32_t acting; /* 0 = nobody */
    bool all_open;
    struct sigaction before; /* of SIGSEGV */
};

/* The sanitizer calls without an argument, so that it has to stand here who acts. */
static _Thread_local const struct mu_run *tested;

static void say_who(void)
{
    if (!tested || tested->guard->acting == 0)
        return;
    const struct mu_worker *worker = &tested->workers[0];
    fprintf(stderr, "muster: while %s acted, at %.6f s\n",
            mu_world_entity_name(tested->world, (mu_entity_id){tested->guard->acting}),
            (double)worker->ctx.acting.now * 1e-6);
}

/* Somebody has written to what is const. Whoever looked after it before does so again. */
static void say_who_wrote(int number)
{
    const struct sigaction otherwise = {.sa_handler = SIG_DFL};

    say_who();
    sigaction(number, tested ? &tested->guard->before : &otherwise, NULL);
}

static void watch(const struct mu_run *run)
{
    const struct sigaction action = {.sa_handler = say_who_wrote};

    tested = run;
    __asan_set_death_callback(say_who);
    sigaction(SIGSEGV, &action, &run->guard->before);
}

static void stop_watching(void)
{
    sigaction(SIGSEGV, &tested->guard->before, NULL);
    tested = NULL;
}

bool mu_guard_possible(void)
{
    return true;
}

static void close_block(const struct mu_run *run, const struct block *block)
{
    ASAN_POISON_MEMORY_REGION(mu_arena_at(&run->arena, block->ref), block->size);
}

static void open_block(const struct mu_run *run, const struct block *block)
{
    ASAN_UNPOISON_MEMORY_REGION(mu_arena_at(&run->arena, block->ref), block->size);
}

static void each_of(const struct mu_run *run, uint32_t id,
                    void (*change)(const struct mu_run *run, const struct block *block))
{
    const struct mu_guard *guard = run->guard;

    for (uint32_t i = guard->heads[id]; i != 0; i = guard->blocks[i - 1].next)
        change(run, &guard->blocks[i - 1]);
}

enum mu_err mu_guard_create(struct mu_run *run)
{
    struct mu_guard *guard = calloc(1, sizeof *guard);

    run->guard = guard;
    if (!guard || !(guard->heads = calloc(run->world->n + 1, sizeof *guard->heads)))
        return MU_ERR_MEMORY;
    for (uint32_t i = 1; i <= run->world->n; i++) {
        const size_t size = run->entities[i].model->state_size;
        if (!mu_guard_own(run, i, run->more[i].state_ref, size ? size : 1))
            return MU_ERR_MEMORY;
    }
    guard->all_open = true;
    watch(run);
    return mu_memory_lock(&run->world->memory, true) ? MU_OK : MU_ERR_MEMORY;
}

void mu_guard_destroy(struct mu_run *run)
{
    if (!run->guard)
        return;
    mu_guard_open(run);
    if (tested == run)
        stop_watching();
    const bool unlocked = mu_memory_lock(&run->world->memory, false);
    mu_assert(unlocked);
    free(run->guard->blocks);
    free(run->guard->heads);
    free(run->guard);
    run->guard = NULL;
}

static bool make_room(struct mu_guard *guard)
{
    if (guard->n < guard->capacity)
        return true;
    const size_t capacity = guard->capacity ? 2 * guard->capacity : 1024;
    struct block *blocks = realloc(guard->blocks, capacity * sizeof *blocks);
    if (!blocks)
        return false;
    guard->blocks = blocks;
    guard->capacity = capacity;
    return true;
}

bool mu_guard_own(struct mu_run *run, uint32_t id, mu_ref ref, size_t size)
{
    struct mu_guard *guard = run->guard;

    if (!make_room(guard))
        return false;
    guard->blocks[guard->n] = (struct block){ref, guard->heads[id], size};
    guard->heads[id] = (uint32_t)++guard->n;
    return true;
}

void mu_guard_enter(struct mu_run *run, uint32_t id)
{
    struct mu_guard *guard = run->guard;

    if (guard->all_open) {
        for (uint32_t i = 1; i <= run->world->n; i++)
            each_of(run, i, close_block);
        guard->all_open = false;
    } else if (id != guard->acting) {
        each_of(run, guard->acting, close_block);
    }
    guard->acting = id;
    each_of(run, id, open_block);
}

void mu_guard_open(const struct mu_run *run)
{
    for (uint32_t i = 1; i <= run->world->n && run->guard->heads; i++)
        each_of(run, i, open_block);
    run->guard->all_open = true;
}

#else

bool mu_guard_possible(void)
{
    return false;
}

enum mu_err mu_guard_create(struct mu_run *run)
{
    (void)run;
    return MU_ERR_INPUT;
}

void mu_guard_destroy(struct mu_run *run)
{
    (void)run;
}

bool mu_guard_own(struct mu_run *run, uint32_t id, mu_ref ref, size_t size)
{
    (void)run;
    (void)id;
    (void)ref;
    (void)size;
    return true;
}

void mu_guard_enter(struct mu_run *run, uint32_t id)
{
    (void)run;
    (void)id;
}

void mu_guard_open(const struct mu_run *run)
{
    (void)run;
}

#endif
