#define _DEFAULT_SOURCE /* MAP_ANONYMOUS is not in POSIX 2008 */
#include <sys/mman.h>

#include "sim/world_impl.h"

#define CHUNK ((size_t)1 << 16)
#define ALIGNMENT ((size_t)16)

struct mu_memory_chunk {
    struct mu_memory_chunk *before;
    size_t mapped; /* bytes, with this head */
    _Alignas(16) char bytes[];
};

static bool add_chunk(struct mu_memory *memory, size_t size)
{
    if (size > SIZE_MAX / 2)
        return false;
    const size_t mapped = (sizeof(struct mu_memory_chunk) + size + CHUNK - 1) / CHUNK * CHUNK;
    void *pages = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED)
        return false;
    struct mu_memory_chunk *chunk = pages;
    chunk->mapped = mapped;
    chunk->before = memory->last;
    memory->last = chunk;
    memory->used = 0;
    memory->size = mapped - sizeof *chunk;
    return true;
}

void *mu_memory_alloc(struct mu_memory *memory, size_t size)
{
    if (size > SIZE_MAX / 4)
        return NULL;
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size > memory->size - memory->used && !add_chunk(memory, size))
        return NULL;
    void *p = memory->last->bytes + memory->used;
    memory->used += size;
    return p;
}

bool mu_memory_lock(const struct mu_memory *memory, bool locked)
{
    const int access = locked ? PROT_READ : PROT_READ | PROT_WRITE;

    for (struct mu_memory_chunk *chunk = memory->last; chunk; chunk = chunk->before)
        if (mprotect(chunk, chunk->mapped, access) != 0)
            return false;
    return true;
}

void mu_memory_fini(struct mu_memory *memory)
{
    while (memory->last) {
        struct mu_memory_chunk *chunk = memory->last;
        memory->last = chunk->before;
        munmap(chunk, chunk->mapped);
    }
    *memory = (struct mu_memory){0};
}
