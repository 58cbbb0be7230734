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
#include "sim/timers_impl.h"

enum { MU_CALENDAR_BITS = 6, MU_CALENDAR_SLOTS = 128, MU_CALENDAR_LEVELS = 2 };

#define MU_NO_WINDOW UINT64_MAX

/* Which slots hold anything. */
struct mu_marks {
    uint64_t words[MU_CALENDAR_SLOTS / 64];
};

static inline void mu_marks_set(struct mu_marks *marks, uint64_t slot)
{
    marks->words[slot % MU_CALENDAR_SLOTS / 64] |= UINT64_C(1) << slot % 64;
}

/* What one thread writes; on cache lines of its own. */
struct mu_writer {
    _Alignas(128) struct mu_chunks pool;
    struct mu_marks near, far[MU_CALENDAR_LEVELS];
    int64_t n, dead; /* added less taken; threads take what others added */
};

struct mu_calendar {
    uint64_t width; /* of a window [us] */
    uint64_t magic; /* at / width = (at * magic) >> 64 >> shift */
    unsigned shift;
    uint32_t n_partitions, n_writers;
    const uint16_t *partition_of;                   /* by entity; borrowed */
    struct mu_timers *timers;                       /* by partition; borrowed */
    uint64_t base;                                  /* windows before it are over */
    uint64_t near_end, far_end[MU_CALENDAR_LEVELS]; /* first window, slots that are not there */
    struct mu_bag *near;                            /* [slot][partition][writer] */
    struct mu_bag *far[MU_CALENDAR_LEVELS];         /* [slot][writer] */
    struct mu_bag *beyond;                          /* [writer] */
    struct mu_writer *writers;
};

enum mu_err mu_calendar_init(struct mu_calendar *calendar, uint64_t width, uint32_t n_partitions,
                             uint32_t n_writers, const uint16_t *partition_of,
                             struct mu_timers *timers) MU_CHECKED;
void mu_calendar_fini(struct mu_calendar *calendar);

/* Division by a number known beforehand (Granlund and Montgomery, PLDI 1994); at < 2^63. */
static inline uint64_t mu_calendar_window(const struct mu_calendar *calendar, uint64_t at)
{
    const uint64_t high = (uint64_t)(mu_key_of(0, at) * calendar->magic >> 64);
    return calendar->width > 1 ? high >> calendar->shift : at;
}

/* The bags of a near window and partition, one for each writer. */
static inline struct mu_bag *mu_calendar_bags(const struct mu_calendar *calendar, uint64_t window,
                                              uint32_t partition)
{
    const size_t slot = window % MU_CALENDAR_SLOTS;
    return &calendar->near[(slot * calendar->n_partitions + partition) * calendar->n_writers];
}

/* The bag of a writer for a window that is not near; the window is marked. */
struct mu_bag *mu_calendar_far_bag(struct mu_calendar *calendar, uint32_t writer, uint64_t window);

/* Room for a message to `to` with a body of `size` bytes, with its key; NULL = no memory. Each
 * writer is one thread. */
static inline struct mu_message *mu_calendar_room(struct mu_calendar *c, uint32_t writer,
                                                  uint64_t at, uint64_t tie, uint32_t to,
                                                  size_t size)
{
    struct mu_writer *w = &c->writers[writer];
    const uint64_t window = mu_calendar_window(c, at);
    struct mu_bag *bag;

    if (window < c->near_end) {
        mu_marks_set(&w->near, window);
        bag = &mu_calendar_bags(c, window, c->partition_of[to])[writer];
    } else {
        bag = mu_calendar_far_bag(c, writer, window);
    }
    struct mu_record *record = mu_bag_add(bag, &w->pool, size);
    if (!record)
        return NULL;
    record->at = at;
    record->tie = tie;
    w->n++;
    return &record->message;
}

/* Copies the message's head and body. */
static inline struct mu_message *mu_calendar_add(struct mu_calendar *c, uint32_t writer,
                                                 uint64_t at, uint64_t tie,
                                                 const struct mu_message *head, const void *body)
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
int64_t mu_calendar_living(const struct mu_calendar *calendar);
/* Drops the dead when they are many. */
void mu_calendar_sweep(struct mu_calendar *calendar);
/* Calls for every living record, in any order, until one returns false. */
bool mu_calendar_each(const struct mu_calendar *calendar,
                      bool (*visit)(void *arg, struct mu_record *record), void *arg);
/* Forgets everything pending. */
void mu_calendar_clear(struct mu_calendar *calendar);
size_t mu_calendar_bytes(const struct mu_calendar *calendar);

#endif
