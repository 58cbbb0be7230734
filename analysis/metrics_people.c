#include <math.h>
#include <stdlib.h>

#include "analysis/metrics_impl.h"

typedef struct mu_metric_value value_t;

static value_t just(double value)
{
    return (value_t){.value = value};
}

static double seconds(mu_time t)
{
    return (double)t / (double)MU_SECOND;
}

static int by_value(const void *a, const void *b)
{
    const struct mu_weighted *x = a, *y = b;

    return (x->value > y->value) - (x->value < y->value);
}

/* The least value that at least the share q of all persons do not exceed; NaN for nobody. */
static double weighted_quantile(struct mu_weighted *items, size_t n, double q)
{
    double total = 0, below = 0;

    qsort(items, n, sizeof *items, by_value);
    for (size_t i = 0; i < n; i++)
        total += items[i].weight;
    for (size_t i = 0; i < n; i++) {
        below += items[i].weight;
        if (total > 0 && below >= q * total)
            return items[i].value;
    }
    return NAN;
}

/* Persons of the groups for which `in` holds. */
static value_t persons_of(const struct mu_view *view, bool (*in)(const struct mu_group_story *))
{
    double sum = 0;

    for (size_t i = 0; i < view->n_groups; i++)
        sum += in(&view->groups[i]) ? view->groups[i].persons : 0;
    return just(sum);
}

static bool anybody(const struct mu_group_story *g)
{
    (void)g;
    return true;
}

/* Everybody is at home in the first sample. Without that series: all groups with an event. */
value_t mu_metric_people_total(const struct mu_view *view, const struct mu_metric_use *use)
{
    const struct mu_series_info *home = mu_result_series(view->result, "zone.at_home");
    double total = 0;

    (void)use;
    if (!home || view->result->n_samples == 0)
        return persons_of(view, anybody);
    for (uint32_t i = 0; i < home->n; i++)
        total += home->values[i];
    return just(total);
}

static bool is_warned(const struct mu_group_story *g)
{
    return g->warned != MU_NEVER;
}

static bool is_flooded(const struct mu_group_story *g)
{
    return g->flooded != MU_NEVER;
}

static bool is_warned_in_time(const struct mu_group_story *g)
{
    return is_flooded(g) && g->warned < g->flooded;
}

static bool is_sheltered(const struct mu_group_story *g)
{
    return g->sheltered != MU_NEVER;
}

static bool is_trapped(const struct mu_group_story *g)
{
    return g->trapped != MU_NEVER;
}

value_t mu_metric_warned(const struct mu_view *view, const struct mu_metric_use *use)
{
    (void)use;
    return persons_of(view, is_warned);
}

value_t mu_metric_sheltered(const struct mu_view *view, const struct mu_metric_use *use)
{
    (void)use;
    return persons_of(view, is_sheltered);
}

value_t mu_metric_trapped(const struct mu_view *view, const struct mu_metric_use *use)
{
    (void)use;
    return persons_of(view, is_trapped);
}

value_t mu_metric_warned_before_water(const struct mu_view *view, const struct mu_metric_use *use)
{
    double flooded = persons_of(view, is_flooded).value;

    (void)use;
    return just(flooded > 0 ? persons_of(view, is_warned_in_time).value / flooded : NAN);
}

value_t mu_metric_lead_time_median(const struct mu_view *view, const struct mu_metric_use *use)
{
    size_t n = 0;

    (void)use;
    for (size_t i = 0; i < view->n_groups; i++) {
        const struct mu_group_story *g = &view->groups[i];
        if (is_warned_in_time(g))
            view->scratch[n++] = (struct mu_weighted){seconds(g->flooded - g->warned), g->persons};
    }
    return just(weighted_quantile(view->scratch, n, 0.5));
}

static double moved(const struct mu_view *view, mu_time until, enum mu_means means)
{
    double sum = 0;

    for (size_t i = 0; i < view->n_groups; i++) {
        const struct mu_group_story *g = &view->groups[i];
        if (g->zone_flooded && g->out != MU_NEVER && g->out <= until &&
            (means == MU_MEANS || g->means == means))
            sum += g->persons;
    }
    return sum;
}

value_t mu_metric_moved(const struct mu_view *view, const struct mu_metric_use *use)
{
    return just(moved(view, view->result->end, (enum mu_means)use->metric->arg));
}

value_t mu_metric_moved_by(const struct mu_view *view, const struct mu_metric_use *use)
{
    mu_time until = mu_clock_zero(&view->clock) + (mu_time)use->n * MU_HOUR;

    return (value_t){moved(view, until, MU_MEANS), .censored = until > view->result->end};
}

value_t mu_metric_refused(const struct mu_view *view, const struct mu_metric_use *use)
{
    double sum = 0;

    (void)use;
    for (size_t i = 0; i < view->n_groups; i++)
        sum += view->groups[i].refused;
    return just(sum);
}

value_t mu_metric_needless(const struct mu_view *view, const struct mu_metric_use *use)
{
    double sum = 0;

    (void)use;
    for (size_t i = 0; i < view->n_groups; i++)
        sum += view->groups[i].needless;
    return just(sum);
}

value_t mu_metric_trapped_peak(const struct mu_view *view, const struct mu_metric_use *use)
{
    (void)use;
    return just(view->trapped_peak);
}

value_t mu_metric_trapped_hours(const struct mu_view *view, const struct mu_metric_use *use)
{
    double sum = 0;

    (void)use;
    for (size_t i = 0; i < view->n_groups; i++)
        sum += view->groups[i].trapped_person_s;
    return just(sum / 3600);
}

value_t mu_metric_first_rescue(const struct mu_view *view, const struct mu_metric_use *use)
{
    mu_time first = MU_NEVER;
    bool any = false;

    (void)use;
    for (size_t i = 0; i < view->n_groups; i++) {
        any |= is_trapped(&view->groups[i]);
        if (view->groups[i].rescued < first)
            first = view->groups[i].rescued;
    }
    return any ? mu_metric_since_onset(view, first) : just(NAN);
}

/* Those never rescued wait until the end of the run: a rescue that fetches nobody must not
 * look quick. Only those whose wait so far is no longer than the quantile could raise it. */
value_t mu_metric_rescue_wait(const struct mu_view *view, const struct mu_metric_use *use)
{
    size_t n = 0;
    double shortest_open = INFINITY, wait;

    for (size_t i = 0; i < view->n_groups; i++) {
        const struct mu_group_story *g = &view->groups[i];
        if (!is_trapped(g))
            continue;
        bool open = g->rescued == MU_NEVER;
        double waited = seconds((open ? view->result->end : g->rescued) - g->trapped);
        if (open)
            shortest_open = fmin(shortest_open, waited);
        view->scratch[n++] = (struct mu_weighted){waited, g->persons};
    }
    wait = weighted_quantile(view->scratch, n, use->metric->arg);
    return (value_t){wait, .censored = shortest_open <= wait};
}
