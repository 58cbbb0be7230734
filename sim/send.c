/* Messages, timers and records: what an entity leaves for others (sim.h). */
#include "sim/assert.h"
#include "sim/run_impl.h"

static mu_time later(mu_time now, mu_time delay)
{
    return delay < MU_NEVER - now ? now + delay : MU_NEVER;
}

static bool delay_allowed(struct mu_ctx *ctx, mu_time delay)
{
    if (delay >= 0)
        return true;
    mu_fail(ctx, "%s asks for a delay of %.6f s; time runs forward only", mu_name(ctx, ctx->id),
            (double)delay * 1e-6);
    return false;
}

static bool receiver_allowed(struct mu_ctx *ctx, mu_entity_id to)
{
    if (to.i >= 1 && to.i <= ctx->run->world->n)
        return true;
    mu_fail(ctx, "%s sends to nobody", mu_name(ctx, ctx->id));
    return false;
}

/* The promise that lets sites run beside each other. */
static bool promise_kept(struct mu_ctx *ctx, mu_entity_id to, mu_time delay)
{
    mu_time lookahead = ctx->run->world->options.lookahead;
    if (delay >= lookahead || ctx->run->entities[to.i].site == ctx->entity->site)
        return true;
    mu_fail(ctx,
            "%s sends to %s with a delay of %.6f s; they stand on different sites, between which "
            "a message takes at least the lookahead of %.6f s",
            mu_name(ctx, ctx->id), mu_name(ctx, to), (double)delay * 1e-6,
            (double)lookahead * 1e-6);
    return false;
}

static uint64_t next_tie(struct mu_ctx *ctx)
{
    uint64_t sequence = ctx->entity->sequence++;
    mu_assert(sequence >> MU_SEQUENCE_BITS == 0);
    return mu_queue_tie(ctx->id.i, sequence);
}

static uint32_t post(struct mu_ctx *ctx, uint32_t to, mu_time delay, uint16_t type,
                     const void *body, size_t size)
{
    mu_assert(size <= MU_BODY_MAX && (size == 0 || body));
    const struct mu_message head = {
        .cause = ctx->cause,
        .from = ctx->id.i,
        .to = to,
        .type = type,
        .size = (uint16_t)size,
    };
    uint32_t slot =
        mu_queue_add(&ctx->run->queue, later(ctx->now, delay), next_tie(ctx), &head, body);
    if (slot == MU_NO_SLOT)
        mu_run_stop(ctx->run, MU_ERR_MEMORY);
    return slot;
}

void mu_send(struct mu_ctx *ctx, mu_entity_id to, mu_time delay, uint16_t type, const void *body,
             size_t size)
{
    if (!delay_allowed(ctx, delay) || !receiver_allowed(ctx, to) || !promise_kept(ctx, to, delay))
        return;
    post(ctx, to.i, delay, type, body, size);
}

mu_timer mu_set_timer(struct mu_ctx *ctx, mu_time delay, uint16_t type, const void *body,
                      size_t size)
{
    if (!delay_allowed(ctx, delay))
        return (mu_timer){0};
    uint32_t slot = post(ctx, ctx->id.i, delay, type, body, size);
    return mu_queue_handle(&ctx->run->queue, slot);
}

bool mu_cancel(struct mu_ctx *ctx, mu_timer timer)
{
    struct mu_queue *queue = &ctx->run->queue;
    const struct mu_message *message = mu_queue_pending(queue, timer);
    if (!message)
        return false;
    mu_assert(message->from == ctx->id.i && message->to == ctx->id.i);
    mu_queue_cancel(queue, timer);
    return true;
}

static uint32_t kind_of(const struct mu_ctx *ctx, uint32_t kind)
{
    const struct mu_run *run = ctx->run;
    size_t first = run->kinds_of[ctx->entity->model_index];
    mu_assert(kind < run->kinds_of[ctx->entity->model_index + 1] - first);
    return run->kinds[first + kind];
}

mu_cause mu_record(struct mu_ctx *ctx, const struct mu_happening *what)
{
    struct mu_run *run = ctx->run;
    struct mu_row *row = mu_column_add(&run->rows, 1);
    if (!row)
        mu_run_stop(run, MU_ERR_MEMORY);
    uint32_t site = ctx->entity->site;
    *row = (struct mu_row){
        .time = ctx->now,
        .id = mu_queue_tie(site, ++run->entities[site].rows),
        .cause = what->cause.i ? what->cause.i : ctx->cause,
        .since = what->since.i,
        .kind = kind_of(ctx, what->kind),
        .subject = what->subject.i ? what->subject.i : ctx->id.i,
        .object = what->object.i,
        .place = what->place.i,
        .in_field = ctx->in_field,
        .value = what->value,
    };
    ctx->cause = row->id;
    return (mu_cause){row->id};
}

mu_cause mu_cause_now(const struct mu_ctx *ctx)
{
    return (mu_cause){ctx->cause};
}

void mu_set_cause(struct mu_ctx *ctx, mu_cause cause)
{
    ctx->cause = cause.i;
}
