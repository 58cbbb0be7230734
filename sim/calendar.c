#include "sim/calendar_impl.h"

#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"

#define DEAD_MIN 1024 /* fewer are not worth a sweep */

/* ---- marks ---- */

static void mark(struct mu_marks *marks, uint64_t slot)
{
    marks->words[slot % MU_CALENDAR_SLOTS / 64] |= UINT64_C(1) << slot % 64;
}

static void unmark(struct mu_marks *marks, uint64_t slot)
{
    marks->words[slot % MU_CALENDAR_SLOTS / 64] &= ~(UINT64_C(1) << slot % 64);
}

static unsigned lowest_bit(uint64_t word)
{
#if defined(__GNUC__)
    return (unsigned)__builtin_ctzll(word);
#else
    unsigned bit = 0;
    while (!(word >> bit & 1))
        bit++;
    return bit;
#endif
}

/* The first marked slot of from .. end - 1, or end. */
static uint64_t first_marked(const struct mu_marks *marks, uint64_t from, uint64_t end)
{
    for (uint64_t i = from; i < end; i += 64 - i % 64) {
        const uint64_t rest = marks->words[i % MU_CALENDAR_SLOTS / 64] >> i % 64;
        if (rest != 0)
            return i + lowest_bit(rest) < end ? i + lowest_bit(rest) : end;
    }
    return end;
}

static void join(struct mu_marks *all, const struct mu_marks *marks)
{
    for (size_t i = 0; i < MU_CALENDAR_SLOTS / 64; i++)
        all->words[i] |= marks->words[i];
}

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

struct bags {
    struct mu_bag *first;
    size_t n;
};

enum { PLACES = MU_CALENDAR_LEVELS + 2 };

static struct bags bags_of(const struct mu_calendar *c, uint32_t writer, unsigned place)
{
    const size_t slots = MU_CALENDAR_SLOTS;
    struct mu_writer *w = &c->writers[writer];

    if (place == 0)
        return (struct bags){w->near, w->near ? slots * c->n_partitions : 0};
    if (place <= MU_CALENDAR_LEVELS)
        return (struct bags){w->far[place - 1], w->far[place - 1] ? slots : 0};
    return (struct bags){&w->beyond, 1};
}

