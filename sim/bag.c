#include "sim/bag_impl.h"

#include <stdint.h>
#include <stdlib.h>

/* Bytes of a chunk, with its head: bags begin small, because there are many of them. */
static const uint32_t class_bytes[MU_CHUNK_CLASSES] = {256, 512, 1024, 2048, 4096};
/* Bytes of free chunks of a size that are kept, and an eighth of what there is. */
#define KEPT ((size_t)1 << 18)

static unsigned class_for(size_t bytes, unsigned at_least)
{
    unsigned class = at_least;

    while (class < MU_CHUNK_CLASSES && class_bytes[class] - sizeof(struct mu_chunk) < bytes)
        class ++;
    return class;
}

static unsigned class_of(const struct mu_chunk *chunk)
{
    return class_for(chunk->size, 0);
}

static struct mu_chunk *take(struct mu_chunks *pool, unsigned class, size_t bytes)
{
    if (class < MU_CHUNK_CLASSES && pool->free[class]) {
        struct mu_chunk *chunk = pool->free[class];
        pool->free[class] = chunk->next;
        pool->n_free[class]--;
        return chunk;
    }
    const size_t least =
        class < MU_CHUNK_CLASSES ? class_bytes[class] : bytes + sizeof(struct mu_chunk);
    const size_t whole = (least + 63) & ~(size_t)63, size = whole - sizeof(struct mu_chunk);
    char *first = aligned_alloc(64, whole);
    if (!first)
        return NULL;
    struct mu_chunk *chunk = (void *)(first + size);
    chunk->first = first;
    chunk->size = (uint32_t)size;
    pool->bytes += whole;
    return chunk;
}

/* Each chunk of a bag is larger than the one before. */
bool mu_bag_grow(struct mu_bag *bag, struct mu_chunks *pool, size_t bytes)
{
    struct mu_chunk *last = mu_bag_chunks(bag);
    const unsigned next = last ? class_of(last) + 1 : 0;
    const unsigned class = class_for(bytes, next < MU_CHUNK_CLASSES ? next : MU_CHUNK_CLASSES - 1);
    struct mu_chunk *chunk = take(pool, class, bytes);

    if (!chunk)
        return false;
    chunk->next = last;
    chunk->after = last ? last->used + last->after : 0;
    *bag = (struct mu_bag){.fill = chunk->first, .room = chunk->size};
    return true;
}

/* Chunks wander from thread to thread, so that one alone may have given more than it took. */
static size_t kept(const struct mu_chunks *pool)
{
    return pool->bytes < SIZE_MAX / 2 ? KEPT + pool->bytes / 8 : KEPT;
}

void mu_chunks_give(struct mu_chunks *pool, struct mu_chunk *chunk)
{
    const unsigned class = class_of(chunk);

    if (class >= MU_CHUNK_CLASSES || pool->n_free[class] * class_bytes[class] >= kept(pool)) {
        pool->bytes -= sizeof *chunk + chunk->size;
        free(chunk->first);
        return;
    }
    chunk->next = pool->free[class];
    pool->free[class] = chunk;
    pool->n_free[class]++;
}

void mu_chunks_give_all(struct mu_chunks *pool, struct mu_chunk *chunks)
{
    while (chunks) {
        struct mu_chunk *chunk = chunks;
        chunks = chunk->next;
        mu_chunks_give(pool, chunk);
    }
}

void mu_bag_clear(struct mu_bag *bag, struct mu_chunks *pool)
{
    mu_chunks_give_all(pool, mu_bag_take(bag));
}

bool mu_bag_each(const struct mu_bag *bag, bool (*visit)(void *arg, struct mu_record *record),
                 void *arg)
{
    for (struct mu_chunk *k = mu_bag_chunks(bag); k; k = k->next)
        for (struct mu_record *r = mu_chunk_first(k); r; r = mu_chunk_next(k, r))
            if (r->message.to != 0 && !visit(arg, r))
                return false;
    return true;
}

void mu_chunks_fini(struct mu_chunks *pool)
{
    for (unsigned class = 0; class < MU_CHUNK_CLASSES; class ++)
        while (pool->free[class]) {
            struct mu_chunk *chunk = pool->free[class];
            pool->free[class] = chunk->next;
            free(chunk->first);
        }
    *pool = (struct mu_chunks){0};
}
