/* The sequential driver. */
#include "sim/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"
#include "sim/run_impl.h"

#define DEFAULT_MAX_BYTES ((uint64_t)8 << 30)

void mu_run_stop(struct mu_run *run, enum mu_err err)
{
    mu_assert(run->guarded);
    run->err = err;
    longjmp(run->out, 1);
}

enum mu_err mu_run_guarded(struct mu_run *run, void (*body)(struct mu_run *run, mu_time t),
                           mu_time t)
{
    if (run->err != MU_OK)
        return run->err;
    run->guarded = true;
    if (setjmp(run->out) == 0)
        body(run, t);
    run->guarded = false;
    if (run->err == MU_OK && run->failed)
        run->err = MU_ERR_FAILED;
    return run->err;
}

void mu_run_fail(struct mu_run *run, const char *fmt, va_list args)
{
    if (run->failed)
        return;
    run->failed = true;
    char text[1024];
    vsnprintf(text, sizeof text, fmt, args);
    const char *who = mu_world_entity_name(run->world, run->ctx.id);
    double at = (double)run->ctx.now * 1e-6;
    int n = snprintf(NULL, 0, "%s at %.6f s: %s", who, at, text);
    run->failure = n < 0 ? NULL : malloc((size_t)n + 1);
    if (run->failure)
        snprintf(run->failure, (size_t)n + 1, "%s at %.6f s: %s", who, at, text);
}

void mu_run_enter(struct mu_run *run, uint32_t id, mu_time now, uint64_t cause)
{
    struct mu_ctx *ctx = &run->ctx;
    ctx->run = run;
    ctx->entity = &run->entities[id];
    ctx->id = (mu_entity_id){id};
    ctx->now = now;
    ctx->cause = cause;
    ctx->in_field = false;
}

static void start_all(struct mu_run *run, mu_time t)
{
    mu_run_give_memory(run);
    for (uint32_t i = 1; i <= run->world->n && !run->failed; i++) {
        mu_run_enter(run, i, t, 0);
        if (run->ctx.entity->model->start)
            run->ctx.entity->model->start(&run->ctx, run->ctx.entity->state);
    }
    if (!run->failed)
        mu_run_shape_grids(run);
}

static enum mu_err create(struct mu_run *run)
{
    uint64_t max_bytes = run->options.max_bytes ? run->options.max_bytes : DEFAULT_MAX_BYTES;
    enum mu_err err = mu_arena_init(&run->arena, (size_t)max_bytes);
    if (err == MU_OK)
        err = mu_run_prepare(run);
    if (err == MU_OK)
        err = mu_run_guarded(run, start_all, 0);
    /* A failure inside the world is for mu_run_until to tell. */
    return err == MU_ERR_FAILED ? MU_OK : err;
}

enum mu_err mu_run_create(const struct mu_world *world, const struct mu_run_options *options,
                          struct mu_run **run)
{
    mu_assert(world->finished && world->options.end > 0);
    *run = NULL;
    if (world->lost_options)
        return MU_ERR_MEMORY;
    struct mu_run *made = calloc(1, sizeof *made);
    if (!made)
        return MU_ERR_MEMORY;
    made->world = world;
    made->options = *options;
    mu_queue_init(&made->queue);
    enum mu_err err = create(made);
    if (err != MU_OK) {
        mu_run_destroy(made);
        return err;
    }
    *run = made;
    return MU_OK;
}

void mu_run_destroy(struct mu_run *run)
{
    if (!run)
        return;
    mu_run_unprepare(run);
    mu_queue_fini(&run->queue);
    mu_arena_fini(&run->arena);
    free(run->failure);
    free(run);
}

enum mu_err mu_run_post(struct mu_run *run, mu_entity_id to, mu_time at, uint16_t type,
                        const void *body, size_t size)
{
    mu_assert(at >= run->now && to.i >= 1 && to.i <= run->world->n);
    mu_assert(size <= MU_BODY_MAX && (size == 0 || body));
    const struct mu_message head = {.to = to.i, .type = type, .size = (uint16_t)size};
    uint64_t tie = mu_queue_tie(0, run->entities[0].sequence++);
    uint32_t slot = mu_queue_add(&run->queue, at, tie, &head, body);
    return slot == MU_NO_SLOT ? MU_ERR_MEMORY : MU_OK;
}

