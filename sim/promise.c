#include "sim/promise_impl.h"

#include <stdlib.h>

#include "sim/assert.h"

enum mu_err mu_world_promise(struct mu_world *world, mu_entity_id from, mu_entity_id to,
                             mu_time delay)
{
    const size_t n = world->n_promises;

    mu_assert(world->sealed && from.i >= 1 && from.i <= world->n && to.i >= 1 && to.i <= world->n);
    if ((n & (n - 1)) == 0) { /* it is full */
        const size_t capacity = n ? 2 * n : 1;
        struct mu_promise *promises = realloc(world->promises, capacity * sizeof *promises);
        if (!promises)
            return MU_ERR_MEMORY;
        world->promises = promises;
    }
    world->promises[world->n_promises++] = (struct mu_promise){from.i, to.i, delay};
    return MU_OK;
}

static int by_pair(const void *a, const void *b)
{
    const struct mu_promise *x = a, *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

/* Of several promises of one pair the longest holds. */
static size_t keep_longest(struct mu_promise *promises, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && by_pair(&promises[kept - 1], &promises[i]) == 0) {
            struct mu_promise *last = &promises[kept - 1];
            last->delay = promises[i].delay > last->delay ? promises[i].delay : last->delay;
        } else {
            promises[kept++] = promises[i];
        }
    }
    return kept;
}

enum mu_err mu_promise_prepare(struct mu_run *run)
{
    const struct mu_world *world = run->world;

    run->longest_promise = world->options.lookahead;
    if (world->n_promises == 0)
        return MU_OK;
    run->promises = malloc(world->n_promises * sizeof *run->promises);
    if (!run->promises)
        return MU_ERR_MEMORY;
    for (size_t i = 0; i < world->n_promises; i++) {
        const struct mu_promise *p = &world->promises[i];
        run->promises[i] =
            (struct mu_promise){run->site_of[p->from], run->site_of[p->to], p->delay};
        if (p->delay > run->longest_promise)
            run->longest_promise = p->delay;
    }
    qsort(run->promises, world->n_promises, sizeof *run->promises, by_pair);
    run->n_promises = keep_longest(run->promises, world->n_promises);
    return MU_OK;
}

mu_time mu_promise_between(const struct mu_run *run, uint32_t from_site, uint32_t to_site)
{
    const mu_time lookahead = run->world->options.lookahead;
    const struct mu_promise pair = {.from = from_site, .to = to_site};
    const struct mu_promise *found =
        run->n_promises == 0 ? NULL
                             : bsearch(&pair, run->promises, run->n_promises, sizeof pair, by_pair);

    return found && found->delay > lookahead ? found->delay : lookahead;
}
