/* facts.c - knowledge: single facts, and their totals over all entities of a model. */
#include "models/command/facts.h"

#include <math.h>

#include "sim/assert.h"

static struct mu_known *known_at(const struct mu_ctx *ctx, const struct mu_knowledge *k,
                                 mu_fact fact)
{
    mu_assert(fact.i <= mu_fact_count(ctx));
    return (struct mu_known *)mu_at(ctx, k->facts) + fact.i;
}

static struct mu_group *group_at(const struct mu_ctx *ctx, const struct mu_knowledge *k, uint32_t i)
{
    mu_assert(i < k->groups.n);
    return (struct mu_group *)mu_at(ctx, k->groups.items) + i;
}

void mu_knowledge_init(struct mu_ctx *ctx, struct mu_knowledge *k)
{
    k->facts = mu_alloc(ctx, mu_fact_count(ctx) + 1, sizeof(struct mu_known));
}

const struct mu_known *mu_knowledge_of(const struct mu_ctx *ctx, const struct mu_knowledge *k,
                                       mu_fact fact)
{
    return known_at(ctx, k, fact);
}

static void spoil_total(struct mu_ctx *ctx, struct mu_knowledge *k, mu_fact fact)
{
    const uint32_t group = mu_knowledge_group_of(ctx, k, fact);

    if (group != UINT32_MAX)
        group_at(ctx, k, group)->fresh = false;
}

enum mu_news mu_knowledge_learn(struct mu_ctx *ctx, struct mu_knowledge *k,
                                const struct mu_told *told, mu_entity_id from, mu_cause cause)
{
    struct mu_known *known = known_at(ctx, k, told->fact);
    const bool first = !known->is_known;

    if (isnan(told->value) || (!first && told->observed < known->observed))
        return MU_NEWS_NONE;
    if (!first && told->value == known->value) {
        known->observed = told->observed;
        return MU_NEWS_SAME;
    }
    *known = (struct mu_known){.value = told->value,
                               .observed = told->observed,
                               .told = mu_now(ctx),
                               .cause = cause,
                               .from = from,
                               .is_known = true};
    spoil_total(ctx, k, told->fact);
    return first ? MU_NEWS_FIRST : MU_NEWS_CHANGE;
}

void mu_knowledge_credit(struct mu_ctx *ctx, struct mu_knowledge *k, mu_fact fact, mu_cause cause)
{
    known_at(ctx, k, fact)->cause = cause;
    spoil_total(ctx, k, fact);
}

uint32_t mu_knowledge_group(struct mu_ctx *ctx, struct mu_knowledge *k, uint32_t model, uint32_t q)
{
    for (uint32_t i = 0; i < k->groups.n; i++) {
        const struct mu_group *g = group_at(ctx, k, i);
        if (g->model == model && g->q == q)
            return i;
    }
    size_t n;
    const mu_entity_id first = mu_first_of_index(ctx, model, &n);
    struct mu_group *g = mu_list_add(ctx, &k->groups, sizeof *g);
    *g = (struct mu_group){.model = model, .q = q, .first = first, .n = (uint32_t)n};
    return k->groups.n - 1;
}

uint32_t mu_knowledge_group_of(const struct mu_ctx *ctx, const struct mu_knowledge *k, mu_fact fact)
{
    if (k->groups.n == 0)
        return UINT32_MAX;
    uint32_t q;
    const mu_entity_id of = mu_fact_entity(ctx, fact, &q);
    for (uint32_t i = 0; i < k->groups.n; i++) {
        const struct mu_group *g = group_at(ctx, k, i);
        if (g->q == q && of.i >= g->first.i && of.i < g->first.i + g->n)
            return i;
    }
    return UINT32_MAX;
}

/* What is not 0 makes an any() true: it is the cause rather than a later 0 of another. */
static void add_to_total(struct mu_group *g, const struct mu_known *known)
{
    const bool counts = known->value != 0;

    if ((counts && g->count == 0) || (known->told >= g->latest && (counts || g->count == 0))) {
        g->latest = known->told;
        g->cause = known->cause;
    }
    g->count += counts;
    g->sum += known->value;
    g->max = isnan(g->max) || known->value > g->max ? known->value : g->max;
}

const struct mu_group *mu_knowledge_total(struct mu_ctx *ctx, struct mu_knowledge *k,
                                          uint32_t group)
{
    struct mu_group *g = group_at(ctx, k, group);

    if (g->fresh)
        return g;
    g->fresh = true;
    g->count = g->sum = 0;
    g->max = NAN;
    g->latest = -1;
    g->cause = MU_NO_CAUSE;
    for (uint32_t i = 0; i < g->n; i++) {
        const mu_entity_id of = {g->first.i + i};
        const struct mu_known *known = known_at(ctx, k, mu_fact_of(ctx, of, g->q));
        if (known->is_known)
            add_to_total(g, known);
    }
    return g;
}