static void clear_writer(const struct mu_calendar *c, uint32_t writer)
{
    struct mu_writer *w = &c->writers[writer];

    for (unsigned place = 0; place < PLACES; place++) {
        const struct bags bags = bags_of(c, writer, place);
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

static bool each_of(const struct mu_bag *bag, bool (*visit)(void *arg, struct mu_record *record),
                    void *arg)
{
    for (struct mu_chunk *k = mu_bag_chunks(bag); k; k = k->next)
        for (struct mu_record *r = mu_chunk_first(k); r; r = mu_chunk_next(k, r))
            if (r->message.to != 0 && !visit(arg, r))
                return false;
    return true;
}

static bool each_of_writer(const struct mu_calendar *c, uint32_t writer,
                           bool (*visit)(void *arg, struct mu_record *record), void *arg)
{
    for (unsigned place = 0; place < PLACES; place++) {
        const struct bags bags = bags_of(c, writer, place);
        for (size_t i = 0; i < bags.n; i++)
            if (!each_of(&bags.first[i], visit, arg))
                return false;
    }
    return true;
}

bool mu_calendar_each(const struct mu_calendar *c,
                      bool (*visit)(void *arg, struct mu_record *record), void *arg)
{
    for (uint32_t w = 0; w < c->n_writers; w++)
        if (!each_of_writer(c, w, visit, arg))
            return false;
    return true;
}

/* ---- adding ---- */

static struct mu_bag *far_bag(struct mu_calendar *c, struct mu_writer *writer, uint64_t window)
{
    for (unsigned k = 0; k < MU_CALENDAR_LEVELS; k++) {
        const uint64_t slot = window >> (k + 1) * MU_CALENDAR_BITS;
        if (slot < c->far_end[k]) {
            mark(&writer->far_marks[k], slot);
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
            mark(&w->near_marks, window);
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
            unmark(&c->writers[w].far_marks[level], slot);
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
            join(&all, &c->writers[w].far_marks[k]);
        const uint64_t slot = first_marked(&all, from >> MU_CALENDAR_BITS, c->far_end[k]);
        if (slot < c->far_end[k])
            return slot << (k + 1) * MU_CALENDAR_BITS;
    }
    uint64_t first = MU_NO_WINDOW;
    for (uint32_t w = 0; w < c->n_writers; w++)
        each_of(&c->writers[w].beyond, find_first, &(struct search){c, &first});
    return first;
}

uint64_t mu_calendar_next(struct mu_calendar *c, uint64_t limit, bool *lacked_memory)
{
    *lacked_memory = false;
    for (;;) {
        struct mu_marks all = {0};
        for (uint32_t w = 0; w < c->n_writers; w++)
            join(&all, &c->writers[w].near_marks);
        uint64_t window = first_marked(&all, c->base, c->near_end);
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
        unmark(&c->writers[w].near_marks, window);
}

/* ---- what is first ---- */

static bool find_earliest(void *arg, struct mu_record *record)
{
    uint64_t *earliest = arg;

    if (record->at < *earliest)
        *earliest = record->at;
    return true;
}

/* Of a writer's slot of near windows (level -1) or of a far level. */
static void earliest_in_slot(const struct mu_calendar *c, uint32_t writer, int level, uint64_t slot,
                             uint64_t *earliest)
{
    const struct mu_writer *w = &c->writers[writer];
    const size_t n = level < 0 ? c->n_partitions : 1;
    const struct mu_bag *bags = level < 0 ? w->near : w->far[level];

    for (size_t i = 0; i < n; i++)
        each_of(&bags[slot % MU_CALENDAR_SLOTS * n + i], find_earliest, earliest);
}

/* Among the slots from .. end - 1 of a level. A marked one may hold only dead. */
static uint64_t earliest_in_level(const struct mu_calendar *c, int level, uint64_t from,
                                  uint64_t end)
{
    struct mu_marks all = {0};
    uint64_t earliest = UINT64_MAX;

    for (uint32_t w = 0; w < c->n_writers; w++)
        join(&all, level < 0 ? &c->writers[w].near_marks : &c->writers[w].far_marks[level]);
    for (uint64_t slot = first_marked(&all, from, end); slot < end && earliest == UINT64_MAX;
         slot = first_marked(&all, slot + 1, end))
        for (uint32_t w = 0; w < c->n_writers; w++)
            earliest_in_slot(c, w, level, slot, &earliest);
    return earliest;
}

uint64_t mu_calendar_first(const struct mu_calendar *c)
{
    uint64_t earliest = earliest_in_level(c, -1, c->base, c->near_end);

    for (int k = 0; k < MU_CALENDAR_LEVELS && earliest == UINT64_MAX; k++) {
        const uint64_t from = k > 0 ? c->far_end[k - 1] : c->near_end;
        earliest = earliest_in_level(c, k, from >> MU_CALENDAR_BITS, c->far_end[k]);
    }
    if (earliest == UINT64_MAX)
        for (uint32_t w = 0; w < c->n_writers; w++)
            each_of(&c->writers[w].beyond, find_earliest, &earliest);
    return earliest;
}

/* ---- how much ---- */

int64_t mu_calendar_pending(const struct mu_calendar *c)
{
    int64_t n = 0;

    for (uint32_t w = 0; w < c->n_writers; w++)
        n += c->writers[w].n;
    return n;
}

static int64_t dead(const struct mu_calendar *c)
{
    int64_t n = 0;

    for (uint32_t w = 0; w < c->n_writers; w++)
        n += c->writers[w].dead;
    return n;
}

int64_t mu_calendar_living(const struct mu_calendar *c)
{
    return mu_calendar_pending(c) - dead(c);
}

/* Without memory the rest stays as it is. */
static bool sweep_writer(struct mu_calendar *c, uint32_t writer)
{
    for (unsigned place = 0; place < PLACES; place++) {
        const struct bags bags = bags_of(c, writer, place);
        for (size_t i = 0; i < bags.n; i++)
            if (bags.first[i].fill && !sort_anew(c, writer, &bags.first[i]))
                return false;
    }
    return true;
}

void mu_calendar_sweep(struct mu_calendar *c)
{
    if (dead(c) <= DEAD_MIN || dead(c) <= mu_calendar_pending(c) / 2)
        return;
    for (uint32_t w = 0; w < c->n_writers && sweep_writer(c, w); w++)
        ;
}

size_t mu_calendar_bytes(const struct mu_calendar *c)
{
    const size_t slots =
        MU_CALENDAR_SLOTS * ((size_t)c->n_partitions + MU_CALENDAR_LEVELS) * sizeof(struct mu_bag);
    size_t bytes = c->n_writers * (sizeof *c->writers + slots);

    for (uint32_t w = 0; w < c->n_writers; w++)
        bytes += c->writers[w].pool.bytes;
    return bytes;
}
