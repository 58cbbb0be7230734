#include "sim/calendar_impl.h"

#include <stdlib.h>
#include <string.h>

#define DEAD_MIN 1024 /* fewer are not worth a sweep */

/* ---- making ---- */

/* How far each level reaches when the windows before `base` are over: always two rounds of 64
 * slots, the one that has begun and the next. */
static uint64_t end_of_level(uint64_t base, unsigned level)
{
    return ((base >> (level + 1) * MU_CALENDAR_BITS) + 2) << MU_CALENDAR_BITS;
}

static void set_ends(struct mu_calendar *c)
{
    c->near_end = end_of_level(c->base, 0);
    for (unsigned k = 0; k < MU_CALENDAR_LEVELS; k++)
        c->far_end[k] = end_of_level(c->base, k + 1);
}

static void set_divisor(struct mu_calendar *c)
{
    unsigned bits = 1;

    while (bits < 63 && UINT64_C(1) << bits < c->width)
        bits++;
    c->shift = bits - 1;
    c->magic = (uint64_t)((mu_key_of(0, 1) << (63 + bits)) / c->width + 1);
}

static bool make_writer(struct mu_writer *w, size_t n_partitions)
{
    const size_t slots = MU_CALENDAR_SLOTS;
    bool ok = true;

    w->near = calloc(slots * n_partitions, sizeof *w->near);
    for (unsigned k = 0; k < MU_CALENDAR_LEVELS; k++) {
        w->far[k] = calloc(slots, sizeof *w->far[k]);
        ok &= w->far[k] != NULL;
    }
    return ok && w->near;
}

enum mu_err mu_calendar_init(struct mu_calendar *c, const struct mu_calendar_shape *shape)
{
    const size_t bytes = shape->n_writers * sizeof *c->writers;

    *c = (struct mu_calendar){.width = shape->width,
                              .n_entities = shape->n_entities,
                              .n_partitions = shape->n_partitions,
                              .partition_of = shape->partition_of,
                              .timers = shape->timers};
    c->writers = aligned_alloc(128, bytes);
    if (!c->writers)
        return MU_ERR_MEMORY;
    memset(c->writers, 0, bytes);
    c->n_writers = shape->n_writers;
    for (uint32_t w = 0; w < c->n_writers; w++)
        if (!make_writer(&c->writers[w], c->n_partitions)) {
            mu_calendar_fini(c);
            return MU_ERR_MEMORY;
        }
    set_divisor(c);
    set_ends(c);
    return MU_OK;
}

/* ---- all bags of a writer, wherever they are ---- */

struct mu_bags mu_calendar_bags_of(const struct mu_calendar *c, uint32_t writer, unsigned place)
{
    const size_t slots = MU_CALENDAR_SLOTS;
    struct mu_writer *w = &c->writers[writer];

    if (place == 0)
        return (struct mu_bags){w->near, w->near ? slots * c->n_partitions : 0};
    if (place <= MU_CALENDAR_LEVELS)
        return (struct mu_bags){w->far[place - 1], w->far[place - 1] ? slots : 0};
    return (struct mu_bags){&w->beyond, 1};
}

static void clear_writer(const struct mu_calendar *c, uint32_t writer)
{
    struct mu_writer *w = &c->writers[writer];

    for (unsigned place = 0; place < MU_CALENDAR_PLACES; place++) {
        const struct mu_bags bags = mu_calendar_bags_of(c, writer, place);
        for (size_t i = 0; i < bags.n; i++)
            mu_bag_clear(&bags.first[i], &w->pool);
    }
    memset(&w->near_marks, 0, sizeof w->near_marks);
    memset(&w->far_marks, 0, sizeof w->far_marks);
    w->n = w->dead = 0;
}

void mu_calendar_clear(struct mu_calendar *c)
{
    for (uint32_t w = 0; w < c->n_writers; w++)
        clear_writer(c, w);
}

void mu_calendar_fini(struct mu_calendar *c)
{
    mu_calendar_clear(c);
    for (uint32_t w = 0; w < c->n_writers; w++) {
        mu_chunks_fini(&c->writers[w].pool);
        free(c->writers[w].near);
        for (unsigned k = 0; k < MU_CALENDAR_LEVELS; k++)
            free(c->writers[w].far[k]);
    }
    free(c->writers);
    *c = (struct mu_calendar){0};
}

