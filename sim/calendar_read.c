/* What lies in a calendar: nothing moves. */
#include "sim/calendar_impl.h"

static bool each_of_writer(const struct mu_calendar *c, uint32_t writer,
                           bool (*visit)(void *arg, struct mu_record *record), void *arg)
{
    for (unsigned place = 0; place < MU_CALENDAR_PLACES; place++) {
        const struct mu_bags bags = mu_calendar_bags_of(c, writer, place);
        for (size_t i = 0; i < bags.n; i++)
            if (!mu_bag_each(&bags.first[i], visit, arg))
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
        mu_bag_each(&bags[slot % MU_CALENDAR_SLOTS * n + i], find_earliest, earliest);
}

/* Among the slots from .. end - 1 of a level. A marked one may hold only dead. */
static uint64_t earliest_in_level(const struct mu_calendar *c, int level, uint64_t from,
                                  uint64_t end)
{
    struct mu_marks all = {0};
    uint64_t earliest = UINT64_MAX;

    for (uint32_t w = 0; w < c->n_writers; w++)
        mu_marks_join(&all,
                      level < 0 ? &c->writers[w].near_marks : &c->writers[w].far_marks[level]);
    for (uint64_t slot = mu_marks_first(&all, from, end); slot < end && earliest == UINT64_MAX;
         slot = mu_marks_first(&all, slot + 1, end))
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
            mu_bag_each(&c->writers[w].beyond, find_earliest, &earliest);
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

int64_t mu_calendar_dead(const struct mu_calendar *c)
{
    int64_t n = 0;

    for (uint32_t w = 0; w < c->n_writers; w++)
        n += c->writers[w].dead;
    return n;
}

int64_t mu_calendar_living(const struct mu_calendar *c)
{
    return mu_calendar_pending(c) - mu_calendar_dead(c);
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
