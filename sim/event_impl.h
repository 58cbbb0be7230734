/* event_impl.h - private: one event is executed. */
#ifndef MU_SIM_EVENT_IMPL_H
#define MU_SIM_EVENT_IMPL_H

#include "sim/run_impl.h"

/* The parts of it that few events need. */
void mu_event_look(struct mu_worker *worker, const struct mu_message *message);
void mu_event_told_field(struct mu_worker *worker);

/* Its timer is spent already while it is handled. */
static inline void mu_event_execute(struct mu_worker *worker, uint64_t at, uint64_t tie,
                                    const struct mu_message *message)
{
    struct mu_ctx *ctx = &worker->ctx;
    struct mu_run *run = ctx->run;
    const struct mu_event event = {
        .at = (mu_time)at,
        .from = {message->from},
        .type = message->type,
        .size = message->size,
        .body = message + 1,
    };

    if (message->timer != MU_NO_SLOT)
        mu_timers_give(&run->timers[run->partition_of[message->to]], message->timer);
    worker->key = mu_key_of(at, tie);
    mu_worker_act(worker, message->to, (mu_time)at, message->cause);
    if (run->closely)
        mu_event_look(worker, message);
    worker->handled++;
    ctx->entity->handle(ctx, ctx->entity->state, &event);
    if (ctx->entity->is_field)
        mu_event_told_field(worker);
}

#endif
