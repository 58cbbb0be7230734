#include "sim/line.h"

#include "sim/line_impl.h"

uint32_t mu_line_grow(struct mu_ctx *ctx, struct mu_line *line)
{
    if (line->pool.n == 0)
        mu_list_add(ctx, &line->pool, sizeof(struct mu_customer)); /* nobody */
    mu_list_add(ctx, &line->pool, sizeof(struct mu_customer));
    return line->pool.n - 1;
}

void mu_line_rank(struct mu_ctx *ctx, struct mu_line *line, struct mu_customer *pool, uint32_t slot)
{
    struct mu_customer *c = &pool[slot];

    c->state = MU_CUSTOMER_RANKED;
    mu_heap_add(ctx, &line->heap, pool, (struct mu_rank){c->priority, c->order, slot});
}

uint32_t mu_line_first_of_both(const struct mu_ctx *ctx, const struct mu_line *line,
                               const struct mu_customer *pool)
{
    const struct mu_rank *first = mu_heap_first(ctx, &line->heap);

    if (line->head == 0)
        return first->slot;
    const struct mu_rank listed = {line->priority, pool[line->head].order, line->head};
    return mu_rank_before(first, &listed) ? first->slot : line->head;
}

/* It may go before some who came later: a list keeps no such order, the heap does. */
void mu_line_return(struct mu_ctx *ctx, struct mu_line *line, struct mu_customer *pool,
                    uint32_t slot)
{
    mu_assert(pool[slot].state == MU_CUSTOMER_OUT);
    pool[slot].since = ctx->acting.now;
    mu_line_rank(ctx, line, pool, slot);
    line->n++;
}
