/* bag_impl.h - private: records of pending events in no order, in chunks that are used again. */
#ifndef MU_SIM_BAG_IMPL_H
#define MU_SIM_BAG_IMPL_H

#include "sim/message_impl.h"

/* A pending event with its key; the body follows. 48 bytes. */
struct mu_record {
    uint64_t at, tie;
    struct mu_message message;
};

static inline size_t mu_record_size(size_t body)
{
    return sizeof(struct mu_record) + ((body + 7) & ~(size_t)7);
}

struct mu_chunk {
    struct mu_chunk *next;
    uint32_t used, size; /* bytes */
    _Alignas(16) char bytes[];
};

/* Says itself how full its first chunk is, so that who adds looks at one cache line only. */
struct mu_bag {
    struct mu_chunk *chunks; /* the one that is being filled first */
    uint32_t used, size;     /* bytes of that one */
    uint32_t n;              /* records */
};

/* Chunks of a few sizes that are free; of one thread. */
#define MU_CHUNK_CLASSES 5
struct mu_chunks {
    struct mu_chunk *free[MU_CHUNK_CLASSES];
    size_t n_free[MU_CHUNK_CLASSES];
    size_t bytes; /* taken from the system less given back; only the sum over threads counts */
};

void mu_chunks_fini(struct mu_chunks *pool);
void mu_chunks_give(struct mu_chunks *pool, struct mu_chunk *chunk);
/* That and all after it. */
void mu_chunks_give_all(struct mu_chunks *pool, struct mu_chunk *chunks);

/* A chunk before the others, with room for so many bytes; false = no memory. */
bool mu_bag_grow(struct mu_bag *bag, struct mu_chunks *pool, size_t bytes);
/* Gives all chunks to the pool. */
void mu_bag_clear(struct mu_bag *bag, struct mu_chunks *pool);

/* Room for a record with such a body; NULL = no memory. */
static inline struct mu_record *mu_bag_add(struct mu_bag *bag, struct mu_chunks *pool, size_t body)
{
    const size_t bytes = mu_record_size(body);

    if (bag->size - bag->used < bytes && !mu_bag_grow(bag, pool, bytes))
        return NULL;
    struct mu_record *record = (void *)(bag->chunks->bytes + bag->used);
    bag->used += (uint32_t)bytes;
    bag->n++;
    return record;
}

/* The bag's chunks, each with what it holds; the bag is empty then. */
static inline struct mu_chunk *mu_bag_take(struct mu_bag *bag)
{
    struct mu_chunk *chunks = bag->chunks;

    if (chunks)
        chunks->used = bag->used;
    *bag = (struct mu_bag){0};
    return chunks;
}

/* Walks: the first record of a chunk, the one after; NULL = that was the last. */
static inline struct mu_record *mu_chunk_first(struct mu_chunk *chunk)
{
    return chunk->used ? (void *)chunk->bytes : NULL;
}

static inline struct mu_record *mu_chunk_next(struct mu_chunk *chunk, struct mu_record *record)
{
    char *after = (char *)record + mu_record_size(record->message.size);

    return after < chunk->bytes + chunk->used ? (void *)after : NULL;
}

#endif