/* ---- adding ---- */

static struct mu_bag *far_bag(struct mu_calendar *c, struct mu_writer *writer, uint64_t window)
{
    for (unsigned k = 0; k < MU_CALENDAR_LEVELS; k++) {
        const uint64_t slot = window >> (k + 1) * MU_CALENDAR_BITS;
        if (slot < c->far_end[k]) {
            mu_marks_set(&writer->far_marks[k], slot);
            return &writer->far[k][slot % MU_CALENDAR_SLOTS];
        }
    }
    return &writer->beyond;
}

struct mu_message *mu_calendar_room(struct mu_calendar *c, uint32_t writer, uint64_t at,
                                    uint64_t tie, uint32_t to, size_t size)
{
    struct mu_writer *w = &c->writers[writer];
    const size_t bytes = mu_record_size(size);
    const uint64_t window = mu_calendar_window(c, at);
    const bool is_near = window < c->near_end;
    struct mu_bag *bag =
        is_near ? mu_calendar_bag(c, w, window, c->partition_of[to]) : far_bag(c, w, window);

    if (bag->room < bytes) {
        if (!mu_bag_grow(bag, &w->pool, bytes))
            return NULL;
        if (is_near)
            mu_marks_set(&w->near_marks, window);
    }
    struct mu_record *record = mu_bag_room(bag, bytes);
    record->at = at;
    record->tie = tie;
    w->n++;
    return &record->message;
}

struct mu_message *mu_calendar_add(struct mu_calendar *c, uint32_t writer, uint64_t at,
                                   uint64_t tie, const struct mu_message *head, const void *body)
{
    struct mu_message *message = mu_calendar_room(c, writer, at, tie, head->to, head->size);

    if (!message)
        return NULL;
    *message = *head;
    message->where = MU_IN_CALENDAR;
    if (head->size > 0)
        memcpy(message + 1, body, head->size);
    return message;
}

void mu_calendar_kill(struct mu_calendar *c, uint32_t writer, struct mu_message *message)
{
    message->to = 0;
    c->writers[writer].dead++;
}

/* ---- coming nearer ---- */

static void drop_dead(struct mu_calendar *c, uint32_t writer)
{
    c->writers[writer].dead--;
    c->writers[writer].n--;
}

bool mu_calendar_put(struct mu_calendar *c, uint32_t writer, const struct mu_record *record)
{
    struct mu_message *message =
        mu_calendar_add(c, writer, record->at, record->tie, &record->message, record + 1);

    if (!message)
        return false;
    c->writers[writer].n--;
    mu_timers_place(&c->timers[c->partition_of[message->to]], message);
    return true;
}

/* Every living record of a bag goes where it belongs now. */
static bool sort_anew(struct mu_calendar *c, uint32_t writer, struct mu_bag *bag)
{
    struct mu_chunk *taken = mu_bag_take(bag);
    bool ok = true;

    for (struct mu_chunk *k = taken; k && ok; k = k->next)
        for (struct mu_record *r = mu_chunk_first(k); r && ok; r = mu_chunk_next(k, r)) {
            if (r->message.to == 0)
                drop_dead(c, writer);
            else
                ok = mu_calendar_put(c, writer, r);
        }
    mu_chunks_give_all(&c->writers[writer].pool, taken);
    return ok;
}

