/* decide.c - items of the plan: a trigger comes true, a decision is made, orders go out,
 * answers come back, a deadline passes. Decisions of a history come at their instants.
 */
#include "models/command/office_impl.h"

static const struct mu_office_params *params(const struct mu_ctx *ctx)
{
    return mu_params(ctx);
}

static mu_cause record(struct mu_ctx *ctx, const struct mu_office *o, const struct mu_instance *i,
                       uint32_t kind, mu_cause cause, double value)
{
    return mu_record(ctx, &(struct mu_happening){.kind = kind,
                                                 .subject = mu_office_item_thing(ctx, i),
                                                 .object = mu_office_about(ctx, o, i),
                                                 .cause = cause,
                                                 .value = value});
}

/* ---- triggers ---- */

/* One decision for all that an item's loop stands for: one draw. */
static mu_time decision_time(struct mu_ctx *ctx, const struct mu_item *item)
{
    struct mu_stream s = mu_stream_for(ctx, MU_OFFICE_DRAW_DECISION, mu_name_hash(item->id));

    return mu_seconds(mu_draw(&params(ctx)->decision, &s));
}

static void trigger(struct mu_ctx *ctx, const struct mu_office *o, uint32_t number, mu_cause why)
{
    struct mu_instance *i = mu_office_instance(ctx, o, number);
    const struct mu_item *item = (const struct mu_item *)params(ctx)->plan.rows + i->row;
    const struct mu_act act = {number};

    i->stage = MU_STAGE_TRIGGERED;
    i->triggered = mu_now(ctx);
    i->trigger = why;
    i->cause = record(ctx, o, i, MU_OFFICE_KIND_TRIGGERED, why, 0);
    mu_set_timer(ctx, decision_time(ctx, item) + item->after, MU_OFFICE_ACT, &act, sizeof act);
    if (item->deadline != MU_NEVER && item->deadline > 0)
        i->deadline = mu_set_timer(ctx, item->deadline, MU_OFFICE_DEADLINE, &act, sizeof act);
}

static void check_at(struct mu_ctx *ctx, struct mu_instance *i, uint32_t number, mu_time when)
{
    const struct mu_act act = {number};

    if (when == i->check_at)
        return;
    mu_cancel(ctx, i->check);
    i->check_at = when;
    if (when != MU_NEVER)
        i->check = mu_set_timer(ctx, when - mu_now(ctx), MU_OFFICE_CHECK, &act, sizeof act);
}

void mu_office_judge(struct mu_ctx *ctx, struct mu_office *o, uint32_t number)
{
    struct mu_instance *i = mu_office_instance(ctx, o, number);
    const mu_cause before = mu_cause_now(ctx);

    if (i->stage != MU_STAGE_ASLEEP || i->row >= params(ctx)->plan.n)
        return;
    const struct mu_item *item = (const struct mu_item *)params(ctx)->plan.rows + i->row;
    const struct mu_trigger t = {.expr = &item->when,
                                 .has_clock = mu_office_row(ctx, o, i->row)->has_clock,
                                 .it = i->it,
                                 .memories = mu_at(ctx, i->memories)};
    const struct mu_verdict verdict = mu_trigger_judge(ctx, &o->knows, &t);
    check_at(ctx, i, number, verdict.is_true ? MU_NEVER : verdict.next);
    if (verdict.is_true)
        trigger(ctx, o, number, verdict.cause);
    mu_set_cause(ctx, before);
}

void mu_office_check_again(struct mu_ctx *ctx, struct mu_office *o, uint32_t number)
{
    mu_office_instance(ctx, o, number)->check_at = MU_NEVER; /* it has gone off */
    mu_office_judge(ctx, o, number);
}

/* By what is known from the start: the own level, and triggers that need nothing. */
void mu_office_begin(struct mu_ctx *ctx, struct mu_office *o)
{
    for (uint32_t k = 0; k < o->n_instances; k++)
        mu_office_judge(ctx, o, k);
}

/* ---- decisions ---- */

void mu_office_start_item(struct mu_ctx *ctx, const struct mu_office *o, struct mu_instance *i)
{
    i->stage = MU_STAGE_STARTED;
    i->started = mu_now(ctx);
    i->cause = record(ctx, o, i, MU_OFFICE_KIND_STARTED, MU_NO_CAUSE, 0);
}

void mu_office_act(struct mu_ctx *ctx, struct mu_office *o, uint32_t number)
{
    struct mu_instance *i = mu_office_instance(ctx, o, number);

    if (i->stage != MU_STAGE_TRIGGERED)
        return;
    mu_office_start_item(ctx, o, i);
    mu_office_execute(ctx, o, number);
}

void mu_office_history(struct mu_ctx *ctx, struct mu_office *o, uint32_t row)
{
    const struct mu_item_row *r = mu_office_row(ctx, o, (uint32_t)params(ctx)->plan.n + row);
    const mu_cause before = mu_cause_now(ctx);

    for (uint32_t k = r->first; k < r->first + r->n; k++) {
        struct mu_instance *i = mu_office_instance(ctx, o, k);
        i->stage = MU_STAGE_TRIGGERED;
        i->triggered = mu_now(ctx);
        i->trigger = record(ctx, o, i, MU_OFFICE_KIND_DECISION, MU_NO_CAUSE, 0);
        mu_office_act(ctx, o, k);
        mu_set_cause(ctx, before);
    }
}

void mu_office_deadline(struct mu_ctx *ctx, struct mu_office *o, uint32_t number)
{
    const struct mu_instance *i = mu_office_instance(ctx, o, number);

    if (i->stage != MU_STAGE_OVER)
        record(ctx, o, i, MU_OFFICE_KIND_ITEM_LATE, i->cause, 0);
}

void mu_office_end_item(struct mu_ctx *ctx, struct mu_office *o, uint32_t number)
{
    struct mu_instance *i = mu_office_instance(ctx, o, number);

    i->stage = MU_STAGE_OVER;
    mu_cancel(ctx, i->deadline);
    i->deadline = (mu_timer){0};
    i->cause = record(ctx, o, i, i->one_failed ? MU_OFFICE_KIND_FAILED : MU_OFFICE_KIND_DONE,
                      MU_NO_CAUSE, i->value);
}
