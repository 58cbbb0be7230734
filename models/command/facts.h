/* facts.h - what an organisation knows, and whether a trigger is true by it.
 *
 * A fact is known with its value, when it was observed, when it was told and by which
 * recorded event. Older observations never replace newer ones. Logic has three values: what
 * was never told is unknown; a comparison with it is unknown; `unknown and false` is false,
 * `unknown or true` is true; any, count, sum and max are over what is known. A trigger fires
 * only when it is true.
 */
#ifndef MU_MODELS_COMMAND_FACTS_H
#define MU_MODELS_COMMAND_FACTS_H

#include "models/command/report.h"

struct mu_known {
    double value;
    mu_time observed, told;
    mu_cause cause; /* the recorded event that told it */
    bool is_known;
};

/* Everything one organisation knows: an item for each fact of the world, by number. */
struct mu_knowledge {
    mu_ref facts; /* struct mu_known, mu_fact_count + 1 of them */
};

void mu_knowledge_init(struct mu_ctx *ctx, struct mu_knowledge *k);
const struct mu_known *mu_knowledge_of(const struct mu_ctx *ctx, const struct mu_knowledge *k,
                                       mu_fact fact);

enum mu_news {
    MU_NEWS_NONE,   /* older, or known already */
    MU_NEWS_CHANGE, /* another value */
    MU_NEWS_FIRST,  /* never heard of before */
};

enum mu_news mu_knowledge_learn(struct mu_ctx *ctx, struct mu_knowledge *k,
                                const struct mu_told *told, mu_cause cause);

/* When since() began to be true, one for each slot of a trigger; MU_NEVER = it is not. */
struct mu_trigger {
    const struct mu_expr *expr;
    mu_entity_id it;   /* of a loop; MU_NOBODY without one */
    mu_time *memories; /* expr->slots of them */
};

/* Advances the memories. The latest event among the facts used goes to *cause. */
bool mu_trigger_true(struct mu_ctx *ctx, const struct mu_knowledge *k,
                     const struct mu_trigger *trigger, mu_cause *cause);
/* Does the trigger hold since() or age(), which can come true by time alone? */
bool mu_trigger_waits(const struct mu_expr *expr);

#endif
