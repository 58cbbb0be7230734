/* heap_impl.h - private: a binary heap of customers in the run's memory, the least (priority,
 * order) first. Each customer knows its place in it, so that any one can be taken out. */
#ifndef MU_SIM_HEAP_IMPL_H
#define MU_SIM_HEAP_IMPL_H

#include "sim/line.h"

struct mu_rank {
    int64_t priority;
    uint64_t order;
    uint32_t slot;
};

static inline bool mu_rank_before(const struct mu_rank *a, const struct mu_rank *b)
{
    return a->priority != b->priority ? a->priority < b->priority : a->order < b->order;
}

/* `heap` is a list of struct mu_rank; customers are of `pool`. */
void mu_heap_add(struct mu_ctx *ctx, struct mu_list *heap, struct mu_customer *pool,
                 struct mu_rank rank);
void mu_heap_remove(struct mu_ctx *ctx, struct mu_list *heap, struct mu_customer *pool,
                    uint32_t slot);
/* The first of those in it, which must not be empty. */
static inline const struct mu_rank *mu_heap_first(const struct mu_ctx *ctx,
                                                  const struct mu_list *heap)
{
    return mu_at(ctx, heap->items);
}

#endif
