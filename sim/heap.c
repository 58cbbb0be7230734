#include "sim/heap_impl.h"

#include "sim/assert.h"

static void put(struct mu_rank *ranks, struct mu_customer *pool, uint32_t i, struct mu_rank rank)
{
    ranks[i] = rank;
    pool[rank.slot].place = i;
}

/* Moves the hole at i up until `rank` may fill it. */
static void rise(struct mu_rank *ranks, struct mu_customer *pool, uint32_t i, struct mu_rank rank)
{
    while (i > 0 && mu_rank_before(&rank, &ranks[(i - 1) / 2])) {
        put(ranks, pool, i, ranks[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
    put(ranks, pool, i, rank);
}

/* The same downwards, among the first n. */
static void sink(struct mu_rank *ranks, struct mu_customer *pool, uint32_t n, uint32_t i,
                 struct mu_rank rank)
{
    for (uint32_t child = 2 * i + 1; child < n; child = 2 * i + 1) {
        if (child + 1 < n && mu_rank_before(&ranks[child + 1], &ranks[child]))
            child++;
        if (!mu_rank_before(&ranks[child], &rank))
            break;
        put(ranks, pool, i, ranks[child]);
        i = child;
    }
    put(ranks, pool, i, rank);
}

void mu_heap_add(struct mu_ctx *ctx, struct mu_list *heap, struct mu_customer *pool,
                 struct mu_rank rank)
{
    mu_list_add(ctx, heap, sizeof rank);
    rise(mu_at(ctx, heap->items), pool, heap->n - 1, rank);
}

void mu_heap_remove(struct mu_ctx *ctx, struct mu_list *heap, struct mu_customer *pool,
                    uint32_t slot)
{
    struct mu_rank *ranks = mu_at(ctx, heap->items);
    const uint32_t i = pool[slot].place;

    mu_assert(i < heap->n && ranks[i].slot == slot);
    const struct mu_rank last = ranks[--heap->n];
    if (i == heap->n)
        return;
    if (i > 0 && mu_rank_before(&last, &ranks[(i - 1) / 2]))
        rise(ranks, pool, i, last);
    else
        sink(ranks, pool, heap->n, i, last);
}
