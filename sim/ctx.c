/* What models ask of the engine (sim.h): who, when, numbers, memory, failure. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"
#include "sim/run_impl.h"

static const struct mu_world *world_of(const struct mu_ctx *ctx)
{
    return ctx->run->world;
}

const char *mu_name(const struct mu_ctx *ctx, mu_entity_id id)
{
    return mu_world_entity_name(world_of(ctx), id);
}

const void *mu_params_of(const struct mu_ctx *ctx, mu_entity_id id)
{
    mu_assert(id.i >= 1 && id.i <= world_of(ctx)->n);
    return ctx->run->entities[id.i].params;
}

const void *mu_geography(const struct mu_ctx *ctx)
{
    return world_of(ctx)->options.geography;
}

mu_entity_id mu_first_of(const struct mu_ctx *ctx, const char *model, size_t *n)
{
    return mu_world_first(world_of(ctx), model, n);
}

mu_entity_id mu_first_of_index(const struct mu_ctx *ctx, uint32_t model, size_t *n)
{
    return mu_world_first(world_of(ctx), mu_world_model(world_of(ctx), model)->name, n);
}

uint32_t mu_quantity(const struct mu_ctx *ctx, const char *model, const char *name)
{
    const size_t i = mu_world_model_index(world_of(ctx), model);
    const struct mu_quantity *q =
        i == SIZE_MAX ? NULL : mu_world_model(world_of(ctx), i)->quantities;

    for (uint32_t k = 0; q && q[k].name; k++)
        if (strcmp(q[k].name, name) == 0)
            return k;
    return UINT32_MAX;
}

const char *mu_model_of(const struct mu_ctx *ctx, mu_entity_id id)
{
    return mu_world_entity_model(world_of(ctx), id)->name;
}

bool mu_place_of(const struct mu_ctx *ctx, mu_entity_id id, struct mu_point *at)
{
    const struct mu_param *p = mu_world_entity_model(world_of(ctx), id)->params;

    while (p && p->type != MU_TYPE_END && (p->type != MU_TYPE_POINT || strcmp(p->name, "at") != 0))
        p++;
    if (!p || p->type == MU_TYPE_END)
        return false;
    *at = *(const struct mu_point *)((const char *)mu_params_of(ctx, id) + p->offset);
    return true;
}

mu_time mu_lookahead(const struct mu_ctx *ctx)
{
    return world_of(ctx)->options.lookahead;
}

mu_time mu_end(const struct mu_ctx *ctx)
{
    return world_of(ctx)->options.end;
}

bool mu_perfect_information(const struct mu_ctx *ctx)
{
    return ctx->run->options.perfect_information;
}

struct mu_crew *mu_crew(const struct mu_ctx *ctx)
{
    return ctx->in_field ? ctx->run->crew : NULL;
}

mu_thing mu_thing_of(mu_entity_id id)
{
    return (mu_thing){id.i};
}

mu_thing mu_part(const struct mu_ctx *ctx, size_t i)
{
    return mu_part_of(ctx, ctx->acting.id, i);
}

mu_thing mu_part_of(const struct mu_ctx *ctx, mu_entity_id id, size_t i)
{
    mu_assert(id.i >= 1 && id.i <= world_of(ctx)->n);
    const struct mu_world_entity *entity = &world_of(ctx)->entities[id.i];
    mu_assert(i < entity->n_parts);
    return (mu_thing){entity->first_part + (uint32_t)i};
}

mu_fact mu_fact_of(const struct mu_ctx *ctx, mu_entity_id id, uint32_t quantity)
{
    return mu_world_fact(world_of(ctx), id, quantity);
}

size_t mu_fact_count(const struct mu_ctx *ctx)
{
    return world_of(ctx)->n_facts;
}

mu_entity_id mu_fact_entity(const struct mu_ctx *ctx, mu_fact fact, uint32_t *quantity)
{
    const struct mu_world *world = world_of(ctx);
    mu_assert(fact.i >= 1 && fact.i <= world->n_facts);
    uint32_t lo = 1, hi = (uint32_t)world->n;
    while (lo < hi) {
        uint32_t mid = hi - (hi - lo) / 2;
        if (world->entities[mid].first_fact <= fact.i)
            lo = mid;
        else
            hi = mid - 1;
    }
    if (quantity)
        *quantity = fact.i - world->entities[lo].first_fact;
    return (mu_entity_id){lo};
}

const void *mu_board(const struct mu_ctx *ctx, mu_entity_id owner)
{
    mu_assert(owner.i >= 1 && owner.i <= world_of(ctx)->n);
    const struct mu_entity_more *more = &ctx->run->more[owner.i];
    mu_assert(ctx->run->entities[owner.i].model->field != NULL);
    return more->published ? more->board : NULL;
}

struct mu_stream mu_stream_for(const struct mu_ctx *ctx, uint32_t purpose, uint64_t index)
{
    const struct mu_run_options *options = &ctx->run->options;
    ctx->worker->counts.streams++;
    const struct mu_stream s =
        mu_stream_init(options->seed, options->replication, options->branch,
                       ctx->run->more[ctx->acting.id.i].name_hash, purpose, index);
    return options->variates == MU_VARIATES_ANTITHETIC ? mu_stream_antithetic(s) : s;
}

mu_ref mu_alloc(struct mu_ctx *ctx, size_t n, size_t size)
{
    mu_assert(n > 0 && size > 0);
    struct mu_arena *arena = &ctx->run->arena;
    mu_ref ref = {0};
    if (n <= SIZE_MAX / size)
        ref = mu_arena_alloc(arena, n * size);
    if (ref.i == 0) {
        mu_fail(ctx, "the run's memory is used up: %zu x %zu bytes more than the %zu of %zu in use",
                n, size, arena->used, arena->reserved);
        mu_worker_stop(ctx->worker, MU_ERR_FAILED); /* the caller cannot go on without it */
    }
    if (ctx->run->guard && !mu_guard_own(ctx->run, ctx->acting.id.i, ref, n * size))
        mu_worker_stop(ctx->worker, MU_ERR_MEMORY);
    return ref;
}

void *mu_at(const struct mu_ctx *ctx, mu_ref ref)
{
    return mu_arena_at(&ctx->run->arena, ref);
}

void mu_fail(struct mu_ctx *ctx, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    mu_worker_fail(ctx->worker, fmt, args);
    va_end(args);
}

mu_time mu_seconds(double s)
{
    mu_assert(s >= 0);
    double us = s * 1e6;
    if (us >= (double)INT64_MAX)
        return MU_NEVER;
    /* 1.1 s is 1100000 us although the product comes out a hair above it. */
    double whole = nearbyint(us);
    bool close = fabs(us - whole) <= 4 * DBL_EPSILON * us;
    return (mu_time)(close ? whole : ceil(us));
}
