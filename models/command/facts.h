/* facts.h - what an organisation knows, and whether a trigger is true by it.
 *
 * A fact is known with its value, when it was observed, when it was told, by whom and by
 * which recorded event. Older observations never replace newer ones. Logic has three values:
 * what was never told is unknown; a comparison with it is unknown; `unknown and false` is
 * false, `unknown or true` is true; any, count, sum and max are over what is known. A trigger
 * fires only when it is true.
 */
#ifndef MU_MODELS_COMMAND_FACTS_H
#define MU_MODELS_COMMAND_FACTS_H

#include "models/command/report.h"
#include "sim/list.h"

struct mu_known {
    double value;
    mu_time observed, told;
    mu_cause cause;    /* the recorded event that told it */
    mu_entity_id from; /* who told it */
    bool is_known;
};

/* A quantity over all entities of a model: what any(), count(), sum() and max() need, kept
 * until one of them changes. */
struct mu_group {
    uint32_t model, q;
    mu_entity_id first;
    uint32_t n;
    bool fresh;
    double count, sum, max; /* max: NaN while nothing is known */
    mu_time latest;         /* when the last of them was told, of those that are not 0 if any */
    mu_cause cause;         /* by what */
};

/* Everything one organisation knows. */
struct mu_knowledge {
    mu_ref facts;          /* struct mu_known, by number: mu_fact_count + 1 of them */
    struct mu_list groups; /* struct mu_group */
};

void mu_knowledge_init(struct mu_ctx *ctx, struct mu_knowledge *k);
const struct mu_known *mu_knowledge_of(const struct mu_ctx *ctx, const struct mu_knowledge *k,
                                       mu_fact fact);

enum mu_news {
    MU_NEWS_NONE,   /* older than what is known */
    MU_NEWS_SAME,   /* confirmed */
    MU_NEWS_CHANGE, /* another value */
    MU_NEWS_FIRST,  /* never heard of before */
};

enum mu_news mu_knowledge_learn(struct mu_ctx *ctx, struct mu_knowledge *k,
                                const struct mu_told *told, mu_entity_id from, mu_cause cause);
/* The event by which a fact was told, once that is recorded. */
void mu_knowledge_credit(struct mu_ctx *ctx, struct mu_knowledge *k, mu_fact fact, mu_cause cause);

/* Number of a group, from 0; made when it is asked for first. */
uint32_t mu_knowledge_group(struct mu_ctx *ctx, struct mu_knowledge *k, uint32_t model, uint32_t q);
/* The group that a fact counts in; UINT32_MAX = none. */
uint32_t mu_knowledge_group_of(const struct mu_ctx *ctx, const struct mu_knowledge *k,
                               mu_fact fact);
const struct mu_group *mu_knowledge_total(struct mu_ctx *ctx, struct mu_knowledge *k,
                                          uint32_t group);

struct mu_trigger {
    const struct mu_expr *expr;
    bool has_clock;    /* mu_trigger_has_clock(expr) */
    mu_entity_id it;   /* of a loop; MU_NOBODY without one */
    mu_time *memories; /* when each since() began to be true, expr->slots of them; MU_NEVER = it
                          is not */
};

struct mu_verdict {
    bool is_true;
    mu_cause cause; /* the event that told what decides it; the latest of several */
    mu_time next;   /* when it may turn by time alone, through since() or age(); MU_NEVER */
};

/* Advances the memories. */
struct mu_verdict mu_trigger_judge(struct mu_ctx *ctx, struct mu_knowledge *k,
                                   const struct mu_trigger *trigger);
/* Does it use since() or age()? What does not turns only when something is told. */
bool mu_trigger_has_clock(const struct mu_expr *expr);
/* False when a trigger is nested too deeply to be judged. */
bool mu_trigger_fits(const struct mu_expr *expr);

#endif
