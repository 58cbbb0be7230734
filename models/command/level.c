/* level.c - the response level of an office: IV to I as 1 to 4, none as 0. */
#include "models/command/office_impl.h"

static void set_level(struct mu_ctx *ctx, struct mu_office *o, int32_t level)
{
    const int32_t before = o->level;
    const mu_entity_id self = mu_self(ctx);
    const struct mu_told told = {mu_fact_of(ctx, self, MU_OFFICE_Q_LEVEL), level, mu_now(ctx)};

    o->level = level;
    const mu_cause cause =
        mu_record(ctx, &(struct mu_happening){.kind = MU_OFFICE_KIND_LEVEL, .value = level});
    mu_knowledge_learn(ctx, &o->knows, &told, self, cause);
    *(struct mu_fresh *)mu_list_add(ctx, &o->fresh, sizeof(struct mu_fresh)) =
        (struct mu_fresh){.fact = told.fact};
    mu_office_pass_level(ctx, o, &told, before);
    mu_office_more_clerks(ctx, o);
}

/* Decisions take their time, so that one may be overtaken by a later and graver one. */
void mu_office_take_level(struct mu_ctx *ctx, struct mu_office *o, uint32_t number, int32_t level)
{
    const struct mu_office_params *p = mu_params(ctx);
    struct mu_instance *i = mu_office_instance(ctx, o, number);
    const bool recorded = i->row >= p->plan.n;
    const bool stale =
        i->triggered < o->level_from || (i->triggered == o->level_from && level < o->level);

    i->value = level;
    if (stale && !recorded)
        return;
    o->level_from = i->triggered;
    if (level != o->level)
        set_level(ctx, o, level);
}
