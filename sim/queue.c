#include "sim/queue_impl.h"

#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"
#include "sim/blocks_impl.h"

#define CLASS_SHIFT 29
#define INDEX_MASK ((1u << CLASS_SHIFT) - 1)
#define DEAD_MIN 1024 /* fewer are not worth a sweep */

/* Time and tie as one number: a comparison without a branch. */
__extension__ typedef unsigned __int128 wide_key;

static wide_key key_of(const struct mu_item *item)
{
    return (wide_key)item->at << 64 | item->tie;
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

static enum mu_err clone_items(const struct mu_queue *from, struct mu_queue *to)
{
    if (from->n == 0)
        return MU_OK;
    to->items = malloc(from->n * sizeof *to->items);
    if (!to->items)
        return MU_ERR_MEMORY;
    memcpy(to->items, from->items, from->n * sizeof *to->items);
    to->n = to->capacity = from->n;
    to->dead = from->dead;
    return MU_OK;
}

enum mu_err mu_queue_clone(const struct mu_queue *from, struct mu_queue *to)
{
    mu_queue_init(to);
    enum mu_err err = clone_items(from, to);
    for (unsigned c = 0; c < MU_QUEUE_CLASSES && err == MU_OK; c++)
        err = mu_blocks_clone(&from->blocks[c], c, &to->blocks[c]);
    if (err != MU_OK)
        mu_queue_fini(to);
    return err;
}

struct mu_message *mu_queue_message(const struct mu_queue *queue, uint32_t slot)
{
    unsigned class = class_of(slot);
    return mu_blocks_at(&queue->blocks[class], class, slot & INDEX_MASK);
}

const struct mu_item *mu_queue_next(const struct mu_queue *queue)
{
    return queue->n > 0 ? &queue->items[0] : NULL;
}

void mu_queue_release(struct mu_queue *queue, uint32_t slot)
{
    unsigned class = class_of(slot);
    mu_blocks_give(&queue->blocks[class], class, slot & INDEX_MASK);
}

/* Moves the hole at i up until `item` may fill it. */
static void sift_up(struct mu_item *items, size_t i, struct mu_item item)
{
    wide_key key = key_of(&item);
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
    wide_key best_key = key_of(&items[first]);
    for (size_t c = first + 1; c < end; c++) {
        wide_key key = key_of(&items[c]);
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
    wide_key key = key_of(&item);
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
    size_t capacity = queue->capacity ? 2 * queue->capacity : 256;
    struct mu_item *items = realloc(queue->items, capacity * sizeof *items);
    if (!items)
        return false;
    queue->items = items;
    queue->capacity = capacity;
    return true;
}

static void fill(struct mu_message *message, const struct mu_message *head, const void *body)
{
    message->cause = head->cause;
    message->from = head->from;
    message->to = head->to;
    message->type = head->type;
    message->size = head->size;
    if (head->size > 0)
        memcpy(message + 1, body, head->size);
}

uint32_t mu_queue_add(struct mu_queue *queue, mu_time at, uint64_t tie,
                      const struct mu_message *head, const void *body)
{
    unsigned class = mu_blocks_class(head->size);
    if (!make_room(queue))
        return MU_NO_SLOT;
    uint32_t index = mu_blocks_take(&queue->blocks[class], class);
    if (index == MU_NO_SLOT)
        return MU_NO_SLOT;
    uint32_t slot = class << CLASS_SHIFT | index;
    fill(mu_queue_message(queue, slot), head, body);
    sift_up(queue->items, queue->n++, (struct mu_item){(uint64_t)at, tie, slot, head->to});
    return slot;
}

static void remove_top(struct mu_queue *queue)
{
    struct mu_item last = queue->items[--queue->n];
    if (queue->n > 0)
        sift_down(queue->items, queue->n, 0, last);
}

/* Whoever still holds the handle holds nothing now. */
static void spend(struct mu_message *message)
{
    message->generation++;
    if (message->generation == UINT32_MAX)
        message->generation = 0;
}

bool mu_queue_pop(struct mu_queue *queue, mu_time t, struct mu_item *item)
{
    while (queue->n > 0 && queue->items[0].at < (uint64_t)t) {
        *item = queue->items[0];
        remove_top(queue);
        struct mu_message *message = mu_queue_message(queue, item->slot);
        if (message->to != 0) {
            spend(message);
            return true;
        }
        queue->dead--;
        mu_queue_release(queue, item->slot);
    }
    return false;
}

/* Generations count from 0 and handles from 1, so that a zeroed handle is none. */
mu_timer mu_queue_handle(const struct mu_queue *queue, uint32_t slot)
{
    return (mu_timer){slot, mu_queue_message(queue, slot)->generation + 1};
}

static bool exists(const struct mu_queue *queue, uint32_t slot)
{
    return class_of(slot) < MU_QUEUE_CLASSES &&
           (slot & INDEX_MASK) < queue->blocks[class_of(slot)].n;
}

struct mu_message *mu_queue_pending(const struct mu_queue *queue, mu_timer timer)
{
    if (timer.generation == 0)
        return NULL;
    mu_assert(exists(queue, timer.slot));
    struct mu_message *message = mu_queue_message(queue, timer.slot);
    bool same = message->generation + 1 == timer.generation;
    return same && message->to != 0 ? message : NULL;
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

void mu_queue_cancel(struct mu_queue *queue, mu_timer timer)
{
    struct mu_message *message = mu_queue_pending(queue, timer);
    mu_assert(message != NULL);
    message->to = 0;
    spend(message);
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
