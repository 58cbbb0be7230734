#include "sim/line.h"

#include "sim/line_impl.h"

static uint32_t take_slot(struct mu_ctx *ctx, struct mu_line *line)
{
    const uint32_t slot = line->free;

    if (slot != 0) {
        line->free = mu_line_pool(ctx, line)[slot].next;
        return slot;
    }
    if (line->pool.n == 0)
        mu_list_add(ctx, &line->pool, sizeof(struct mu_customer)); /* nobody */
    mu_list_add(ctx, &line->pool, sizeof(struct mu_customer));
    return line->pool.n - 1;
}

static void append(struct mu_line *line, struct mu_customer *pool, uint32_t slot)
{
    struct mu_customer *c = &pool[slot];

    c->state = MU_CUSTOMER_LISTED;
    c->prev = line->tail;
    pool[line->tail].next = slot; /* of nobody, when the list is empty */
    line->head = line->head ? line->head : slot;
    line->tail = slot;
    line->priority = c->priority;
}

static void rank(struct mu_ctx *ctx, struct mu_line *line, struct mu_customer *pool, uint32_t slot)
{
    struct mu_customer *c = &pool[slot];

    c->state = MU_CUSTOMER_RANKED;
    mu_heap_add(ctx, &line->heap, pool, (struct mu_rank){c->priority, c->order, slot});
}

/* Field by field: a whole struct would be cleared first, which costs more than all the rest. */
static void fill(const struct mu_ctx *ctx, struct mu_customer *c, const struct mu_join *join,
                 uint64_t order)
{
    c->payload = join->payload;
    c->priority = join->priority;
    c->amount = join->amount;
    c->partial = join->partial;
    c->begun = false;
    c->order = order;
    c->came = c->since = ctx->now;
    c->waited = c->left = c->ends = 0;
    c->cause.i = ctx->cause;
    c->timer = (mu_timer){0};
    c->next = 0;
}

mu_claim mu_line_join(struct mu_ctx *ctx, struct mu_line *line, const struct mu_join *join,
                      uint16_t gave_up)
{
    const uint32_t slot = take_slot(ctx, line);
    struct mu_customer *pool = mu_line_pool(ctx, line), *c = &pool[slot];
    const mu_claim claim = {slot, c->generation};

    fill(ctx, c, join, line->joined++);
    if (line->head == 0 || join->priority == line->priority)
        append(line, pool, slot);
    else
        rank(ctx, line, pool, slot);
    line->n++;
    if (join->patience > 0) {
        mu_assert(gave_up != 0);
        c->timer = mu_set_timer(ctx, join->patience, gave_up, &claim, sizeof claim);
    }
    return claim;
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
    pool[slot].since = ctx->now;
    rank(ctx, line, pool, slot);
    line->n++;
}
