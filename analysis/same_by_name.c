/* Matching by name. Each side keeps the events that speak only of things both have; within
 * an instant they are put in the order of their subjects' names, which does not depend on
 * how entities are numbered. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/same_impl.h"

/* One result, seen from the other. */
struct side {
    const struct mu_result *r;
    uint32_t *common;  /* by thing: a number both sides share, 0 = only here */
    size_t *rows;      /* events that are kept, in matching order */
    uint64_t *matched; /* by event: 1 + its place among those kept, 0 = not kept */
    size_t n;
};

struct named {
    const char *name;
    uint32_t thing;
};

static int by_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;

    return strcmp(x->name, y->name);
}

static struct named *sorted_names(const struct mu_result *r)
{
    struct named *names = calloc(r->n_things + 1, sizeof *names);

    for (uint32_t i = 1; names && i < r->n_things; i++)
        names[i - 1] = (struct named){r->things[i].name, i};
    if (names && r->n_things > 1)
        qsort(names, r->n_things - 1, sizeof *names, by_name);
    return names;
}

/* Numbers what both have by the order of names. */
static bool match_things(struct side *a, struct side *b)
{
    struct named *x = sorted_names(a->r), *y = sorted_names(b->r);
    size_t i = 0, j = 0;
    uint32_t n = 0;

    while (x && y && i + 1 < a->r->n_things && j + 1 < b->r->n_things) {
        int order = strcmp(x[i].name, y[j].name);
        if (order == 0) {
            a->common[x[i].thing] = b->common[y[j].thing] = ++n;
        }
        i += order <= 0;
        j += order >= 0;
    }
    free(x);
    free(y);
    return x && y;
}

static bool is_common(const struct side *s, uint32_t thing)
{
    return thing == 0 || s->common[thing] != 0;
}

static void keep_common(struct side *s)
{
    const struct mu_event_columns *e = &s->r->events;

    for (size_t i = 0; i < e->n; i++)
        if (is_common(s, e->subject[i]) && is_common(s, e->object[i]) && is_common(s, e->place[i]))
            s->rows[s->n++] = i;
}

/* Insertion sort of one instant's rows: stable, and instants are small or in order. */
static void sort_instant(struct side *s, size_t from, size_t to)
{
    const struct mu_event_columns *e = &s->r->events;

    for (size_t i = from + 1; i < to; i++) {
        size_t row = s->rows[i], j = i;
        for (; j > from && s->common[e->subject[s->rows[j - 1]]] > s->common[e->subject[row]]; j--)
            s->rows[j] = s->rows[j - 1];
        s->rows[j] = row;
    }
}

static void sort_rows(struct side *s)
{
    const mu_time *time = s->r->events.time;

    for (size_t from = 0, to; from < s->n; from = to) {
        for (to = from + 1; to < s->n && time[s->rows[to]] == time[s->rows[from]]; to++)
            ;
        sort_instant(s, from, to);
    }
    for (size_t i = 0; i < s->n; i++)
        s->matched[s->rows[i]] = i + 1;
}

static bool side_init(struct side *s, const struct mu_result *r)
{
    *s = (struct side){.r = r,
                       .common = calloc(r->n_things + 1, sizeof *s->common),
                       .rows = calloc(r->events.n + 1, sizeof *s->rows),
                       .matched = calloc(r->events.n + 1, sizeof *s->matched)};
    return s->common && s->rows && s->matched;
}

static void side_fini(struct side *s)
{
    free(s->common);
    free(s->rows);
    free(s->matched);
}

/* Where a cause stands among the kept; a cause that only one side has is no other's. */
static uint64_t cause_of(const struct side *s, uint64_t cause)
{
    if (cause == 0)
        return 0;
    return s->matched[cause - 1] ? s->matched[cause - 1] : UINT64_MAX;
}

