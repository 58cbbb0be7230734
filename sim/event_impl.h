/* event_impl.h - private: one event is executed. */
#ifndef MU_SIM_EVENT_IMPL_H
#define MU_SIM_EVENT_IMPL_H

#include "sim/run_impl.h"

/* What few events need. false: a bound does not allow it. */
bool mu_event_look(struct mu_worker *worker, const struct mu_message *message, mu_key key);

/* What follows from an event at the same instant comes after it, whatever its own key. */
static inline void mu_event_place(struct mu_worker *worker, mu_time at, mu_key key)
{
    struct mu_entity *site = &worker->ctx.run->entities[worker->ctx.entity->site];

    if (site->last_at != at) {
        site->last_at = at;
        worker->key = key;
    } else {
        worker->counts.ties++;
        worker->key = key > worker->key ? key : worker->key;
    }
}

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

    if (run->closely && !mu_event_look(worker, message, mu_key_of(at, tie)))
        return;
    if (message->timer != MU_NO_SLOT)
        mu_timers_give(&run->timers[run->partition_of[message->to]], message->timer);
    mu_worker_act(worker, message->to, (mu_time)at, message->cause);
    mu_event_place(worker, (mu_time)at, mu_key_of(at, tie));
    worker->handled++;
    ctx->entity->handle(ctx, ctx->entity->state, &event);
}

#endif
