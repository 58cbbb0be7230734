#include "sim/store.h"

#include <math.h>

#include "sim/line_impl.h"

void mu_store_tally(const struct mu_ctx *ctx, struct mu_store *s)
{
    mu_time_tally_until(&s->over_time, mu_now(ctx));
}

void mu_store_reset(const struct mu_ctx *ctx, struct mu_store *s)
{
    s->get_wait = s->put_wait = (struct mu_tally){0};
    s->reneged = 0;
    mu_time_tally_reset(&s->over_time, mu_now(ctx));
}

void mu_store_init(struct mu_ctx *ctx, struct mu_store *s, const struct mu_store_rules *rules)
{
    mu_assert(rules->tolerance >= 0 && rules->capacity >= 0 && rules->level >= 0);
    s->rules = *rules;
    if (rules->capacity == 0)
        s->rules.capacity = INFINITY;
    mu_assert(rules->level <= s->rules.capacity);
    s->level = s->over_time.level = rules->level;
    mu_store_reset(ctx, s);
}

/* ---- coming and going ---- */

static mu_claim join_line(struct mu_ctx *ctx, const struct mu_store *s, struct mu_line *line,
                          const struct mu_join *join, uint16_t gave_up)
{
    mu_assert(join->amount > s->rules.tolerance);
    if (!join->partial && join->amount > s->rules.capacity + s->rules.tolerance)
        mu_fail(ctx, "somebody wants %g at once of a store that holds %g", join->amount,
                s->rules.capacity);
    return mu_line_join(ctx, line, join, gave_up);
}

mu_claim mu_store_get(struct mu_ctx *ctx, struct mu_store *s, const struct mu_join *join)
{
    return join_line(ctx, s, &s->getters, join, s->rules.get_gave_up);
}

mu_claim mu_store_put(struct mu_ctx *ctx, struct mu_store *s, const struct mu_join *join)
{
    return join_line(ctx, s, &s->putters, join, s->rules.put_gave_up);
}

static const struct mu_customer *give_up(struct mu_ctx *ctx, struct mu_store *s,
                                         struct mu_line *line, mu_claim claim)
{
    struct mu_customer *pool = mu_line_pool(ctx, line);

    mu_assert(mu_line_find(pool, line, claim));
    mu_line_forget(ctx, line, pool, claim.slot);
    s->reneged++;
    return &pool[claim.slot];
}

const struct mu_customer *mu_store_get_give_up(struct mu_ctx *ctx, struct mu_store *s,
                                               mu_claim claim)
{
    return give_up(ctx, s, &s->getters, claim);
}

const struct mu_customer *mu_store_put_give_up(struct mu_ctx *ctx, struct mu_store *s,
                                               mu_claim claim)
{
    return give_up(ctx, s, &s->putters, claim);
}

static bool withdraw(struct mu_ctx *ctx, struct mu_line *line, mu_claim claim)
{
    struct mu_customer *pool = mu_line_pool(ctx, line);

    if (!mu_line_find(pool, line, claim))
        return false;
    mu_line_forget(ctx, line, pool, claim.slot);
    return true;
}

bool mu_store_get_withdraw(struct mu_ctx *ctx, struct mu_store *s, mu_claim claim)
{
    return withdraw(ctx, &s->getters, claim);
}

bool mu_store_put_withdraw(struct mu_ctx *ctx, struct mu_store *s, mu_claim claim)
{
    return withdraw(ctx, &s->putters, claim);
}

/* ---- turns ---- */

/* What the first of a line can have of `there`; 0 = it goes on waiting. */
static double share(const struct mu_ctx *ctx, const struct mu_store *s, const struct mu_line *line,
                    double there)
{
    const struct mu_customer *pool = mu_line_pool(ctx, line);
    const uint32_t first = mu_line_first(ctx, line, pool);

    if (first == 0)
        return 0;
    const struct mu_customer *c = &pool[first];
    const bool enough = there + s->rules.tolerance >= c->amount;
    if (!enough && !(c->partial && there > s->rules.tolerance))
        return 0;
    return fmin(there, c->amount);
}

/* Complete, it goes; else it stays the first. */
static bool hand_over(struct mu_ctx *ctx, const struct mu_store *s, struct mu_line *line,
                      double amount, struct mu_tally *wait, struct mu_turn *turn)
{
    struct mu_customer *pool = mu_line_pool(ctx, line);
    const uint32_t slot = mu_line_first(ctx, line, pool);
    struct mu_customer *c = &pool[slot];

    c->amount = c->amount - amount > s->rules.tolerance ? c->amount - amount : 0;
    mu_line_turn(ctx, pool, slot, line == &s->getters ? MU_TURN_GETS : MU_TURN_PUTS, turn);
    turn->amount = amount;
    if (c->amount > 0)
        return true;
    mu_line_forget(ctx, line, pool, slot);
    mu_tally_add(wait, 1e-6 * (double)c->waited);
    return true;
}

static void set_level(const struct mu_ctx *ctx, struct mu_store *s, double level)
{
    s->level = level;
    mu_time_tally_set(&s->over_time, mu_now(ctx), level);
}

bool mu_store_next(struct mu_ctx *ctx, struct mu_store *s, struct mu_turn *turn)
{
    const double out = share(ctx, s, &s->getters, s->level);
    const double in = share(ctx, s, &s->putters, s->rules.capacity - s->level);

    if (out > 0) {
        set_level(ctx, s, s->level - out);
        return hand_over(ctx, s, &s->getters, out, &s->get_wait, turn);
    }
    if (in > 0) {
        set_level(ctx, s, fmin(s->level + in, s->rules.capacity));
        return hand_over(ctx, s, &s->putters, in, &s->put_wait, turn);
    }
    return mu_line_turns_over(ctx, turn);
}