static bool same_row(const struct side *a, size_t i, const struct side *b, size_t j)
{
    const struct mu_event_columns *x = &a->r->events, *y = &b->r->events;

    return x->time[i] == y->time[j] &&
           strcmp(a->r->kinds[x->kind[i]].name, b->r->kinds[y->kind[j]].name) == 0 &&
           a->common[x->subject[i]] == b->common[y->subject[j]] &&
           a->common[x->object[i]] == b->common[y->object[j]] &&
           a->common[x->place[i]] == b->common[y->place[j]] &&
           mu_same_double(x->value[i], y->value[j]) &&
           cause_of(a, x->cause[i]) == cause_of(b, y->cause[j]) &&
           cause_of(a, x->since[i]) == cause_of(b, y->since[j]);
}

static void show(struct mu_differences *d, const struct side *s, size_t i, const char *which)
{
    const struct mu_event_columns *e = &s->r->events;

    mu_differ(d, "%s: event %zu, %s of %s at %" PRId64 " us, value %.17g", which, i + 1,
              s->r->kinds[e->kind[i]].name, s->r->things[e->subject[i]].name, e->time[i],
              e->value[i]);
}

static void compare_rows(struct mu_differences *d, const struct side *a, const struct side *b)
{
    size_t n = a->n < b->n ? a->n : b->n;

    if (a->n != b->n)
        mu_differ(d, "%zu and %zu events of things that both have", a->n, b->n);
    for (size_t i = 0; i < n; i++) {
        if (same_row(a, a->rows[i], b, b->rows[i]))
            continue;
        show(d, a, a->rows[i], "first");
        show(d, b, b->rows[i], "second");
        return; /* what follows is shifted */
    }
}

/* The column of each entity both have, by its common number. */
static void compare_series(struct mu_differences *d, const struct side *a,
                           const struct mu_series_info *x, const struct side *b,
                           const struct mu_series_info *y)
{
    for (uint32_t i = 0, j = 0; i < x->n && j < y->n;) {
        uint32_t p = a->common[x->first + i], q = b->common[y->first + j];
        for (size_t t = 0; p && p == q && t < a->r->n_samples; t++) {
            double u = x->values[t * x->n + i], v = y->values[t * y->n + j];
            if (mu_same_double(u, v))
                continue;
            mu_differ(d, "series %s of %s: sample %zu: %.17g and %.17g", x->name,
                      a->r->things[x->first + i].name, t, u, v);
            return;
        }
        i += p == 0 || (q != 0 && p <= q);
        j += q == 0 || (p != 0 && q <= p);
    }
}

static void compare_all_series(struct mu_differences *d, const struct side *a, const struct side *b)
{
    if (a->r->n_samples != b->r->n_samples) {
        mu_differ(d, "%zu and %zu samples", a->r->n_samples, b->r->n_samples);
        return;
    }
    for (size_t i = 0; i < a->r->n_series; i++) {
        const struct mu_series_info *x = &a->r->series[i];
        const struct mu_series_info *y = mu_result_series(b->r, x->name);
        if (y)
            compare_series(d, a, x, b, y);
    }
}

static void compare_sides(struct mu_differences *d, struct side *a, struct side *b)
{
    keep_common(a);
    keep_common(b);
    sort_rows(a);
    sort_rows(b);
    if (a->r->seed != b->r->seed || a->r->end != b->r->end)
        mu_differ(d, "seed or end differ");
    compare_rows(d, a, b);
    compare_all_series(d, a, b);
    mu_compare_grids(d, a->r, b->r);
}

enum mu_err mu_results_same_by_name(const struct mu_result *a, const struct mu_result *b,
                                    FILE *report, bool *same)
{
    struct mu_differences d = {.out = report};
    struct side x, y;
    bool x_ok = side_init(&x, a), y_ok = side_init(&y, b);
    enum mu_err err = MU_ERR_MEMORY;

    if (x_ok && y_ok && match_things(&x, &y)) {
        compare_sides(&d, &x, &y);
        *same = d.n == 0;
        err = MU_OK;
    }
    side_fini(&x);
    side_fini(&y);
    return err;
}
