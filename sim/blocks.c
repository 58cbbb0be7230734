#include "sim/blocks_impl.h"

#include <stdlib.h>

/* With the message's head: from no body up to the largest. */
static const size_t block_bytes[MU_BLOCK_CLASSES] = {
    32, 48, 64, 128, 320, 1088, MU_BODY_MAX + sizeof(struct mu_message)};

_Static_assert(sizeof(struct mu_message) == 32, "bodies must stay aligned");

#define CHUNK ((size_t)1 << 16) /* bytes, about */

static size_t blocks_in_chunk(unsigned class)
{
    return CHUNK / block_bytes[class];
}

static size_t chunk_bytes(unsigned class)
{
    return (blocks_in_chunk(class) * block_bytes[class] + 63) & ~(size_t)63;
}

void *mu_blocks_fresh(struct mu_blocks *blocks, unsigned class)
{
    if (blocks->n_fresh == 0) {
        struct mu_free_block *chunk = aligned_alloc(64, chunk_bytes(class));
        if (!chunk)
            return NULL;
        chunk->next = blocks->chunks;
        blocks->chunks = chunk;
        blocks->n_chunks++;
        blocks->fresh = (char *)chunk + block_bytes[class];
        blocks->n_fresh = blocks_in_chunk(class) - 1;
    }
    void *block = blocks->fresh;
    blocks->fresh += block_bytes[class];
    blocks->n_fresh--;
    return block;
}

void mu_blocks_fini(struct mu_blocks *blocks)
{
    while (blocks->chunks) {
        struct mu_free_block *chunk = blocks->chunks;
        blocks->chunks = chunk->next;
        free(chunk);
    }
    *blocks = (struct mu_blocks){0};
}

size_t mu_blocks_bytes(const struct mu_blocks *blocks, unsigned class)
{
    return blocks->n_chunks * chunk_bytes(class);
}
