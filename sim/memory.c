#include <stdlib.h>
#include <string.h>

#include "sim/world_impl.h"

#define CHUNK ((size_t)1 << 16)
#define ALIGNMENT ((size_t)16)

struct mu_memory_chunk {
    struct mu_memory_chunk *before;
    _Alignas(16) char bytes[];
};

static bool add_chunk(struct mu_memory *memory, size_t size)
{
    if (size > SIZE_MAX / 2)
        return false;
    struct mu_memory_chunk *chunk = calloc(1, sizeof *chunk + size);
    if (!chunk)
        return false;
    chunk->before = memory->last;
    memory->last = chunk;
    memory->used = 0;
    memory->size = size;
    return true;
}

void *mu_memory_alloc(struct mu_memory *memory, size_t size)
{
    if (size > SIZE_MAX / 4)
        return NULL;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size > memory->size - memory->used && !add_chunk(memory, size > CHUNK ? size : CHUNK))
        return NULL;
    void *p = memory->last->bytes + memory->used;
    memory->used += size;
    return p;
}

void mu_memory_fini(struct mu_memory *memory)
{
    while (memory->last) {
        struct mu_memory_chunk *chunk = memory->last;
        memory->last = chunk->before;
        free(chunk);
    }
    *memory = (struct mu_memory){0};
}
