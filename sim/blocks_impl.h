/* blocks_impl.h - private: the blocks that hold messages; used by the queue alone. */
#ifndef MU_SIM_BLOCKS_IMPL_H
#define MU_SIM_BLOCKS_IMPL_H

#include "sim/queue_impl.h"

/* Blocks of 64 bytes (one cache line) up to the largest body; chunks of about 64 KiB. */
struct mu_size_class {
    uint32_t block; /* bytes, with the head */
    uint32_t shift; /* blocks in a chunk = 1 << shift */
};

static const struct mu_size_class mu_size_classes[MU_QUEUE_CLASSES] = {
    {64, 10}, {128, 9}, {320, 8}, {1088, 6}, {MU_BODY_MAX + sizeof(struct mu_message), 4}};

/* The smallest class whose block holds a body of `size` bytes. */
static inline unsigned mu_blocks_class(size_t size)
{
    unsigned class = 0;
    while (mu_size_classes[class].block < size + sizeof(struct mu_message))
        class ++;
    return class;
}

static inline struct mu_message *mu_blocks_at(const struct mu_blocks *blocks, unsigned class,
                                              uint32_t index)
{
    const struct mu_size_class *c = &mu_size_classes[class];
    char *chunk = blocks->chunks[index >> c->shift];
    size_t at = (size_t)(index & ((1u << c->shift) - 1)) * c->block;
    return (void *)(chunk + at);
}

/* A block that was never handed out. MU_NO_SLOT = no memory. */
uint32_t mu_blocks_new(struct mu_blocks *blocks, unsigned class);

/* MU_NO_SLOT = no memory. */
static inline uint32_t mu_blocks_take(struct mu_blocks *blocks, unsigned class)
{
    const uint32_t index = blocks->free;

    if (index == MU_NO_SLOT)
        return mu_blocks_new(blocks, class);
    blocks->free = mu_blocks_at(blocks, class, index)->next_free;
    return index;
}

static inline void mu_blocks_give(struct mu_blocks *blocks, unsigned class, uint32_t index)
{
    mu_blocks_at(blocks, class, index)->next_free = blocks->free;
    blocks->free = index;
}

void mu_blocks_fini(struct mu_blocks *blocks);
size_t mu_blocks_bytes(const struct mu_blocks *blocks, unsigned class);

#endif
