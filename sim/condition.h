/* condition.h - customers who wait until something is so: a level is reached, a road is open, the
 * order has come.
 *
 *     wait -> [waiting] -> turn: goes, when it holds
 *
 * Whether it holds is for the owner to say, for one customer at a time, from the owner's state as
 * it is then; and the owner says when it may have changed, by asking whose turn it is until there
 * is none:
 *
 *     for (struct mu_turn turn = {0}; mu_condition_next(ctx, &h->tide, deep_enough, h, &turn);)
 *         sail(ctx, h, turn.customer);
 *
 * First come, first served: each time the first for whom it holds now. What one does in its turn
 * may change it for those behind, and before. Who is refused costs one question each time.
 */
#ifndef MU_SIM_CONDITION_H
#define MU_SIM_CONDITION_H

#include "sim/line.h"
#include "sim/tally.h"

/* Zeroed = nobody waits. */
struct mu_condition {
    struct mu_line line;
    struct mu_tally wait; /* s */
    uint64_t reneged;
};

/* `state` is what the owner hands to mu_condition_next. Changes nothing. */
typedef bool mu_holds(const struct mu_ctx *ctx, const void *state,
                      const struct mu_customer *customer);

/* join->priority is not looked at. With patience, the owner's event `gave_up` comes with the claim
 * as its body. */
mu_claim mu_condition_wait(struct mu_ctx *ctx, struct mu_condition *c, const struct mu_join *join,
                           uint16_t gave_up);
/* The next for whom it holds: it has gone, and the cause is its own. False when there is none. */
bool mu_condition_next(struct mu_ctx *ctx, struct mu_condition *c, mu_holds *holds,
                       const void *state, struct mu_turn *turn);
/* At the event `gave_up`. What is returned can be read until the next customer joins. */
const struct mu_customer *mu_condition_give_up(struct mu_ctx *ctx, struct mu_condition *c,
                                               mu_claim claim);
/* Never mind; false when it has gone. */
bool mu_condition_withdraw(struct mu_ctx *ctx, struct mu_condition *c, mu_claim claim);

#endif
