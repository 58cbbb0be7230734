#include "sim/condition.h"

#include "sim/line_impl.h"

mu_claim mu_condition_wait(struct mu_ctx *ctx, struct mu_condition *c, const struct mu_join *join,
                           uint16_t gave_up)
{
    struct mu_join as_they_come = *join;

    as_they_come.priority = 0; /* so that all stand in the list, in order */
    return mu_line_join(ctx, &c->line, &as_they_come, gave_up);
}

bool mu_condition_next(struct mu_ctx *ctx, struct mu_condition *c, mu_holds *holds,
                       const void *state, struct mu_turn *turn)
{
    struct mu_customer *pool = mu_line_pool(ctx, &c->line);
    uint32_t slot = c->line.head;

    while (slot != 0 && !holds(ctx, state, &pool[slot]))
        slot = pool[slot].next;
    if (slot == 0)
        return mu_line_turns_over(ctx, turn);
    mu_line_turn(ctx, pool, slot, MU_TURN_GOES, turn);
    mu_line_forget(ctx, &c->line, pool, slot);
    mu_tally_add(&c->wait, 1e-6 * (double)turn->customer->waited);
    return true;
}

const struct mu_customer *mu_condition_give_up(struct mu_ctx *ctx, struct mu_condition *c,
                                               mu_claim claim)
{
    struct mu_customer *pool = mu_line_pool(ctx, &c->line);

    mu_assert(mu_line_find(pool, &c->line, claim));
    mu_line_forget(ctx, &c->line, pool, claim.slot);
    c->reneged++;
    return &pool[claim.slot];
}

bool mu_condition_withdraw(struct mu_ctx *ctx, struct mu_condition *c, mu_claim claim)
{
    struct mu_customer *pool = mu_line_pool(ctx, &c->line);

    if (!mu_line_find(pool, &c->line, claim))
        return false;
    mu_line_forget(ctx, &c->line, pool, claim.slot);
    return true;
}
