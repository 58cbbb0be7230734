#include "sim/queue_impl.h"

#include <stdlib.h>
#include <string.h>

#define DEAD_MIN 1024 /* fewer are not worth a sweep */
#define SMALL 64      /* items */

static mu_key key_of(const struct mu_item *item)
{
    return mu_key_of(item->at, item->tie);
}

void mu_queue_init(struct mu_queue *queue)
{
    *queue = (struct mu_queue){0};
}

void mu_queue_fini(struct mu_queue *queue)
{
    for (unsigned c = 0; c < MU_BLOCK_CLASSES; c++)
        mu_blocks_fini(&queue->blocks[c]);
    free(queue->items);
    mu_queue_init(queue);
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

/* The same for an item that may well be the next one, into the hole at the top. */
static void fill_top(struct mu_item *items, size_t n, struct mu_item item)
{
    size_t i = 0, child;
    const mu_key key = key_of(&item);
    while ((child = 4 * i + 1) < n) {
        const size_t best = least_child(items, child, n);
        if (key < key_of(&items[best]))
            break;
        items[i] = items[best];
        i = best;
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

struct mu_message *mu_queue_room(struct mu_queue *queue, uint64_t at, uint64_t tie, size_t size)
{
    const unsigned class = mu_blocks_class(size);
    if (!make_room(queue))
        return NULL;
    struct mu_message *message = mu_blocks_take(&queue->blocks[class], class);
    if (!message)
        return NULL;
    const struct mu_item item = {at, tie, message};
    if (queue->hole) {
        queue->hole = false;
        fill_top(queue->items, queue->n, item);
    } else {
        sift_up(queue->items, queue->n++, item);
    }
    return message;
}

struct mu_message *mu_queue_add(struct mu_queue *queue, uint64_t at, uint64_t tie,
                                const struct mu_message *head, const void *body)
{
    struct mu_message *message = mu_queue_room(queue, at, tie, head->size);
    if (!message)
        return NULL;
    *message = *head;
    message->where = MU_IN_QUEUE;
    if (head->size > 0)
        memcpy(message + 1, body, head->size);
    return message;
}

static void fill_hole(struct mu_queue *queue)
{
    const struct mu_item last = queue->items[--queue->n];

    queue->hole = false;
    if (queue->n > 0)
        sift_down(queue->items, queue->n, 0, last);
}

const struct mu_item *mu_queue_first(struct mu_queue *queue)
{
    if (queue->hole)
        fill_hole(queue);
    while (queue->n > 0) {
        struct mu_message *message = queue->items[0].message;
        if (message->to != 0)
            return &queue->items[0];
        fill_hole(queue);
        queue->dead--;
        mu_queue_release(queue, message);
    }
    return NULL;
}

struct mu_item mu_queue_take(struct mu_queue *queue)
{
    const struct mu_item item = queue->items[0];

    queue->hole = true;
    if (queue->n > SMALL)
        fill_hole(queue);
    return item;
}

bool mu_queue_each(const struct mu_queue *queue,
                   bool (*visit)(void *arg, const struct mu_item *item), void *arg)
{
    for (size_t i = queue->hole; i < queue->n; i++)
        if (queue->items[i].message->to != 0 && !visit(arg, &queue->items[i]))
            return false;
    return true;
}

void mu_queue_clear(struct mu_queue *queue)
{
    for (size_t i = queue->hole; i < queue->n; i++)
        mu_queue_release(queue, queue->items[i].message);
    queue->n = queue->dead = 0;
    queue->hole = false;
}

static void sweep(struct mu_queue *queue)
{
    size_t kept = 0;
    for (size_t i = queue->hole; i < queue->n; i++) {
        if (queue->items[i].message->to != 0)
            queue->items[kept++] = queue->items[i];
        else
            mu_queue_release(queue, queue->items[i].message);
    }
    queue->n = kept;
    queue->dead = 0;
    queue->hole = false;
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
    for (unsigned c = 0; c < MU_BLOCK_CLASSES; c++)
        bytes += mu_blocks_bytes(&queue->blocks[c], c);
    return bytes;
}
