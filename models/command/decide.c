/* decide.c - items of the plan: a trigger comes true, a decision is made, orders go out,
 * answers come back, a deadline passes. Decisions of a history come at their instants.
 */
#include <string.h>

#include "models/command/office_impl.h"
#include "sim/assert.h"

static const struct mu_office_params *params(const struct mu_ctx *ctx)
{
    return mu_params(ctx);
}

struct mu_instance *mu_office_instance(struct mu_ctx *ctx, const struct mu_office *o, uint32_t i)
{
    mu_assert(i < o->n_instances);
    return (struct mu_instance *)mu_at(ctx, o->instances) + i;
}

static struct mu_item decided(const struct mu_decision *d)
{
    return (struct mu_item){.id = d->id,
                            .title = d->title,
                            .phase = d->phase,
                            .does = d->does,
                            .for_each = d->for_each,
                            .among = d->among,
                            .at = d->targets,
                            .with = d->with,
                            .to = d->to,
                            .goods = d->goods,
                            .roads = d->roads,
                            .reopen = d->reopen,
                            .level = d->level,
                            .amount = d->amount,
                            .sides = d->sides,
                            .deadline = MU_NEVER};
}

struct mu_item mu_office_item(struct mu_ctx *ctx, const struct mu_instance *i)
{
    const struct mu_office_params *p = params(ctx);

    if (i->item < p->plan.n)
        return ((const struct mu_item *)p->plan.rows)[i->item];
    return decided((const struct mu_decision *)p->history.rows + (i->item - p->plan.n));
}

mu_thing mu_office_item_thing(struct mu_ctx *ctx, const struct mu_instance *i)
{
    return mu_part(ctx, i->item);
}

static bool is_loop(const struct mu_item *item)
{
    return item->for_each && *item->for_each;
}

static size_t targets_of(struct mu_ctx *ctx, const struct mu_item *item, mu_entity_id *first)
{
    size_t n = 1;

    *first = MU_NOBODY;
    if (!is_loop(item))
        return 1;
    if (item->among.n > 0)
        return item->among.n;
    *first = mu_first_of(ctx, item->for_each, &n);
    return n;
}

static mu_entity_id target_at(const struct mu_item *item, mu_entity_id first, size_t i)
{
    if (!is_loop(item))
        return MU_NOBODY;
    return item->among.n > 0 ? item->among.ids[i] : (mu_entity_id){first.i + (uint32_t)i};
}

static void add_instances(struct mu_ctx *ctx, struct mu_office *o, uint32_t row)
{
    struct mu_instance probe = {.item = row};
    const struct mu_item item = mu_office_item(ctx, &probe);
    mu_entity_id first;
    const size_t n = targets_of(ctx, &item, &first);

    for (size_t i = 0; i < n; i++) {
        struct mu_instance *at = (struct mu_instance *)mu_at(ctx, o->instances) + o->n_instances++;
        *at = (struct mu_instance){.item = row, .it = target_at(&item, first, i)};
        if (item.when.slots == 0)
            continue;
        at->memories = mu_alloc(ctx, item.when.slots, sizeof(mu_time));
        mu_time *memories = mu_at(ctx, at->memories);
        for (uint32_t s = 0; s < item.when.slots; s++)
            memories[s] = MU_NEVER;
    }
}

static size_t count_instances(struct mu_ctx *ctx, size_t rows)
{
    size_t n = 0;

    for (uint32_t row = 0; row < rows; row++) {
        const struct mu_instance probe = {.item = row};
        const struct mu_item item = mu_office_item(ctx, &probe);
        mu_entity_id first;
        n += targets_of(ctx, &item, &first);
    }
    return n;
}

void mu_office_plan_start(struct mu_ctx *ctx, struct mu_office *o)
{
    const struct mu_office_params *p = params(ctx);
    const struct mu_decision *decisions = p->history.rows;
    const size_t rows = p->plan.n + p->history.n, n = count_instances(ctx, rows);

    if (n == 0)
        return;
    o->instances = mu_alloc(ctx, n, sizeof(struct mu_instance));
    for (uint32_t row = 0; row < rows; row++)
        add_instances(ctx, o, row);
    for (uint32_t row = 0; row < p->history.n; row++)
        mu_set_timer(ctx, decisions[row].at, MU_OFFICE_HISTORY, &row, sizeof row);
}

static mu_time decision_time(struct mu_ctx *ctx, uint32_t instance)
{
    struct mu_stream s = mu_stream_for(ctx, MU_OFFICE_DRAW_DECISION, instance);
    return mu_seconds(mu_draw(&params(ctx)->decision, &s));
}

static void trigger(struct mu_ctx *ctx, struct mu_instance *i, uint32_t number,
                    const struct mu_item *item, mu_cause why)
{
    const struct mu_act act = {number};

    i->stage = MU_STAGE_TRIGGERED;
    i->trigger = why;
    i->cause = mu_record(ctx, &(struct mu_happening){.kind = MU_OFFICE_KIND_TRIGGERED,
                                                     .subject = mu_office_item_thing(ctx, i),
                                                     .object = mu_thing_of(i->it),
                                                     .cause = why});
    mu_set_timer(ctx, decision_time(ctx, number) + item->after, MU_OFFICE_ACT, &act, sizeof act);
    if (item->deadline != MU_NEVER && item->deadline > 0)
        i->deadline = mu_set_timer(ctx, item->deadline, MU_OFFICE_DEADLINE, &act, sizeof act);
}