/* A circle of messages without delay would never let time go on. */
static bool time_goes_on(struct mu_run *run, const struct mu_message *message, mu_time at)
{
    struct mu_entity *site = &run->entities[run->entities[message->to].site];
    if (site->burst_at != at) {
        site->burst_at = at;
        site->burst = 0;
    }
    if (site->burst++ < MU_BURST_MAX)
        return true;
    mu_fail(&run->ctx,
            "time does not go on: %d events at one instant on one site; the last is of type %u, "
            "from %s to %s",
            MU_BURST_MAX, message->type,
            mu_world_entity_name(run->world, (mu_entity_id){message->from}),
            mu_world_entity_name(run->world, (mu_entity_id){message->to}));
    return false;
}

static bool within_bounds(struct mu_run *run)
{
    if (run->options.max_events == 0 || run->handled < run->options.max_events)
        return true;
    mu_fail(&run->ctx, "the bound of %llu events is reached",
            (unsigned long long)run->options.max_events);
    return false;
}

static void handle(struct mu_run *run, const struct mu_message *message, mu_time at)
{
    const struct mu_event event = {
        .at = at,
        .from = {message->from},
        .type = message->type,
        .size = message->size,
        .body = message + 1,
    };
    struct mu_ctx *ctx = &run->ctx;
    ctx->entity->model->handle(ctx, ctx->entity->state, &event);
    if (ctx->entity->model->field && ctx->cause)
        ctx->entity->last_cause = ctx->cause;
    run->handled++;
}

/* While one event is handled, what the next one needs comes nearer. */
static void fetch_next(const struct mu_run *run)
{
#if defined(__GNUC__)
    const struct mu_item *next = mu_queue_next(&run->queue);
    if (!next)
        return;
    __builtin_prefetch(mu_queue_message(&run->queue, next->slot));
    __builtin_prefetch(&run->entities[next->to]);
#else
    (void)run;
#endif
}

static void run_events(struct mu_run *run, mu_time t)
{
    struct mu_item item;
    while (!run->failed && mu_queue_pop(&run->queue, t, &item)) {
        const struct mu_message *message = mu_queue_message(&run->queue, item.slot);
        mu_time at = (mu_time)item.at;
        fetch_next(run);
        run->now = at;
        mu_run_enter(run, message->to, at, message->cause);
        if (within_bounds(run) && time_goes_on(run, message, at))
            handle(run, message, at);
        mu_queue_release(&run->queue, item.slot);
    }
}

static void run_until(struct mu_run *run, mu_time t)
{
    for (;;) {
        mu_time phase = mu_run_next_phase(run);
        run_events(run, phase < t ? phase : t);
        if (run->failed || phase >= t)
            break;
        run->now = phase;
        mu_run_phase(run, phase);
        if (run->failed)
            break;
    }
    if (!run->failed && run->now < t)
        run->now = t;
}

enum mu_err mu_run_until(struct mu_run *run, mu_time t)
{
    mu_assert(!run->finished);
    mu_time end = run->world->options.end;
    return mu_run_guarded(run, run_until, t < end ? t : end);
}

mu_time mu_run_now(const struct mu_run *run)
{
    return run->now;
}

uint64_t mu_run_events(const struct mu_run *run)
{
    return run->handled;
}

size_t mu_run_bytes(const struct mu_run *run)
{
    return run->arena.used + mu_queue_bytes(&run->queue) + run->rows.capacity * run->rows.width +
           (run->world->n + 1) * sizeof *run->entities;
}

const char *mu_run_failure(const struct mu_run *run)
{
    if (!run->failed)
        return NULL;
    return run->failure ? run->failure : "failed, and there was no memory to say why";
}

/* The field phase of the end itself, then last words. */
static void finish_all(struct mu_run *run, mu_time t)
{
    if (run->now == run->world->options.end && mu_run_next_phase(run) == t)
        mu_run_phase(run, t);
    for (uint32_t i = 1; i <= run->world->n && !run->failed; i++) {
        mu_run_enter(run, i, t, run->entities[i].last_cause);
        if (run->ctx.entity->model->finish)
            run->ctx.entity->model->finish(&run->ctx, run->ctx.entity->state);
    }
    if (!run->failed)
        mu_run_final_grids(run);
}

enum mu_err mu_run_finish(struct mu_run *run, struct mu_result *result)
{
    mu_assert(!run->finished);
    *result = (struct mu_result){0};
    enum mu_err err = mu_run_guarded(run, finish_all, run->now);
    run->finished = true;
    if (err != MU_OK && err != MU_ERR_FAILED)
        return err;
    err = mu_run_fill(run, result);
    if (err != MU_OK)
        mu_result_fini(result);
    return err;
}
