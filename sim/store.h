/* store.h - a level of something in stock, which some put in and others get out: water in a tank,
 * goods on a shelf, beds.
 *
 *     get -> [waiting] -> turn: gets     as soon as there is enough
 *     put -> [waiting] -> turn: puts     as soon as there is room
 *
 * A struct in the state of its owner, who lets customers join and after each change asks whose
 * turn it is until there is none, as with a resource (resource.h):
 *
 *     for (struct mu_turn turn = {0}; mu_store_next(ctx, &s->tank, &turn);)
 *         ...                                  turn.amount has been got or put
 *
 * The first of those who get is served first, and only the first: who wants much is not passed by
 * those who want little, or it might wait forever. The same on the other side. Who takes parts
 * has a turn for each, and keeps its place until customer->amount, what is still wanted, is 0.
 */
#ifndef MU_SIM_STORE_H
#define MU_SIM_STORE_H

#include "sim/line.h"
#include "sim/tally.h"

struct mu_store_rules {
    double level;     /* at the start */
    double capacity;  /* 0 = without bound */
    double tolerance; /* less than so much is nothing: what sums of fractions leave over */
    uint16_t get_gave_up, put_gave_up; /* the owner's events, with the claim as their body */
};

struct mu_store {
    struct mu_store_rules rules;
    double level; /* 0 .. capacity */
    struct mu_line getters, putters;
    struct mu_tally get_wait, put_wait; /* s until one has got or put everything */
    struct mu_time_tally over_time;     /* the level */
    uint64_t reneged;
};

/* `s` arrives zeroed. */
void mu_store_init(struct mu_ctx *ctx, struct mu_store *s, const struct mu_store_rules *rules);

/* join->amount, more than nothing, as a whole or (join->partial) in parts. A whole that the store
 * could never hold fails the run. */
mu_claim mu_store_get(struct mu_ctx *ctx, struct mu_store *s, const struct mu_join *join);
mu_claim mu_store_put(struct mu_ctx *ctx, struct mu_store *s, const struct mu_join *join);

/* The next turn, MU_TURN_GETS before MU_TURN_PUTS; false when there is none. Within it the cause
 * is the customer's own. */
bool mu_store_next(struct mu_ctx *ctx, struct mu_store *s, struct mu_turn *turn);

/* At the owner's events. What is returned can be read until the next customer joins. */
const struct mu_customer *mu_store_get_give_up(struct mu_ctx *ctx, struct mu_store *s,
                                               mu_claim claim);
const struct mu_customer *mu_store_put_give_up(struct mu_ctx *ctx, struct mu_store *s,
                                               mu_claim claim);
/* Never mind the rest; false when it has gone. */
bool mu_store_get_withdraw(struct mu_ctx *ctx, struct mu_store *s, mu_claim claim);
bool mu_store_put_withdraw(struct mu_ctx *ctx, struct mu_store *s, mu_claim claim);

/* Brings the tally over time up to now, before it is read. */
void mu_store_tally(const struct mu_ctx *ctx, struct mu_store *s);
/* The end of the warm-up: tallies and counts begin anew. */
void mu_store_reset(const struct mu_ctx *ctx, struct mu_store *s);

#endif
