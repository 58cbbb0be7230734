/* line_impl.h - private: how a line works, for what is made of lines (line.h).
 *
 * What happens to every customer is inline, with the pool at hand; `slot` is a customer's number.
 */
#ifndef MU_SIM_LINE_IMPL_H
#define MU_SIM_LINE_IMPL_H

#include "sim/assert.h"
#include "sim/heap_impl.h"
#include "sim/run_impl.h"

static inline struct mu_customer *mu_line_pool(const struct mu_ctx *ctx, const struct mu_line *line)
{
    return mu_arena_at(&ctx->run->arena, line->pool.items);
}

/* NULL when it has gone. */
static inline struct mu_customer *mu_line_find(struct mu_customer *pool, const struct mu_line *line,
                                               mu_claim claim)
{
    if (claim.slot == 0 || claim.slot >= line->pool.n)
        return NULL;
    struct mu_customer *c = &pool[claim.slot];
    return c->state != MU_CUSTOMER_GONE && c->generation == claim.generation ? c : NULL;
}

static inline bool mu_customer_waits(const struct mu_customer *c)
{
    return c->state == MU_CUSTOMER_LISTED || c->state == MU_CUSTOMER_RANKED;
}

/* With patience, the owner's event `gave_up` comes with the claim as its body. The pool may lie
 * elsewhere afterwards. */
mu_claim mu_line_join(struct mu_ctx *ctx, struct mu_line *line, const struct mu_join *join,
                      uint16_t gave_up);

/* The earlier of the first in the list and the first in the heap. */
uint32_t mu_line_first_of_both(const struct mu_ctx *ctx, const struct mu_line *line,
                               const struct mu_customer *pool);

/* Whose turn it is; 0 = nobody waits. */
static inline uint32_t mu_line_first(const struct mu_ctx *ctx, const struct mu_line *line,
                                     const struct mu_customer *pool)
{
    return line->heap.n == 0 ? line->head : mu_line_first_of_both(ctx, line, pool);
}

static inline void mu_line_unlink(struct mu_line *line, struct mu_customer *pool,
                                  const struct mu_customer *c)
{
    if (c->prev)
        pool[c->prev].next = c->next;
    else
        line->head = c->next;
    if (c->next)
        pool[c->next].prev = c->prev;
    else
        line->tail = c->prev;
}

/* Out of the line, but not gone; its patience is over. */
static inline void mu_line_take(struct mu_ctx *ctx, struct mu_line *line, struct mu_customer *pool,
                                uint32_t slot)
{
    struct mu_customer *c = &pool[slot];

    mu_assert(mu_customer_waits(c));
    if (c->state == MU_CUSTOMER_LISTED)
        mu_line_unlink(line, pool, c);
    else
        mu_heap_remove(ctx, &line->heap, pool, slot);
    c->state = MU_CUSTOMER_OUT;
    c->waited += ctx->now - c->since;
    line->n--;
    if (c->timer.generation == 0)
        return;
    mu_cancel(ctx, c->timer);
    c->timer = (mu_timer){0};
}

/* Back to its place among those who wait. */
void mu_line_return(struct mu_ctx *ctx, struct mu_line *line, struct mu_customer *pool,
                    uint32_t slot);

/* Gone for good. What is left of it can be read until the next one joins. */
static inline void mu_line_forget(struct mu_ctx *ctx, struct mu_line *line,
                                  struct mu_customer *pool, uint32_t slot)
{
    struct mu_customer *c = &pool[slot];

    if (mu_customer_waits(c))
        mu_line_take(ctx, line, pool, slot);
    c->state = MU_CUSTOMER_GONE;
    c->generation++;
    c->next = line->free;
    line->free = slot;
}

/* The turn of `slot` begins, with its own cause. */
static inline void mu_line_turn(struct mu_ctx *ctx, struct mu_customer *pool, uint32_t slot,
                                enum mu_turn_kind what, struct mu_turn *turn)
{
    const struct mu_customer *c = &pool[slot];

    if (turn->claim.slot == 0)
        turn->before.i = ctx->cause;
    turn->what = what;
    turn->claim = (mu_claim){slot, c->generation};
    turn->customer = c;
    turn->given = c->cause;
    ctx->cause = c->cause.i;
}

/* No more turns: the cause is the handler's again. */
static inline bool mu_line_turns_over(struct mu_ctx *ctx, struct mu_turn *turn)
{
    if (turn->claim.slot != 0)
        ctx->cause = turn->before.i;
    turn->claim = (mu_claim){0};
    return false;
}

#endif
