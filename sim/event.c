/* What happens beside an event's handler. */
#include "sim/event_impl.h"

#include <xxhash.h>

static void add_to_checksum(struct mu_worker *worker, const struct mu_message *message)
{
    struct mu_entity_more *entity = &worker->ctx.run->more[message->to];
    const struct {
        uint64_t before, at, tie, type;
    } seen = {entity->checksum, (uint64_t)(worker->key >> 64), (uint64_t)worker->key,
              message->type};
    const uint64_t head = XXH3_64bits(&seen, sizeof seen);

    entity->checksum =
        message->size > 0 ? XXH3_64bits_withSeed(message + 1, message->size, head) : head;
}

void mu_event_look(struct mu_worker *worker, const struct mu_message *message)
{
    struct mu_run *run = worker->ctx.run;

    if (run->options.checksums)
        add_to_checksum(worker, message);
    if (run->guard)
        mu_guard_enter(run, message->to);
}

void mu_event_told_field(struct mu_worker *worker)
{
    const struct mu_ctx *ctx = &worker->ctx;

    if (ctx->cause)
        ctx->run->more[ctx->acting.id.i].last_cause = ctx->cause;
}
