#include "analysis/curves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"

struct curve_text {
    const char *name, *unit, *help;
};

static const struct curve_text texts[] = {
#define X(code, name, unit, help) {name, unit, help},
    MU_CURVE_LIST(X)
#undef X
};

static const struct curve_text *text_of(enum mu_curve curve)
{
    mu_assert((size_t)curve < MU_CURVES);
    return &texts[curve];
}

const char *mu_curve_name(enum mu_curve curve)
{
    return text_of(curve)->name;
}

const char *mu_curve_unit(enum mu_curve curve)
{
    return text_of(curve)->unit;
}

const char *mu_curve_help(enum mu_curve curve)
{
    return text_of(curve)->help;
}

/* The first point at or after t; n when there is none. */
static size_t point_of(const struct mu_curves *c, mu_time t)
{
    size_t lo = 0, hi = c->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (c->times[mid] < t)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* Curves are first filled with changes, then summed up. */
static void add(struct mu_curves *c, enum mu_curve curve, mu_time t, double change)
{
    size_t i = t == MU_NEVER ? c->n : point_of(c, t);

    if (i < c->n)
        c->values[curve][i] += change;
}

static void sum_up(struct mu_curves *c, enum mu_curve curve)
{
    for (size_t i = 1; i < c->n; i++)
        c->values[curve][i] += c->values[curve][i - 1];
}

static void add_story(struct mu_curves *c, const struct mu_group_story *g)
{
    static const enum mu_curve by_means[MU_MEANS] = {
        [MU_BY_OWN] = MU_CURVE_MOVED_OWN,
        [MU_BY_BUS] = MU_CURVE_MOVED_BUS,
        [MU_BY_BOAT] = MU_CURVE_MOVED_BOAT,
    };

    add(c, MU_CURVE_WARNED, g->warned, g->persons);
    add(c, MU_CURVE_DEPARTED, g->departed, g->persons);
    if (!g->zone_flooded || g->out == MU_NEVER)
        return;
    add(c, MU_CURVE_MOVED, g->out, g->persons);
    add(c, by_means[g->means], g->out, g->persons);
}

/* Where each group is now, for the curves that go down again. */
struct present {
    enum mu_whereabouts at;
    double living;
};

static enum mu_curve curve_of(enum mu_whereabouts at)
{
    if (at == MU_TRAPPED)
        return MU_CURVE_TRAPPED;
    return at == MU_SHELTERED || at == MU_ARRIVED ? MU_CURVE_SHELTERED : MU_CURVES;
}

static void change(struct mu_curves *c, enum mu_whereabouts at, mu_time t, double persons)
{
    if (curve_of(at) != MU_CURVES)
        add(c, curve_of(at), t, persons);
}

static void follow(struct mu_curves *c, struct present *p, const struct mu_group_step *step,
                   mu_time t, double value)
{
    if (step->whole)
        p->living = value;
    if (step->act == MU_GROUP_DEAD) {
        add(c, MU_CURVE_DEAD, t, value);
        change(c, p->at, t, -value);
        p->living -= value;
    }
    if (step->act == MU_GROUP_REFUSED && p->at == MU_TRAPPED) { /* it waves a boat on */
        change(c, p->at, t, -p->living);
        p->at = MU_AT_HOME;
    }
    if (step->to < 0)
        return;
    change(c, p->at, t, -p->living);
    p->at = (enum mu_whereabouts)step->to;
    change(c, p->at, t, p->living);
}

static bool follow_groups(struct mu_curves *c, const struct mu_result *r)
{
    const struct mu_group_step **by_kind = calloc(r->n_kinds + 1, sizeof *by_kind);
    struct present *present = calloc(r->n_things + 1, sizeof *present);

    if (by_kind && present) {
        mu_group_steps(r, by_kind);
        for (size_t i = 0; i < r->events.n; i++)
            if (by_kind[r->events.kind[i]])
                follow(c, &present[r->events.subject[i]], by_kind[r->events.kind[i]],
                       r->events.time[i], r->events.value[i]);
    }
    free(by_kind);
    free(present);
    return by_kind && present;
}

/* Sampled values hold until the next sample; before the first one, 0. The sum of `n` columns
 * from `first` on. */
static void fill_sampled(struct mu_curves *c, enum mu_curve curve, const struct mu_result *r,
                         const struct mu_series_info *series, size_t first, size_t n)
{
    size_t next = 0;

    for (size_t i = 0; i < c->n; i++) {
        double sum = 0;
        while (next < r->n_samples && r->sample_times[next] <= c->times[i])
            next++;
        for (size_t j = first; next > 0 && j < first + n; j++)
            sum += series->values[(next - 1) * series->n + j];
        c->values[curve][i] = sum;
    }
}

/* The one of several breaches that was widest: what the works close. */
static size_t widest(const struct mu_result *r, const struct mu_series_info *width)
{
    size_t best = 0;
    double most = 0;

    for (size_t i = 0; i < r->n_samples * width->n; i++)
        if (width->values[i] > most) {
            most = width->values[i];
            best = i % width->n;
        }
    return best;
}

/* The value of an event holds until the next of its kind. */
static void fill_latest(struct mu_curves *c, enum mu_curve curve, const struct mu_result *r,
                        const char *kind)
{
    size_t k = mu_result_kind(r, kind), row = 0;
    double latest = 0;

    for (size_t i = 0; i < c->n; i++) {
        for (; row < r->events.n && r->events.time[row] <= c->times[i]; row++)
            if (r->events.kind[row] == k)
                latest = r->events.value[row];
        c->values[curve][i] = latest;
    }
}

static void fill_breach(struct mu_curves *c, const struct mu_result *r)
{
    const struct mu_series_info *open = mu_result_series(r, "dike.width");
    const struct mu_series_info *closed = mu_result_series(r, "works.closed");

    if (open)
        fill_sampled(c, MU_CURVE_BREACH, r, open, widest(r, open), 1);
    else
        fill_latest(c, MU_CURVE_BREACH, r, "dike.breached");
    if (closed)
        fill_sampled(c, MU_CURVE_CLOSED, r, closed, 0, closed->n);
    else
        fill_latest(c, MU_CURVE_CLOSED, r, "works.advanced");
}

static bool make_room(struct mu_curves *c, const mu_time *times, size_t n)
{
    bool ok;

    *c = (struct mu_curves){.n = n, .times = calloc(n + 1, sizeof *c->times)};
    ok = c->times != NULL;
    for (size_t k = 0; k < MU_CURVES; k++) {
        c->values[k] = calloc(n + 1, sizeof *c->values[k]);
        ok = ok && c->values[k];
    }
    if (ok && n)
        memcpy(c->times, times, n * sizeof *times);
    return ok;
}

enum mu_err mu_curves_init(struct mu_curves *curves, const struct mu_view *view,
                           const mu_time *times, size_t n)
{
    if (!make_room(curves, times, n) || !follow_groups(curves, view->result)) {
        mu_curves_fini(curves);
        return MU_ERR_MEMORY;
    }
    for (size_t g = 0; g < view->n_groups; g++)
        add_story(curves, &view->groups[g]);
    for (size_t k = 0; k < MU_CURVES; k++)
        sum_up(curves, (enum mu_curve)k);
    fill_breach(curves, view->result);
    return MU_OK;
}

void mu_curves_fini(struct mu_curves *curves)
{
    free(curves->times);
    for (size_t k = 0; k < MU_CURVES; k++)
        free(curves->values[k]);
    *curves = (struct mu_curves){0};
}
