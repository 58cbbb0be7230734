/* blocks_impl.h - private: the blocks that hold messages; used by the queue alone. */
#ifndef MU_SIM_BLOCKS_IMPL_H
#define MU_SIM_BLOCKS_IMPL_H

#include "sim/message_impl.h"

#define MU_BLOCK_CLASSES 7

struct mu_free_block {
    struct mu_free_block *next;
};

/* Blocks of one size, which never move. */
struct mu_blocks {
    struct mu_free_block *free, *chunks; /* given back; a chunk begins with a block that leads on */
    char *fresh;                         /* never used yet: the end of the last chunk */
    size_t n_fresh, n_chunks;
};

/* The smallest class whose block holds a body of `size` bytes. */
static inline unsigned mu_blocks_class(size_t size)
{
    if (size <= 32)
        return (unsigned)(size + 15) / 16;
    return size <= 96 ? 3 : size <= 288 ? 4 : size <= 1056 ? 5 : 6;
}

/* One that was never used; NULL = no memory. */
void *mu_blocks_fresh(struct mu_blocks *blocks, unsigned class);
void mu_blocks_fini(struct mu_blocks *blocks);
size_t mu_blocks_bytes(const struct mu_blocks *blocks, unsigned class);

static inline void *mu_blocks_take(struct mu_blocks *blocks, unsigned class)
{
    struct mu_free_block *block = blocks->free;

    if (!block)
        return mu_blocks_fresh(blocks, class);
    blocks->free = block->next;
    return block;
}

static inline void mu_blocks_give(struct mu_blocks *blocks, void *block)
{
    struct mu_free_block *given = block;

    given->next = blocks->free;
    blocks->free = given;
}

#endif
