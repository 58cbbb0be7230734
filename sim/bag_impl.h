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

/* Its head lies behind the bytes, so that who fills it finds it without another pointer. */
struct mu_chunk {
    struct mu_chunk *next;
    char *first;         /* of its bytes */
    uint32_t used, size; /* bytes; used is set when it is full or taken */
    size_t after;        /* bytes used in the chunks after it */
};

/* The chunk that is being filled, by its free end; room 0 and fill NULL: none. */
struct mu_bag {
    char *fill;
    uint32_t room; /* bytes */
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

/* The first chunk with what it holds; NULL = empty. */
static inline struct mu_chunk *mu_bag_chunks(const struct mu_bag *bag)
{
    if (!bag->fill)
        return NULL;
    struct mu_chunk *chunk = (void *)(bag->fill + bag->room);
    chunk->used = chunk->size - bag->room;
    return chunk;
}

/* The same; the bag is empty then. */
static inline struct mu_chunk *mu_bag_take(struct mu_bag *bag)
{
    struct mu_chunk *chunks = mu_bag_chunks(bag);

    *bag = (struct mu_bag){0};
    return chunks;
}

/* Of all records. */
static inline size_t mu_bag_bytes(const struct mu_bag *bag)
{
    const struct mu_chunk *chunk = mu_bag_chunks(bag);

    return chunk ? chunk->used + chunk->after : 0;
}

/* Room for a record of so many bytes where there is; else NULL. */
static inline struct mu_record *mu_bag_room(struct mu_bag *bag, size_t bytes)
{
    if (bag->room < bytes)
        return NULL;
    struct mu_record *record = (void *)bag->fill;
    bag->fill += bytes;
    bag->room -= (uint32_t)bytes;
    return record;
}

/* Walks: the first record of a chunk, the one after; NULL = that was the last. */
static inline struct mu_record *mu_chunk_first(struct mu_chunk *chunk)
{
    return chunk->used ? (void *)chunk->first : NULL;
}

static inline struct mu_record *mu_chunk_next(struct mu_chunk *chunk, struct mu_record *record)
{
    char *after = (char *)record + mu_record_size(record->message.size);

    return after < chunk->first + chunk->used ? (void *)after : NULL;
}

/* Calls for every living record until one returns false. */
bool mu_bag_each(const struct mu_bag *bag, bool (*visit)(void *arg, struct mu_record *record),
                 void *arg);

#endif
