#include "sim/queue_impl.h"

#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"
#include "sim/blocks_impl.h"

#define CLASS_SHIFT 29
#define INDEX_MASK ((1u << CLASS_SHIFT) - 1)
#define DEAD_MIN 1024 /* fewer are not worth a sweep */

static mu_key key_of(const struct mu_item *item)
{
    return mu_key_of(item->at, item->tie);
}

static unsigned class_of(uint32_t slot)
{
    return slot >> CLASS_SHIFT;
}

void mu_queue_init(struct mu_queue *queue)
{
    *queue = (struct mu_queue){0};
    for (unsigned c = 0; c < MU_QUEUE_CLASSES; c++)
        queue->blocks[c].free = MU_NO_SLOT;
}

void mu_queue_fini(struct mu_queue *queue)
{
    for (unsigned c = 0; c < MU_QUEUE_CLASSES; c++)
        mu_blocks_fini(&queue->blocks[c]);
    free(queue->items);
    mu_queue_init(queue);
}

enum mu_err mu_queue_clone(const struct mu_queue *from, struct mu_queue *to)
{
    bool ok = true;

    mu_queue_init(to);
    if (from->n > 0) {
        to->items = malloc(from->n * sizeof *to->items);
        ok = to->items != NULL;
    }
    for (unsigned c = 0; c < MU_QUEUE_CLASSES && ok; c++)
        ok = mu_blocks_clone(&from->blocks[c], c, &to->blocks[c]);
    if (!ok) {
        mu_queue_fini(to);
        return MU_ERR_MEMORY;
    }
    if (from->n > 0)
        memcpy(to->items, from->items, from->n * sizeof *to->items);
    to->n = to->capacity = from->n;
    to->dead = from->dead;
    return MU_OK;
}

struct mu_message *mu_queue_message(const struct mu_queue *queue, uint32_t slot)
{
    unsigned class = class_of(slot);
    return mu_blocks_at(&queue->blocks[class], class, slot & INDEX_MASK);
}

void mu_queue_release(struct mu_queue *queue, uint32_t slot)
{
    unsigned class = class_of(slot);
    mu_blocks_give(&queue->blocks[class], class, slot & INDEX_MASK);
}

/* Moves the hole at i up until `item` may fill it. */
static void sift_up(struct mu_item *items, size_t i, struct mu_item item)
{
    mu_key key = key_of(&item);
    while (i > 0) {
        size_t parent = (i - 1) / 4;
        if (key_of(&items[parent]) < key)
            break;
        items[i] = items[parent];
        i = parent;
    }
    items[i] = item;
}

static size_t least_child(const struct mu_item *items, size_t first, size_t n)
{
    size_t end = first + 4 < n ? first + 4 : n, best = first;
    mu_key best_key = key_of(&items[first]);
    for (size_t c = first + 1; c < end; c++) {
        mu_key key = key_of(&items[c]);
        best = key < best_key ? c : best;
        best_key = key < best_key ? key : best_key;
    }
    return best;
}

/* The hole at i sinks to a leaf, then `item`, which came from the end and so belongs low,
 * rises from there: fewer comparisons than looking at it on the way down. */
static void sift_down(struct mu_item *items, size_t n, size_t i, struct mu_item item)
{
    size_t top = i, child;
    mu_key key = key_of(&item);
    while ((child = 4 * i + 1) < n) {
        size_t best = least_child(items, child, n);
        items[i] = items[best];
        i = best;
    }
    while (i > top) {
        size_t parent = (i - 1) / 4;
        if (key_of(&items[parent]) < key)
            break;
        items[i] = items[parent];
        i = parent;
    }
    items[i] = item;
}

static bool make_room(struct mu_queue *queue)
{
    if (queue->n < queue->capacity)
        return true;
    size_t capacity = queue->capacity + queue->capacity / 4 + 256;
    struct mu_item *items = realloc(queue->items, capacity * sizeof *items);
    if (!items)
        return false;
    queue->items = items;
    queue->capacity = capacity;
    return true;
}

static void fill(struct mu_message *message, const struct mu_message *head, const void *body)
{
    const uint32_t next_free = message->next_free;

    *message = *head;
    message->next_free = next_free;
    message->where = MU_IN_QUEUE;
    if (head->size > 0)
        memcpy(message + 1, body, head->size);
}

struct mu_message *mu_queue_add(struct mu_queue *queue, uint64_t at, uint64_t tie,
                                const struct mu_message *head, const void *body)
{
    unsigned class = mu_blocks_class(head->size);
    if (!make_room(queue))
        return NULL;
    uint32_t index = mu_blocks_take(&queue->blocks[class], class);
    if (index == MU_NO_SLOT)
        return NULL;
    uint32_t slot = class << CLASS_SHIFT | index;
    struct mu_message *message = mu_queue_message(queue, slot);
    fill(message, head, body);
    sift_up(queue->items, queue->n++, (struct mu_item){at, tie, slot, head->to});
    return message;
}

static void remove_top(struct mu_queue *queue)
{
    struct mu_item last = queue->items[--queue->n];
    if (queue->n > 0)
        sift_down(queue->items, queue->n, 0, last);
}

const struct mu_item *mu_queue_first(struct mu_queue *queue)
{
    while (queue->n > 0) {
        const uint32_t slot = queue->items[0].slot;
        if (mu_queue_message(queue, slot)->to != 0)
            return &queue->items[0];
        remove_top(queue);
        queue->dead--;
        mu_queue_release(queue, slot);
    }
    return NULL;
}

struct mu_item mu_queue_take(struct mu_queue *queue)
{
    const struct mu_item item = queue->items[0];

    remove_top(queue);
    return item;
}

bool mu_queue_each(const struct mu_queue *queue,
                   bool (*visit)(void *arg, const struct mu_item *item,
                                 const struct mu_message *message),
                   void *arg)
{
    for (size_t i = 0; i < queue->n; i++) {
        const struct mu_message *message = mu_queue_message(queue, queue->items[i].slot);
        if (message->to != 0 && !visit(arg, &queue->items[i], message))
            return false;
    }
    return true;
}

void mu_queue_clear(struct mu_queue *queue)
{
    for (size_t i = 0; i < queue->n; i++)
        mu_queue_release(queue, queue->items[i].slot);
    queue->n = queue->dead = 0;
}

static void sweep(struct mu_queue *queue)
{
    size_t kept = 0;
    for (size_t i = 0; i < queue->n; i++) {
        if (mu_queue_message(queue, queue->items[i].slot)->to != 0)
            queue->items[kept++] = queue->items[i];
        else
            mu_queue_release(queue, queue->items[i].slot);
    }
    queue->n = kept;
    queue->dead = 0;
    for (size_t i = kept / 4 + 1; i-- > 0;)
        if (i < kept)
            sift_down(queue->items, kept, i, queue->items[i]);
}

void mu_queue_kill(struct mu_queue *queue, struct mu_message *message)
{
    message->to = 0;
    queue->dead++;
    if (queue->dead > DEAD_MIN && queue->dead > queue->n / 2)
        sweep(queue);
}

size_t mu_queue_bytes(const struct mu_queue *queue)
{
    size_t bytes = queue->capacity * sizeof *queue->items;
    for (unsigned c = 0; c < MU_QUEUE_CLASSES; c++)
        bytes += mu_blocks_bytes(&queue->blocks[c], c);
    return bytes;
}
