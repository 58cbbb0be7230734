/* watch.c - which items and needs a fact concerns, so that a report costs only what hangs on it.
 *
 * Keys are the facts, and behind them the groups that any(), count(), sum() and max() look at.
 * A key has ranges: instances to judge, or needs to count again.
 */
#include "models/command/office_impl.h"

enum range_kind {
    RANGE_JUDGE, /* instances */
    RANGE_AGE,   /* instances that use the age of the fact: also when it is only confirmed */
    RANGE_NEED,  /* needs: the same */
};

struct mu_range {
    uint32_t first, n;
    int32_t kind;
};

/* First the ranges of each key are counted, then they are entered. */
struct build {
    struct mu_ctx *ctx;
    struct mu_office *o;
    uint32_t *starts;
    struct mu_range *ranges; /* NULL while counting */
};

static void put(const struct build *b, uint32_t key, struct mu_range range)
{
    if (b->ranges)
        b->ranges[b->starts[key + 1]++] = range;
    else
        b->starts[key + 2]++;
}

static uint32_t group_key(struct mu_ctx *ctx, uint32_t group)
{
    return (uint32_t)mu_fact_count(ctx) + 1 + group;
}

static void put_it(const struct build *b, uint32_t q, const struct mu_item_row *r)
{
    for (uint32_t k = r->first; k < r->first + r->n; k++) {
        const mu_entity_id it = mu_office_instance(b->ctx, b->o, k)->it;
        if (it.i)
            put(b, mu_fact_of(b->ctx, it, q).i, (struct mu_range){k, 1, RANGE_JUDGE});
    }
}

static void put_node(const struct build *b, const struct mu_node *node, const struct mu_item_row *r)
{
    const struct mu_range all = {r->first, r->n, RANGE_JUDGE}, aged = {r->first, r->n, RANGE_AGE};

    switch (node->op) {
    case MU_OP_FACT: put(b, node->fact.i, all); break;
    case MU_OP_AGE: put(b, node->fact.i, aged); break;
    case MU_OP_IT: put_it(b, node->q, r); break;
    case MU_OP_ANY:
    case MU_OP_COUNT:
    case MU_OP_SUM:
    case MU_OP_MAX:
        put(b, group_key(b->ctx, mu_knowledge_group(b->ctx, &b->o->knows, node->model, node->q)),
            all);
        break;
    default: break;
    }
}

static void put_all(const struct build *b)
{
    const struct mu_office_params *p = mu_params(b->ctx);

    for (uint32_t row = 0; row < p->plan.n; row++) {
        const struct mu_expr *when = &((const struct mu_item *)p->plan.rows)[row].when;
        for (size_t i = 0; i < when->n; i++)
            put_node(b, &when->nodes[i], mu_office_row(b->ctx, b->o, row));
    }
    for (uint32_t k = 0; k < b->o->n_needs; k++) {
        const struct mu_need *n = mu_office_need(b->ctx, b->o, k);
        put(b, n->people.i, (struct mu_range){k, 1, RANGE_NEED});
        put(b, n->flooded.i, (struct mu_range){k, 1, RANGE_NEED});
    }
}

/* So that the number of keys is known before they are counted. */
static void make_groups(struct mu_ctx *ctx, struct mu_office *o)
{
    const struct mu_office_params *p = mu_params(ctx);

    for (uint32_t row = 0; row < p->plan.n; row++) {
        const struct mu_expr *when = &((const struct mu_item *)p->plan.rows)[row].when;
        for (size_t i = 0; i < when->n; i++)
            if (when->nodes[i].op >= MU_OP_ANY && when->nodes[i].op <= MU_OP_MAX)
                mu_knowledge_group(ctx, &o->knows, when->nodes[i].model, when->nodes[i].q);
    }
}

void mu_office_watch_start(struct mu_ctx *ctx, struct mu_office *o)
{
    if (o->n_instances == 0)
        return;
    make_groups(ctx, o);
    const uint32_t keys = group_key(ctx, o->knows.groups.n);
    o->watch.keys = keys;
    o->watch.starts = mu_alloc(ctx, keys + 2, sizeof(uint32_t));
    struct build b = {.ctx = ctx, .o = o, .starts = mu_at(ctx, o->watch.starts)};
    put_all(&b);
    for (uint32_t key = 2; key < keys + 2; key++)
        b.starts[key] += b.starts[key - 1];
    const uint32_t n = b.starts[keys + 1];
    o->watch.ranges = mu_alloc(ctx, n ? n : 1, sizeof(struct mu_range));
    b.ranges = mu_at(ctx, o->watch.ranges);
    put_all(&b);
}

static void judge_once(struct mu_ctx *ctx, struct mu_office *o, uint32_t number)
{
    struct mu_instance *i = mu_office_instance(ctx, o, number);

    if (i->pass == o->pass)
        return;
    i->pass = o->pass;
    mu_office_judge(ctx, o, number);
}

static void look_at(struct mu_ctx *ctx, struct mu_office *o, uint32_t key, bool confirmed)
{
    const uint32_t *starts = mu_at(ctx, o->watch.starts);
    const struct mu_range *ranges = mu_at(ctx, o->watch.ranges);

    for (uint32_t r = starts[key]; r < starts[key + 1]; r++) {
        if (confirmed && ranges[r].kind == RANGE_JUDGE)
            continue;
        for (uint32_t k = ranges[r].first; k < ranges[r].first + ranges[r].n; k++)
            if (ranges[r].kind == RANGE_NEED)
                mu_office_need_changed(ctx, o, k);
            else
                judge_once(ctx, o, k);
    }
}

void mu_office_look(struct mu_ctx *ctx, struct mu_office *o)
{
    const mu_cause before = mu_cause_now(ctx);
    const struct mu_fresh *fresh = mu_at(ctx, o->fresh.items);

    if (o->fresh.n == 0)
        return;
    o->pass++;
    mu_set_cause(ctx, MU_NO_CAUSE); /* a trigger that uses no fact has none */
    for (uint32_t i = 0; i < o->fresh.n && o->watch.keys > 0; i++) {
        const uint32_t group = mu_knowledge_group_of(ctx, &o->knows, fresh[i].fact);
        look_at(ctx, o, fresh[i].fact.i, fresh[i].confirmed);
        if (group != UINT32_MAX && !fresh[i].confirmed)
            look_at(ctx, o, group_key(ctx, group), false);
    }
    o->fresh.n = 0;
    mu_set_cause(ctx, before);
}