/* The slots of a far level that are within reach of the level before it. */
static bool bring_slots(struct mu_calendar *c, unsigned level, uint64_t from, uint64_t to)
{
    bool ok = true;

    for (uint64_t slot = from; slot < to && ok; slot++)
        for (uint32_t w = 0; w < c->n_writers && ok; w++) {
            mu_marks_unset(&c->writers[w].far_marks[level], slot);
            ok = sort_anew(c, w, &c->writers[w].far[level][slot % MU_CALENDAR_SLOTS]);
        }
    return ok;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* Windows before `base` are over: each level reaches farther. The highest comes first, so that
 * what it lets go falls through to where it belongs. */
static bool move_base(struct mu_calendar *c, uint64_t base)
{
    const struct mu_calendar before = *c;
    const unsigned top = MU_CALENDAR_LEVELS - 1;
    bool ok = true;

    c->base = base;
    set_ends(c);
    if (c->far_end[top] > before.far_end[top])
        for (uint32_t w = 0; w < c->n_writers && ok; w++)
            ok = sort_anew(c, w, &c->writers[w].beyond);
    for (unsigned k = MU_CALENDAR_LEVELS; k-- > 0 && ok;) {
        const uint64_t old_end = k > 0 ? before.far_end[k - 1] : before.near_end;
        const uint64_t new_end = k > 0 ? c->far_end[k - 1] : c->near_end;
        const uint64_t first = base >> (k + 1) * MU_CALENDAR_BITS;
        if (new_end > old_end)
            ok = bring_slots(c, k, larger(old_end >> MU_CALENDAR_BITS, first),
                             new_end >> MU_CALENDAR_BITS);
    }
    return ok;
}

void mu_calendar_restart(struct mu_calendar *c, uint64_t window)
{
    c->base = window;
    set_ends(c);
}

struct search {
    const struct mu_calendar *calendar;
    uint64_t *first;
};

static bool find_first(void *arg, struct mu_record *record)
{
    const struct search *search = arg;
    const uint64_t window = mu_calendar_window(search->calendar, record->at);

    if (window < *search->first)
        *search->first = window;
    return true;
}

/* The first window of the first far slot that holds anything; that of beyond. */
static uint64_t first_far(const struct mu_calendar *c)
{
    for (unsigned k = 0; k < MU_CALENDAR_LEVELS; k++) {
        struct mu_marks all = {0};
        const uint64_t from = k > 0 ? c->far_end[k - 1] : c->near_end;
        for (uint32_t w = 0; w < c->n_writers; w++)
            mu_marks_join(&all, &c->writers[w].far_marks[k]);
        const uint64_t slot = mu_marks_first(&all, from >> MU_CALENDAR_BITS, c->far_end[k]);
        if (slot < c->far_end[k])
            return slot << (k + 1) * MU_CALENDAR_BITS;
    }
    uint64_t first = MU_NO_WINDOW;
    for (uint32_t w = 0; w < c->n_writers; w++)
        mu_bag_each(&c->writers[w].beyond, find_first, &(struct search){c, &first});
    return first;
}

uint64_t mu_calendar_next(struct mu_calendar *c, uint64_t limit, bool *lacked_memory)
{
    *lacked_memory = false;
    for (;;) {
        struct mu_marks all = {0};
        for (uint32_t w = 0; w < c->n_writers; w++)
            mu_marks_join(&all, &c->writers[w].near_marks);
        uint64_t window = mu_marks_first(&all, c->base, c->near_end);
        const bool is_near = window < c->near_end;
        if (!is_near)
            window = first_far(c);
        if (window > limit)
            return MU_NO_WINDOW;
        if (window >> MU_CALENDAR_BITS == c->base >> MU_CALENDAR_BITS)
            c->base = window;
        else if (!move_base(c, window)) {
            *lacked_memory = true;
            return MU_NO_WINDOW;
        }
        if (is_near)
            return window;
    }
}

void mu_calendar_open(struct mu_calendar *c, uint64_t window)
{
    for (uint32_t w = 0; w < c->n_writers; w++)
        mu_marks_unset(&c->writers[w].near_marks, window);
}

/* ---- the dead ---- */

static bool sweep_writer(struct mu_calendar *c, uint32_t writer)
{
    for (unsigned place = 0; place < MU_CALENDAR_PLACES; place++) {
        const struct mu_bags bags = mu_calendar_bags_of(c, writer, place);
        for (size_t i = 0; i < bags.n; i++)
            if (bags.first[i].fill && !sort_anew(c, writer, &bags.first[i]))
                return false;
    }
    return true;
}

bool mu_calendar_sweep(struct mu_calendar *c)
{
    bool ok = true;

    if (mu_calendar_dead(c) <= DEAD_MIN || mu_calendar_dead(c) <= mu_calendar_pending(c) / 2)
        return true;
    for (uint32_t w = 0; w < c->n_writers && ok; w++)
        ok = sweep_writer(c, w);
    return ok;
}
