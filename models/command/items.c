/* items.c - rows of the plan and of the history, and how often each stands: once for each
 * entity of its loop and, where the desk serves places one by one, for each place.
 */
#include <stdarg.h>
#include <stdio.h>

#include "models/command/office_impl.h"
#include "sim/assert.h"

static const struct mu_office_params *params(const struct mu_ctx *ctx)
{
    return mu_params(ctx);
}

uint64_t mu_office_address(const char *fmt, ...)
{
    char text[512];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    return mu_name_hash(text);
}

struct mu_instance *mu_office_instance(const struct mu_ctx *ctx, const struct mu_office *o,
                                       uint32_t i)
{
    mu_assert(i < o->n_instances);
    return (struct mu_instance *)mu_at(ctx, o->instances) + i;
}

const struct mu_item_row *mu_office_row(const struct mu_ctx *ctx, const struct mu_office *o,
                                        uint32_t row)
{
    return (const struct mu_item_row *)mu_at(ctx, o->rows) + row;
}

size_t mu_office_item_rows(const struct mu_ctx *ctx)
{
    return params(ctx)->plan.n + params(ctx)->history.n;
}

struct mu_item mu_decision_item(const struct mu_decision *d)
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
                            .sides = d->sides};
}

struct mu_item mu_office_item(const struct mu_ctx *ctx, uint32_t row)
{
    const struct mu_office_params *p = params(ctx);

    if (row < p->plan.n)
        return ((const struct mu_item *)p->plan.rows)[row];
    return mu_decision_item((const struct mu_decision *)p->history.rows + (row - p->plan.n));
}

mu_thing mu_office_item_thing(const struct mu_ctx *ctx, const struct mu_instance *i)
{
    return mu_part(ctx, i->row);
}

bool mu_office_is_desk_verb(int32_t verb)
{
    return verb == MU_VERB_RESCUE || verb == MU_VERB_TRANSPORT;
}

mu_thing mu_office_about(const struct mu_ctx *ctx, const struct mu_office *o,
                         const struct mu_instance *i)
{
    if (i->need)
        return mu_thing_of(mu_office_need(ctx, o, i->need - 1)->place);
    if (i->it.i)
        return mu_thing_of(i->it);
    const struct mu_item item = mu_office_item(ctx, i->row);
    return item.at.n == 1 ? mu_thing_of(item.at.ids[0]) : MU_NOTHING;
}

/* ---- instances ---- */

static bool is_loop(const struct mu_item *item)
{
    return item->for_each && *item->for_each;
}

static size_t loop_length(const struct mu_ctx *ctx, const struct mu_item *item, mu_entity_id *first)
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

static mu_entity_id of_loop(const struct mu_item *item, mu_entity_id first, size_t i)
{
    if (!is_loop(item))
        return MU_NOBODY;
    return item->among.n > 0 ? item->among.ids[i] : (mu_entity_id){first.i + (uint32_t)i};
}

static size_t places(const struct mu_item *item)
{
    return mu_office_is_desk_verb(item->does) && item->at.n > 0 ? item->at.n : 1;
}

static mu_ref new_memories(struct mu_ctx *ctx, const struct mu_expr *expr)
{
    if (expr->slots == 0)
        return (mu_ref){0};
    const mu_ref ref = mu_alloc(ctx, expr->slots, sizeof(mu_time));
    mu_time *memories = mu_at(ctx, ref);
    for (uint32_t s = 0; s < expr->slots; s++)
        memories[s] = MU_NEVER;
    return ref;
}

static uint32_t add_instances(struct mu_ctx *ctx, struct mu_office *o, uint32_t row, uint32_t at)
{
    const struct mu_item item = mu_office_item(ctx, row);
    struct mu_item_row *r = (struct mu_item_row *)mu_at(ctx, o->rows) + row;
    mu_entity_id first;
    const size_t n = loop_length(ctx, &item, &first), each = places(&item);

    *r = (struct mu_item_row){at, (uint32_t)(n * each), mu_trigger_has_clock(&item.when)};
    for (size_t i = 0; i < n * each; i++) {
        const mu_ref memories = new_memories(ctx, &item.when);
        *mu_office_instance(ctx, o, at + (uint32_t)i) =
            (struct mu_instance){.row = row,
                                 .it = of_loop(&item, first, i / each),
                                 .check_at = MU_NEVER,
                                 .memories = memories};
    }
    return r->n;
}

static uint32_t count_instances(const struct mu_ctx *ctx)
{
    size_t n = 0;

    for (uint32_t row = 0; row < mu_office_item_rows(ctx); row++) {
        const struct mu_item item = mu_office_item(ctx, row);
        mu_entity_id first;
        n += loop_length(ctx, &item, &first) * places(&item);
    }
    return (uint32_t)n;
}

void mu_office_items_start(struct mu_ctx *ctx, struct mu_office *o)
{
    const size_t rows = mu_office_item_rows(ctx);
    const uint32_t n = count_instances(ctx);

    if (rows == 0)
        return;
    o->rows = mu_alloc(ctx, rows, sizeof(struct mu_item_row));
    o->instances = mu_alloc(ctx, n ? n : 1, sizeof(struct mu_instance));
    o->n_instances = n;
    uint32_t next = 0;
    for (uint32_t row = 0; row < rows; row++)
        next += add_instances(ctx, o, row, next);
}
