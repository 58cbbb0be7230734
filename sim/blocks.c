#include "sim/blocks_impl.h"

#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"

/* From no body up to the largest; chunks of about 64 KiB. */
struct size_class {
    uint32_t block; /* bytes, with the head */
    uint32_t shift; /* blocks in a chunk = 1 << shift */
};

static const struct size_class classes[MU_QUEUE_CLASSES] = {
    {32, 11},
    {48, 10},
    {64, 10},
    {128, 9},
    {320, 8},
    {1088, 6},
    {MU_BODY_MAX + sizeof(struct mu_message), 4}};

_Static_assert(sizeof(struct mu_message) == 32, "bodies must stay aligned");

#define INDEX_BITS 29 /* class and index share a slot of 32 bits */

unsigned mu_blocks_class(size_t size)
{
    unsigned class = 0;
    while (classes[class].block < size + sizeof(struct mu_message))
        class ++;
    return class;
}

static size_t chunk_bytes(unsigned class)
{
    return (size_t)classes[class].block << classes[class].shift;
}

struct mu_message *mu_blocks_at(const struct mu_blocks *blocks, unsigned class, uint32_t index)
{
    const struct size_class *c = &classes[class];
    char *chunk = blocks->chunks[index >> c->shift];
    size_t at = (size_t)(index & ((1u << c->shift) - 1)) * c->block;
    return (void *)(chunk + at);
}

static char *add_chunk(struct mu_blocks *blocks, unsigned class)
{
    /* The directory doubles whenever the number of chunks reaches a power of two. */
    size_t n = blocks->n_chunks;
    if ((n & (n - 1)) == 0) {
        char **chunks = realloc(blocks->chunks, (n ? 2 * n : 1) * sizeof *chunks);
        if (!chunks)
            return NULL;
        blocks->chunks = chunks;
    }
    char *chunk = aligned_alloc(64, chunk_bytes(class));
    if (chunk)
        blocks->chunks[blocks->n_chunks++] = chunk;
    return chunk;
}

static bool add_empty_chunk(struct mu_blocks *blocks, unsigned class)
{
    char *chunk = add_chunk(blocks, class);

    if (chunk)
        memset(chunk, 0, chunk_bytes(class));
    return chunk != NULL;
}

uint32_t mu_blocks_take(struct mu_blocks *blocks, unsigned class)
{
    if (blocks->free != MU_NO_SLOT) {
        uint32_t index = blocks->free;
        blocks->free = mu_blocks_at(blocks, class, index)->next_free;
        return index;
    }
    size_t room = blocks->n_chunks << classes[class].shift;
    if (blocks->n >> INDEX_BITS || (blocks->n == room && !add_empty_chunk(blocks, class)))
        return MU_NO_SLOT;
    return (uint32_t)blocks->n++;
}

void mu_blocks_give(struct mu_blocks *blocks, unsigned class, uint32_t index)
{
    mu_blocks_at(blocks, class, index)->next_free = blocks->free;
    blocks->free = index;
}

bool mu_blocks_clone(const struct mu_blocks *from, unsigned class, struct mu_blocks *to)
{
    *to = (struct mu_blocks){.n = from->n, .free = from->free};
    for (size_t i = 0; i < from->n_chunks; i++) {
        char *chunk = add_chunk(to, class);
        if (!chunk)
            return false;
        memcpy(chunk, from->chunks[i], chunk_bytes(class));
    }
    return true;
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
