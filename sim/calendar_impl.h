/* calendar_impl.h - private: pending events by window of simulated time.
 *
 * A window is as long as the lookahead: what one site sends to another in a window arrives in
 * a later one, so that the sites of a window may run side by side. The windows that come next
 * are near: each has a bag for every partition of the sites and every thread that writes, so
 * that nobody waits for anybody. Later ones lie in far slots of 64 windows, of 64 x 64, and
 * beyond, and come nearer when their time comes: a hierarchical timing wheel (Varghese and
 * Lauck, SOSP 1987) whose slots hold records in no order. Who executes a window puts each
 * site's own events into theirs.
 */
#ifndef MU_SIM_CALENDAR_IMPL_H
#define MU_SIM_CALENDAR_IMPL_H

#include <string.h>

#include "sim/bag_impl.h"
#include "sim/marks_impl.h"
#include "sim/timers_impl.h"

enum { MU_CALENDAR_BITS = 6, MU_CALENDAR_LEVELS = 2 };

#define MU_NO_WINDOW UINT64_MAX

/* What one thread writes; on cache lines of its own. A near slot is marked when a bag of it
 * gets its first chunk. */
struct mu_writer {
    _Alignas(128) struct mu_bag *near;      /* [slot][partition] */
    struct mu_bag *far[MU_CALENDAR_LEVELS]; /* [slot] */
    struct mu_bag beyond;
    struct mu_marks near_marks, far_marks[MU_CALENDAR_LEVELS];
    int64_t n, dead; /* added less taken; threads take what others added */
    struct mu_chunks pool;
};

struct mu_calendar {
    uint64_t width; /* of a window [us] */
    uint64_t magic; /* at / width = (at * magic) >> 64 >> shift */
    unsigned shift;
    uint32_t n_entities, n_partitions, n_writers;
    const uint16_t *partition_of; /* by entity, 1 .. n_entities; borrowed */
    uint64_t near_end;            /* first window that is not near */
    struct mu_writer *writers;
    struct mu_timers *timers;             /* by partition; borrowed */
    uint64_t base;                        /* windows before it are over */
    uint64_t far_end[MU_CALENDAR_LEVELS]; /* first slot that is not there */
};

/* What a calendar is for. */
struct mu_calendar_shape {
    uint64_t width;
    uint32_t n_entities, n_partitions, n_writers;
    const uint16_t *partition_of;
    struct mu_timers *timers;
};

enum mu_err mu_calendar_init(struct mu_calendar *calendar,
                             const struct mu_calendar_shape *shape) MU_CHECKED;
void mu_calendar_fini(struct mu_calendar *calendar);

/* Division by a number known beforehand (Granlund and Montgomery, PLDI 1994); at < 2^63 and
 * width > 1. */
static inline uint64_t mu_calendar_divide(const struct mu_calendar *calendar, uint64_t at)
{
    return (uint64_t)(mu_key_of(0, at) * calendar->magic >> 64) >> calendar->shift;
}

static inline uint64_t mu_calendar_window(const struct mu_calendar *calendar, uint64_t at)
{
    return calendar->width > 1 ? mu_calendar_divide(calendar, at) : at;
}

/* A writer's bag of a near window and partition. */
static inline struct mu_bag *mu_calendar_bag(const struct mu_calendar *calendar,
                                             const struct mu_writer *writer, uint64_t window,
                                             uint32_t partition)
{
    const size_t slot = window % MU_CALENDAR_SLOTS;
    return &writer->near[slot * calendar->n_partitions + partition];
}

/* Room for a message to `to` with a body of `size` bytes, with its key; NULL = no memory. Each
 * writer is one thread. */
struct mu_message *mu_calendar_room(struct mu_calendar *calendar, uint32_t writer, uint64_t at,
                                    uint64_t tie, uint32_t to, size_t size);

/* The same for most messages, to a near window whose bag has room; else NULL. width > 1. */
static inline struct mu_record *mu_calendar_room_near(const struct mu_calendar *c,
                                                      struct mu_writer *writer, uint64_t at,
                                                      uint32_t to, size_t size)
{
    const uint64_t window = mu_calendar_divide(c, at);

    if (window >= c->near_end)
        return NULL;
    struct mu_bag *bag = mu_calendar_bag(c, writer, window, c->partition_of[to]);
    struct mu_record *record = mu_bag_room(bag, mu_record_size(size));
    if (record)
        writer->n++;
    return record;
}

/* Copies the message's head and body. */
struct mu_message *mu_calendar_add(struct mu_calendar *calendar, uint32_t writer, uint64_t at,
                                   uint64_t tie, const struct mu_message *head, const void *body);

/* A record that was taken out of its bag goes where it belongs now, and its timer knows;
 * false = no memory. */
bool mu_calendar_put(struct mu_calendar *calendar, uint32_t writer, const struct mu_record *record);
/* A pending message is dead from now on. */
void mu_calendar_kill(struct mu_calendar *calendar, uint32_t writer, struct mu_message *message);

/* The rest is for one thread while no other writes. */

/* The calendar is empty and begins with this window. */
void mu_calendar_restart(struct mu_calendar *calendar, uint64_t window);
/* The first window, at most `limit`, in which anything is pending, or MU_NO_WINDOW; windows
 * before it are over from now on. *lacked_memory when some could not be brought nearer. */
uint64_t mu_calendar_next(struct mu_calendar *calendar, uint64_t limit, bool *lacked_memory);
/* When the first living record is due; UINT64_MAX = there is none. Nothing moves. */
uint64_t mu_calendar_first(const struct mu_calendar *calendar);
/* The window counts as empty until something is added to it. */
void mu_calendar_open(struct mu_calendar *calendar, uint64_t window);
int64_t mu_calendar_pending(const struct mu_calendar *calendar); /* the dead as well */
int64_t mu_calendar_dead(const struct mu_calendar *calendar);
int64_t mu_calendar_living(const struct mu_calendar *calendar);
/* Drops the dead when they are many; false = some of the living could not be put back. */
bool mu_calendar_sweep(struct mu_calendar *calendar);
/* Calls for every living record, in any order, until one returns false. */
bool mu_calendar_each(const struct mu_calendar *calendar,
                      bool (*visit)(void *arg, struct mu_record *record), void *arg);
/* The bags of a writer by where they are: near, one of the far levels, beyond. */
struct mu_bags {
    struct mu_bag *first;
    size_t n;
};

enum { MU_CALENDAR_PLACES = MU_CALENDAR_LEVELS + 2 };

struct mu_bags mu_calendar_bags_of(const struct mu_calendar *calendar, uint32_t writer,
                                   unsigned place);
/* Forgets everything pending. */
void mu_calendar_clear(struct mu_calendar *calendar);
size_t mu_calendar_bytes(const struct mu_calendar *calendar);

#endif
