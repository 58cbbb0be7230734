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

/* A number that was never given out. The pool may lie elsewhere afterwards. */
uint32_t mu_line_grow(struct mu_ctx *ctx, struct mu_line *line);

static inline uint32_t mu_line_slot(struct mu_ctx *ctx, struct mu_line *line)
{
    const uint32_t slot = line->free;

    if (slot == 0)
        return mu_line_grow(ctx, line);
    line->free = mu_line_pool(ctx, line)[slot].next;
    return slot;
}

/* Field by field: a whole struct would be cleared first, which costs more than all the rest. */
static inline void mu_customer_fill(const struct mu_ctx *ctx, struct mu_customer *c,
                                    const struct mu_join *join, uint64_t order)
{
    c->payload = join->payload;
    c->priority = join->priority;
    c->amount = join->amount;
    c->partial = join->partial;
    c->begun = false;
    c->order = order;
    c->came = c->since = ctx->acting.now;
    c->waited = c->left = c->ends = 0;
    c->cause.i = ctx->cause;
    c->timer = (mu_timer){0};
    c->next = 0;
}

static inline void mu_line_append(struct mu_line *line, struct mu_customer *pool, uint32_t slot)
{
    struct mu_customer *c = &pool[slot];

    c->state = MU_CUSTOMER_LISTED;
    c->prev = line->tail;
    pool[line->tail].next = slot; /* of nobody, when the list is empty */
    line->head = line->head ? line->head : slot;
    line->tail = slot;
    line->priority = c->priority;
}

/* Into the heap. */
void mu_line_rank(struct mu_ctx *ctx, struct mu_line *line, struct mu_customer *pool,
                  uint32_t slot);

/* With patience, the owner's event `gave_up` comes with the claim as its body. The pool may lie
 * elsewhere afterwards. */
static inline mu_claim mu_line_join(struct mu_ctx *ctx, struct mu_line *line,
                                    const struct mu_join *join, uint16_t gave_up)
{
    const uint32_t slot = mu_line_slot(ctx, line);
    struct mu_customer *pool = mu_line_pool(ctx, line), *c = &pool[slot];
    const mu_claim claim = {slot, c->generation};

    mu_customer_fill(ctx, c, join, line->joined++);
    if (line->head == 0 || join->priority == line->priority)
        mu_line_append(line, pool, slot);
    else
        mu_line_rank(ctx, line, pool, slot);
    line->n++;
    if (join->patience > 0) {
        mu_assert(gave_up != 0);
        c->timer = mu_set_timer(ctx, join->patience, gave_up, &claim, sizeof claim);
    }
    return claim;
}

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
    c->waited += ctx->acting.now - c->since;
    line->n--;
    if (c->timer.generation == 0)
        return;
    mu_cancel(ctx, c->timer);
    c->timer = (mu_timer){0};
}

/* Back to its place among those who wait. */
void mu_line_return(struct mu_ctx *ctx, struct mu_line *line, struct mu_customer *pool,
                    uint32_t slot);

/* The number of one who is out of the line can be given again. What is left can be read until
 * then. */
static inline void mu_line_give(struct mu_line *line, struct mu_customer *pool, uint32_t slot)
{
    struct mu_customer *c = &pool[slot];

    c->state = MU_CUSTOMER_GONE;
    c->generation++;
    c->next = line->free;
    line->free = slot;
}

/* Gone for good. */
static inline void mu_line_forget(struct mu_ctx *ctx, struct mu_line *line,
                                  struct mu_customer *pool, uint32_t slot)
{
    mu_line_take(ctx, line, pool, slot);
    mu_line_give(line, pool, slot);
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
