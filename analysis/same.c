#include "analysis/same.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "analysis/same_impl.h"

enum { SHOWN = 10 };

void mu_differ(struct mu_differences *d, const char *fmt, ...)
{
    va_list args;

    if (d->out && d->n < SHOWN) {
        va_start(args, fmt);
        vfprintf(d->out, fmt, args);
        va_end(args);
        fputc('\n', d->out);
    }
    if (d->out && d->n == SHOWN)
        fprintf(d->out, "... and more\n");
    d->n++;
}

bool mu_same_double(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

bool mu_same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

bool mu_same_unit(const char *a, const char *b)
{
    return mu_same_text(a && a[0] ? a : "1", b && b[0] ? b : "1");
}

/* ---- grids ---- */

static bool same_grid_head(const struct mu_grid_info *a, const struct mu_grid_info *b)
{
    return mu_same_text(a->field, b->field) && mu_same_text(a->name, b->name) &&
           mu_same_unit(a->unit, b->unit) && mu_same_text(a->standard_name, b->standard_name) &&
           mu_same_text(a->long_name, b->long_name) && a->nx == b->nx && a->ny == b->ny &&
           mu_same_double(a->x0, b->x0) && mu_same_double(a->y0, b->y0) &&
           mu_same_double(a->dx, b->dx) && a->final == b->final && a->n_times == b->n_times;
}

static void compare_grid(struct mu_differences *d, const struct mu_grid_info *a,
                         const struct mu_grid_info *b)
{
    size_t plane = a->nx * a->ny;

    if (!same_grid_head(a, b)) {
        mu_differ(d, "grid %s/%s: another shape, unit or number of frames", a->field, a->name);
        return;
    }
    for (size_t t = 0; t < a->n_times; t++) {
        if (a->times[t] != b->times[t])
            mu_differ(d, "grid %s/%s: frame %zu is of another instant", a->field, a->name, t);
        for (size_t i = t * plane; i < (t + 1) * plane; i++) {
            if (memcmp(&a->cells[i], &b->cells[i], sizeof *a->cells) == 0)
                continue;
            mu_differ(d, "grid %s/%s: frame %zu, cell %zu: %.9g and %.9g", a->field, a->name, t,
                      i - t * plane, (double)a->cells[i], (double)b->cells[i]);
            return;
        }
    }
}

void mu_compare_grids(struct mu_differences *d, const struct mu_result *a,
                      const struct mu_result *b)
{
    if (a->n_grids != b->n_grids) {
        mu_differ(d, "%zu and %zu grids", a->n_grids, b->n_grids);
        return;
    }
    for (size_t i = 0; i < a->n_grids; i++)
        compare_grid(d, &a->grids[i], &b->grids[i]);
}

/* ---- to the bit ---- */

/* Of runs that did not fail: how far other sites had gone on beyond a failure is not compared. */
static void compare_counts(struct mu_differences *d, const struct mu_result *a,
                           const struct mu_result *b)
{
    const struct mu_run_counts *x = &a->counts, *y = &b->counts;

    if (x->ties != y->ties || x->messages != y->messages || x->timers_set != y->timers_set ||
        x->timers_cancelled != y->timers_cancelled || x->timers_moved != y->timers_moved)
        mu_differ(d, "counts of ties, messages or timers differ");
    /* A field that was given its boards asks for none. */
    if (x->streams != y->streams && a->n_replays == b->n_replays)
        mu_differ(d, "counts of streams differ");
    if (a->n_handled != b->n_handled)
        mu_differ(d, "%" PRIu64 " and %" PRIu64 " events handled", a->n_handled, b->n_handled);
}

static void compare_head(struct mu_differences *d, const struct mu_result *a,
                         const struct mu_result *b)
{
    if (a->seed != b->seed || a->replication != b->replication || a->branch != b->branch)
        mu_differ(d, "seed, replication or branch differ");
    if (a->end != b->end || a->complete != b->complete)
        mu_differ(d, "one ended at %" PRId64 " us, the other at %" PRId64 " us", a->end, b->end);
    if (!mu_same_text(a->failure, b->failure))
        mu_differ(d, "failures: \"%s\" and \"%s\"", a->failure ? a->failure : "",
                  b->failure ? b->failure : "");
    if (!a->failure && !b->failure)
        compare_counts(d, a, b);
}

static void compare_kinds(struct mu_differences *d, const struct mu_result *a,
                          const struct mu_result *b)
{
    if (a->n_kinds != b->n_kinds)
        mu_differ(d, "%zu and %zu kinds of event", a->n_kinds, b->n_kinds);
    for (size_t k = 0; k < a->n_kinds && k < b->n_kinds; k++) {
        const struct mu_kind_info *x = &a->kinds[k], *y = &b->kinds[k];
        if (!mu_same_text(x->name, y->name) || !mu_same_unit(x->unit, y->unit) ||
            !mu_same_text(x->value, y->value) || !mu_same_text(x->help, y->help))
            mu_differ(d, "kind %zu: %s and %s", k, x->name, y->name);
    }
}

static void compare_things(struct mu_differences *d, const struct mu_result *a,
                           const struct mu_result *b)
{
    if (a->n_things != b->n_things || a->n_entities != b->n_entities)
        mu_differ(d, "%zu and %zu things, %zu and %zu entities", a->n_things, b->n_things,
                  a->n_entities, b->n_entities);
    for (size_t i = 1; i < a->n_things && i < b->n_things; i++) {
        const struct mu_thing_info *x = &a->things[i], *y = &b->things[i];
        if (!mu_same_text(x->name, y->name) || !mu_same_text(x->kind, y->kind) ||
            x->entity != y->entity)
            mu_differ(d, "thing %zu: %s and %s", i, x->name, y->name);
    }
}

static bool same_event(const struct mu_event_columns *a, const struct mu_event_columns *b, size_t i)
{
    return a->time[i] == b->time[i] && a->kind[i] == b->kind[i] && a->subject[i] == b->subject[i] &&
           a->object[i] == b->object[i] && a->place[i] == b->place[i] &&
           mu_same_double(a->value[i], b->value[i]) && a->cause[i] == b->cause[i] &&
           a->since[i] == b->since[i];
}

static const char *kind_at(const struct mu_result *r, size_t i)
{
    return r->events.kind[i] < r->n_kinds ? r->kinds[r->events.kind[i]].name : "?";
}

static const char *subject_at(const struct mu_result *r, size_t i)
{
    return r->events.subject[i] < r->n_things ? r->things[r->events.subject[i]].name : "?";
}

static void compare_events(struct mu_differences *d, const struct mu_result *a,
                           const struct mu_result *b)
{
    if (a->events.n != b->events.n)
        mu_differ(d, "%zu and %zu events", a->events.n, b->events.n);
    for (size_t i = 0; i < a->events.n && i < b->events.n; i++)
        if (!same_event(&a->events, &b->events, i))
            mu_differ(d,
                      "event %zu: %s of %s at %" PRId64 " us, value %.17g; %s of %s at %" PRId64
                      " us, value %.17g",
                      i + 1, kind_at(a, i), subject_at(a, i), a->events.time[i], a->events.value[i],
                      kind_at(b, i), subject_at(b, i), b->events.time[i], b->events.value[i]);
}

static void compare_samples(struct mu_differences *d, const struct mu_result *a,
                            const struct mu_result *b)
{
    if (a->n_samples != b->n_samples) {
        mu_differ(d, "%zu and %zu samples", a->n_samples, b->n_samples);
        return;
    }
    for (size_t i = 0; i < a->n_samples; i++)
        if (a->sample_times[i] != b->sample_times[i])
            mu_differ(d, "sample %zu is of another instant", i);
}

static void compare_one_series(struct mu_differences *d, const struct mu_series_info *a,
                               const struct mu_series_info *b, size_t n_samples)
{
    if (!mu_same_text(a->name, b->name) || !mu_same_unit(a->unit, b->unit) ||
        !mu_same_text(a->help, b->help) || !mu_same_text(a->kind, b->kind) ||
        a->first != b->first || a->n != b->n) {
        mu_differ(d, "series %s and %s: other names, units or entities", a->name, b->name);
        return;
    }
    for (size_t i = 0; i < n_samples * a->n; i++) {
        if (mu_same_double(a->values[i], b->values[i]))
            continue;
        mu_differ(d, "series %s: sample %zu, entity %zu: %.17g and %.17g", a->name, i / a->n,
                  i % a->n, a->values[i], b->values[i]);
        return;
    }
}

static void compare_series(struct mu_differences *d, const struct mu_result *a,
                           const struct mu_result *b)
{
    compare_samples(d, a, b);
    if (a->n_series != b->n_series)
        mu_differ(d, "%zu and %zu series", a->n_series, b->n_series);
    for (size_t i = 0; i < a->n_series && i < b->n_series && a->n_samples == b->n_samples; i++)
        compare_one_series(d, &a->series[i], &b->series[i], a->n_samples);
}

bool mu_results_same(const struct mu_result *a, const struct mu_result *b, FILE *report)
{
    struct mu_differences d = {.out = report};

    compare_head(&d, a, b);
    compare_kinds(&d, a, b);
    compare_things(&d, a, b);
    compare_events(&d, a, b);
    compare_series(&d, a, b);
    mu_compare_grids(&d, a, b);
    return d.n == 0;
}
