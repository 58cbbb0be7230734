/* From rows in the order of execution to columns in the order (time, site, as executed). */
#include <stdlib.h>

#include "sim/assert.h"
#include "sim/rows_impl.h"

/* Fields first: what their boards bring to others at the same instant comes after. */
static int within_instant(const void *pa, const void *pb)
{
    const struct mu_row *a = pa, *b = pb;
    if (a->in_field != b->in_field)
        return a->in_field ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* Execution went by time, so that only rows of one instant can be out of order; an id is
 * the site, then the number within it. */
static void sort_instants(struct mu_row *rows, size_t n)
{
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && rows[end].time == rows[i].time; end++)
            ;
        if (end - i > 1)
            qsort(rows + i, end - i, sizeof *rows, within_instant);
    }
}

static uint32_t site_of(uint64_t id)
{
    return (uint32_t)(id >> MU_SEQUENCE_BITS);
}

static uint64_t number_of(uint64_t id)
{
    return id & ((UINT64_C(1) << MU_SEQUENCE_BITS) - 1);
}

/* Where to find the row of an id: row_of[first[site] + number - 1]. */
struct finder {
    uint64_t *first, *row_of;
};

static void finder_fini(struct finder *finder)
{
    free(finder->first);
    free(finder->row_of);
}

static bool finder_init(struct finder *finder, const struct mu_run *run)
{
    const struct mu_row *rows = run->rows.data;
    size_t n = run->world->n;
    finder->first = malloc((n + 1) * sizeof *finder->first);
    finder->row_of = malloc((run->rows.n + 1) * sizeof *finder->row_of);
    if (!finder->first || !finder->row_of) {
        finder_fini(finder);
        return false;
    }
    uint64_t at = 0;
    for (size_t i = 0; i <= n; i++) {
        finder->first[i] = at;
        at += run->entities[i].rows;
    }
    mu_assert(at == run->rows.n);
    for (size_t i = 0; i < run->rows.n; i++)
        finder->row_of[finder->first[site_of(rows[i].id)] + number_of(rows[i].id) - 1] = i + 1;
    return true;
}

static uint64_t find(const struct finder *finder, uint64_t id)
{
    return id ? finder->row_of[finder->first[site_of(id)] + number_of(id) - 1] : 0;
}

static bool alloc_columns(struct mu_event_columns *e, size_t n)
{
    size_t room = n ? n : 1;
    e->time = malloc(room * sizeof *e->time);
    e->kind = malloc(room * sizeof *e->kind);
    e->subject = malloc(room * sizeof *e->subject);
    e->object = malloc(room * sizeof *e->object);
    e->place = malloc(room * sizeof *e->place);
    e->value = malloc(room * sizeof *e->value);
    e->cause = malloc(room * sizeof *e->cause);
    e->since = malloc(room * sizeof *e->since);
    e->n = n;
    e->capacity = room;
    return e->time && e->kind && e->subject && e->object && e->place && e->value && e->cause &&
           e->since;
}

static void fill_row(struct mu_event_columns *e, size_t i, const struct mu_row *row,
                     const struct finder *finder)
{
    e->time[i] = row->time;
    e->kind[i] = row->kind;
    e->subject[i] = row->subject;
    e->object[i] = row->object;
    e->place[i] = row->place;
    e->value[i] = row->value;
    e->cause[i] = find(finder, row->cause);
    e->since[i] = find(finder, row->since);
    mu_assert(e->cause[i] <= i && e->since[i] <= i); /* earlier rows only */
}

enum mu_err mu_rows_fill(struct mu_run *run, struct mu_event_columns *events)
{
    struct finder finder;
    sort_instants(run->rows.data, run->rows.n);
    if (!alloc_columns(events, run->rows.n) || !finder_init(&finder, run))
        return MU_ERR_MEMORY;
    const struct mu_row *rows = run->rows.data;
    for (size_t i = 0; i < run->rows.n; i++)
        fill_row(events, i, &rows[i], &finder);
    finder_fini(&finder);
    return MU_OK;
}
