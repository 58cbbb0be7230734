/* One event: what comes before and after its handler. */
#include "sim/event_impl.h"

#include <xxhash.h>

#include "sim/assert.h"

/* A circle of messages without delay would never let time go on. */
static bool time_goes_on(struct mu_worker *worker, const struct mu_message *message, mu_time at)
{
    struct mu_run *run = worker->ctx.run;
    struct mu_entity *site = &run->entities[worker->ctx.entity->site];
    if (site->burst_at != at) {
        site->burst_at = at;
        site->burst = 0;
    }
    if (site->burst++ < MU_BURST_MAX)
        return true;
    mu_fail(&worker->ctx,
            "time does not go on: %d events at one instant on one site; the last is of type %u, "
            "from %s to %s",
            MU_BURST_MAX, message->type,
            mu_world_entity_name(run->world, (mu_entity_id){message->from}),
            mu_world_entity_name(run->world, (mu_entity_id){message->to}));
    return false;
}

static void add_to_checksum(struct mu_entity_more *entity, mu_key key,
                            const struct mu_message *message)
{
    const struct {
        uint64_t before, at, tie, type;
    } seen = {entity->checksum, (uint64_t)(key >> 64), (uint64_t)key, message->type};
    const uint64_t head = XXH3_64bits(&seen, sizeof seen);

    entity->checksum =
        message->size > 0 ? XXH3_64bits_withSeed(message + 1, message->size, head) : head;
}

static void handle(struct mu_worker *worker, const struct mu_message *message, mu_time at)
{
    const struct mu_event event = {
        .at = at,
        .from = {message->from},
        .type = message->type,
        .size = message->size,
        .body = message + 1,
    };
    struct mu_ctx *ctx = &worker->ctx;
    if (ctx->entity->model->field)
        mu_run_tell_field(ctx, &event);
    else
        ctx->entity->model->handle(ctx, ctx->entity->state, &event);
    worker->handled++;
}

void mu_event_execute(struct mu_worker *worker, uint64_t at, uint64_t tie,
                      const struct mu_message *message)
{
    struct mu_run *run = worker->ctx.run;

    if (message->timer != MU_NO_SLOT)
        mu_timers_give(&run->timers[run->partition_of[message->to]], message->timer);
    worker->key = mu_key_of(at, tie);
    mu_worker_enter(worker, message->to, (mu_time)at, message->cause);
    if (run->options.checksums)
        add_to_checksum(&run->more[message->to], worker->key, message);
    if (time_goes_on(worker, message, (mu_time)at))
        handle(worker, message, (mu_time)at);
}
