#include "scenarios/pool.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES ((size_t)64 * 1024)
#define ALIGNMENT _Alignof(max_align_t)

struct mu_pool_chunk {
    struct mu_pool_chunk *next;
    size_t used, size;
    _Alignas(max_align_t) char bytes[];
};

void mu_pool_fini(struct mu_pool *pool)
{
    while (pool->chunks) {
        struct mu_pool_chunk *next = pool->chunks->next;
        free(pool->chunks);
        pool->chunks = next;
    }
    pool->failed = false;
}

static struct mu_pool_chunk *add_chunk(struct mu_pool *pool, size_t size)
{
    size_t room = size > CHUNK_BYTES / 4 ? size : CHUNK_BYTES;
    struct mu_pool_chunk *chunk = calloc(1, sizeof *chunk + room);
    if (!chunk)
        return NULL;
    chunk->size = room;
    if (pool->chunks && room == size) { /* a large piece: the open chunk stays the first */
        chunk->next = pool->chunks->next;
        pool->chunks->next = chunk;
    } else {
        chunk->next = pool->chunks;
        pool->chunks = chunk;
    }
    return chunk;
}

void *mu_pool_alloc(struct mu_pool *pool, size_t size)
{
    if (size > SIZE_MAX / 2) {
        pool->failed = true;
        return NULL;
    }
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct mu_pool_chunk *chunk = pool->chunks;
    if (!chunk || chunk->size - chunk->used < size)
        chunk = add_chunk(pool, size);
    if (!chunk) {
        pool->failed = true;
        return NULL;
    }
    void *p = chunk->bytes + chunk->used;
    chunk->used += size;
    return p;
}

char *mu_pool_text(struct mu_pool *pool, const char *bytes, size_t n)
{
    char *text = mu_pool_alloc(pool, n + 1);
    if (text && n)
        memcpy(text, bytes, n);
    return text;
}

char *mu_pool_printf(struct mu_pool *pool, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    char *text = n < 0 ? NULL : mu_pool_alloc(pool, (size_t)n + 1);
    if (text)
        vsnprintf(text, (size_t)n + 1, fmt, again);
    va_end(again);
    return text;
}

void *mu_pool_grow(struct mu_pool *pool, void *items, size_t n, size_t size)
{
    if (n & (n - 1) || (n == 0 && items))
        return items;
    size_t room = n ? 2 * n : 1;
    void *more = mu_pool_alloc(pool, room * size);
    if (more && n)
        memcpy(more, items, n * size);
    return more;
}
