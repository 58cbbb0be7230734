/* pool.h - memory that is given back all at once.
 *
 * What a reader builds (trees of settings, file contents, names) lives as long as the
 * scenario it was read for, so nothing is freed piece by piece.
 */
#ifndef MU_SCENARIOS_POOL_H
#define MU_SCENARIOS_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/err.h"

struct mu_pool_chunk;

/* Zeroed = empty and ready. */
struct mu_pool {
    struct mu_pool_chunk *chunks;
    bool failed; /* an allocation was refused; stays true */
};

void mu_pool_fini(struct mu_pool *pool);

/* Zeroed memory; NULL = no memory, and `failed` is set. */
void *mu_pool_alloc(struct mu_pool *pool, size_t size);
/* A copy of n bytes with a final zero. */
char *mu_pool_text(struct mu_pool *pool, const char *bytes, size_t n);
char *mu_pool_printf(struct mu_pool *pool, const char *fmt, ...) MU_PRINTF(2, 3);
/* An array of `n` items grown to hold one more: doubles when n is a power of two. The old
 * place is left to the pool. */
void *mu_pool_grow(struct mu_pool *pool, void *items, size_t n, size_t size);

#endif