static void watch_the_clock(struct mu_ctx *ctx, struct mu_office *o)
{
    if (o->checking)
        return;
    o->checking = true;
    mu_set_timer(ctx, MU_MINUTE, MU_OFFICE_CHECK, NULL, 0);
}

void mu_office_look(struct mu_ctx *ctx, struct mu_office *o)
{
    const mu_cause before = mu_cause_now(ctx);
    bool waits = false;

    for (uint32_t k = 0; k < o->n_instances; k++) {
        struct mu_instance *i = mu_office_instance(ctx, o, k);
        if (i->stage != MU_STAGE_ASLEEP || i->item >= params(ctx)->plan.n)
            continue;
        const struct mu_item *item = (const struct mu_item *)params(ctx)->plan.rows + i->item;
        struct mu_trigger t = {
            .expr = &item->when, .it = i->it, .memories = mu_at(ctx, i->memories)};
        mu_cause why = MU_NO_CAUSE;
        if (mu_trigger_true(ctx, &o->knows, &t, &why))
            trigger(ctx, i, k, item, why);
        else
            waits = waits || mu_trigger_waits(&item->when);
        mu_set_cause(ctx, before);
    }
    if (waits)
        watch_the_clock(ctx, o);
    mu_office_dispatch(ctx, o);
}

void mu_office_act(struct mu_ctx *ctx, struct mu_office *o, uint32_t number)
{
    struct mu_instance *i = mu_office_instance(ctx, o, number);

    if (i->stage != MU_STAGE_TRIGGERED)
        return;
    i->stage = MU_STAGE_STARTED;
    i->cause = mu_record(ctx, &(struct mu_happening){.kind = MU_OFFICE_KIND_STARTED,
                                                     .subject = mu_office_item_thing(ctx, i),
                                                     .object = mu_thing_of(i->it)});
    mu_office_execute(ctx, o, number);
}

void mu_office_history(struct mu_ctx *ctx, struct mu_office *o, uint32_t row)
{
    const uint32_t item = (uint32_t)params(ctx)->plan.n + row;

    for (uint32_t k = 0; k < o->n_instances; k++) {
        struct mu_instance *i = mu_office_instance(ctx, o, k);
        if (i->item != item)
            continue;
        i->stage = MU_STAGE_TRIGGERED;
        mu_record(ctx, &(struct mu_happening){.kind = MU_OFFICE_KIND_DECISION,
                                              .subject = mu_office_item_thing(ctx, i),
                                              .object = mu_thing_of(i->it)});
        mu_office_act(ctx, o, k);
    }
}

void mu_office_deadline(struct mu_ctx *ctx, struct mu_office *o, uint32_t number)
{
    struct mu_instance *i = mu_office_instance(ctx, o, number);

    if (i->stage == MU_STAGE_OVER)
        return;
    mu_record(ctx, &(struct mu_happening){.kind = MU_OFFICE_KIND_ITEM_LATE,
                                          .subject = mu_office_item_thing(ctx, i),
                                          .object = mu_thing_of(i->it),
                                          .cause = i->cause});
}

void mu_office_finish_item(struct mu_ctx *ctx, struct mu_office *o, uint32_t number, bool done,
                           double value)
{
    struct mu_instance *i = mu_office_instance(ctx, o, number);

    if (i->stage == MU_STAGE_OVER)
        return;
    i->stage = MU_STAGE_OVER;
    mu_cancel(ctx, i->deadline);
    i->cause = mu_record(
        ctx, &(struct mu_happening){.kind = done ? MU_OFFICE_KIND_DONE : MU_OFFICE_KIND_FAILED,
                                    .subject = mu_office_item_thing(ctx, i),
                                    .object = mu_thing_of(i->it),
                                    .value = value});
}

static bool is_for(struct mu_ctx *ctx, const struct mu_instance *i, const struct mu_status *status)
{
    return mu_office_item_thing(ctx, i).i == status->item.i &&
           (i->it.i == 0 || i->it.i == status->target.i) && i->stage == MU_STAGE_STARTED;
}

/* The last answer to what an item ordered ends it. */
static void count_answer(struct mu_ctx *ctx, struct mu_office *o, const struct mu_status *status)
{
    for (uint32_t k = 0; k < o->n_instances; k++) {
        struct mu_instance *i = mu_office_instance(ctx, o, k);
        if (!is_for(ctx, i, status))
            continue;
        i->one_failed = i->one_failed || status->kind == MU_STATUS_FAILED;
        if (i->orders > 0 && --i->orders == 0)
            mu_office_finish_item(ctx, o, k, !i->one_failed, status->value);
        return;
    }
}

void mu_office_answered(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id from,
                        const struct mu_status *status)
{
    switch (status->kind) {
    case MU_STATUS_STARTED: return;
    case MU_STATUS_FREE: mu_office_free(ctx, o, from); break;
    default:
        if (status->item.i != 0)
            count_answer(ctx, o, status);
        break;
    }
    mu_office_dispatch(ctx, o);
}
