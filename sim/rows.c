/* From rows in the order of execution to columns in the order (time, site, as executed). */
#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"
#include "sim/rows_impl.h"

/* Fields first: what their boards bring to others at the same instant comes after. An id is
 * the site, then the number within it. */
static int by_place(const void *pa, const void *pb)
{
    const struct mu_row *a = pa, *b = pb;
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    if (a->in_field != b->in_field)
        return a->in_field ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* Execution went by time, at least from window to window: only short stretches are out of
 * order. A stretch ends where everything after it is later than everything in it. */
static size_t end_of_stretch(const struct mu_row *rows, const mu_time *least_after, size_t i,
                             size_t n)
{
    mu_time latest = rows[i].time;
    size_t end = i + 1;

    while (end < n && least_after[end] <= latest) {
        latest = rows[end].time > latest ? rows[end].time : latest;
        end++;
    }
    return end;
}

static bool sort_rows(struct mu_row *rows, size_t n)
{
    mu_time *least_after = malloc((n + 1) * sizeof *least_after);

    if (!least_after)
        return false;
    least_after[n] = MU_NEVER;
    for (size_t i = n; i-- > 0;)
        least_after[i] = rows[i].time < least_after[i + 1] ? rows[i].time : least_after[i + 1];
    for (size_t i = 0, end; i < n; i = end) {
        end = end_of_stretch(rows, least_after, i, n);
        if (end - i > 1)
            qsort(rows + i, end - i, sizeof *rows, by_place);
    }
    free(least_after);
    return true;
}

/* The rows of two threads, each sorted, as one sorted column. */
static bool merge(struct mu_column *to, struct mu_column *from)
{
    struct mu_column both = {.width = to->width};
    const struct mu_row *a = to->data, *b = from->data;
    struct mu_row *row = from->n > 0 ? mu_column_add(&both, to->n + from->n) : NULL;

    if (from->n == 0)
        return true;
    if (!row)
        return false;
    for (size_t i = 0, k = 0; i < to->n || k < from->n; row++)
        *row = k == from->n || (i < to->n && by_place(&a[i], &b[k]) < 0) ? a[i++] : b[k++];
    mu_column_fini(to);
    mu_column_fini(from);
    *to = both;
    return true;
}

/* Beside a site that failed others may have gone on: what they did from that instant on has
 * not happened. */
static void cut_after_failure(const struct mu_run *run, struct mu_column *rows)
{
    const struct mu_failure *f = &run->failure;
    struct mu_row *row = rows->data;
    size_t kept = 0;

    if (!f->failed || !f->in_event)
        return;
    for (size_t i = 0; i < rows->n; i++)
        if (row[i].time < f->at ||
            (row[i].time == f->at && row[i].id >> MU_SEQUENCE_BITS == f->site))
            row[kept++] = row[i];
    rows->n = kept;
}

/* Everything into the rows of the first worker. */
static bool bring_together(struct mu_run *run)
{
    struct mu_column *all = &run->workers[0].rows;
    bool ok = true;

    for (uint32_t w = 0; w < run->n_workers && ok; w++)
        ok = sort_rows(run->workers[w].rows.data, run->workers[w].rows.n);
    for (uint32_t w = 1; w < run->n_workers && ok; w++)
        ok = merge(all, &run->workers[w].rows);
    if (ok)
        cut_after_failure(run, all);
    return ok;
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

static bool finder_init(struct finder *finder, const struct mu_run *run,
                        const struct mu_column *all)
{
    const struct mu_row *rows = all->data;
    size_t n = run->world->n;
    uint64_t at = 0;
    finder->first = malloc((n + 1) * sizeof *finder->first);
    for (size_t i = 0; finder->first && i <= n; i++) {
        finder->first[i] = at;
        at += run->entities[i].rows;
    }
    finder->row_of = calloc(at + 1, sizeof *finder->row_of);
    if (!finder->first || !finder->row_of) {
        finder_fini(finder);
        return false;
    }
    for (size_t i = 0; i < all->n; i++)
        finder->row_of[finder->first[mu_rank(rows[i].id)] + mu_sequence(rows[i].id) - 1] = i + 1;
    return true;
}

static uint64_t find(const struct finder *finder, uint64_t id)
{
    return id ? finder->row_of[finder->first[mu_rank(id)] + mu_sequence(id) - 1] : 0;
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
    const struct mu_column *all = &run->workers[0].rows;
    struct finder finder;

    if (!bring_together(run) || !alloc_columns(events, all->n) || !finder_init(&finder, run, all))
        return MU_ERR_MEMORY;
    const struct mu_row *rows = all->data;
    for (size_t i = 0; i < all->n; i++)
        fill_row(events, i, &rows[i], &finder);
    finder_fini(&finder);
    return MU_OK;
}
