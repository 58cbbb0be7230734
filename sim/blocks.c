#include "sim/blocks_impl.h"

#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"

_Static_assert(sizeof(struct mu_message) == 32, "bodies must stay aligned");

#define INDEX_BITS 29 /* class and index share a slot of 32 bits */

static size_t chunk_bytes(unsigned class)
{
    return (size_t)mu_size_classes[class].block << mu_size_classes[class].shift;
}

static bool add_chunk(struct mu_blocks *blocks, unsigned class)
{
    /* The directory doubles whenever the number of chunks reaches a power of two. */
    size_t n = blocks->n_chunks;
    if ((n & (n - 1)) == 0) {
        char **chunks = realloc(blocks->chunks, (n ? 2 * n : 1) * sizeof *chunks);
        if (!chunks)
            return false;
        blocks->chunks = chunks;
    }
    char *chunk = aligned_alloc(64, chunk_bytes(class));
    if (!chunk)
        return false;
    memset(chunk, 0, chunk_bytes(class));
    blocks->chunks[blocks->n_chunks++] = chunk;
    return true;
}

uint32_t mu_blocks_new(struct mu_blocks *blocks, unsigned class)
{
    const size_t room = blocks->n_chunks << mu_size_classes[class].shift;

    if (blocks->n >> INDEX_BITS || (blocks->n == room && !add_chunk(blocks, class)))
        return MU_NO_SLOT;
    return (uint32_t)blocks->n++;
}

void mu_blocks_fini(struct mu_blocks *blocks)
{
    for (size_t i = 0; i < blocks->n_chunks; i++)
        free(blocks->chunks[i]);
    free(blocks->chunks);
    *blocks = (struct mu_blocks){.free = MU_NO_SLOT};
}

size_t mu_blocks_bytes(const struct mu_blocks *blocks, unsigned class)
{
    return blocks->n_chunks * chunk_bytes(class);
}
