#include "app/goals.h"

#include <string.h>

#include "analysis/curves.h"
#include "analysis/metrics.h"
#include "scenarios/units.h"

struct goals {
    struct mu_units *units;
    struct mu_diags *diags;
};

static bool unknown(const struct goals *c, struct mu_place place, const char *what,
                    const char *name, const char *nearest)
{
    return mu_diag_error(c->diags, place, "there is no %s \"%s\"%s%s%s", what, name,
                         nearest ? "; did you mean \"" : "", nearest ? nearest : "",
                         nearest ? "\"?" : "");
}

static bool misfit(const struct goals *c, struct mu_place place, const char *name,
                   const char *expected, const char *found)
{
    char is[80], wants[80];

    mu_units_what(c->units, expected, wants, sizeof wants);
    mu_units_what(c->units, found, is, sizeof is);
    return mu_diag_error(c->diags, place, "\"%s\" is %s, not %s", name, wants, is);
}

static bool check_objective(const struct goals *c, struct mu_goal *goal)
{
    struct mu_metric_use use;

    if (!goal->metric)
        return false;
    if (!mu_metric_find(goal->metric, &use))
        return unknown(c, goal->place, "metric", goal->metric,
                       mu_nearest(goal->metric, mu_metric_name, NULL));
    if (!goal->has_target)
        return mu_diag_error(c->diags, goal->place, "objective: \"target\" is missing");
    if (!goal->unit)
        return false;
    if (mu_units_convert(c->units, goal->target, goal->unit, use.metric->unit, &goal->target) !=
        MU_UNIT_FITS)
        return misfit(c, goal->place, goal->metric, use.metric->unit, goal->unit);
    goal->unit = use.metric->unit;
    return true;
}

static const char *curve_name(const void *unused, size_t i)
{
    (void)unused;
    return i < MU_CURVES ? mu_curve_name((enum mu_curve)i) : NULL;
}

static bool check_observed(const struct goals *c, const struct mu_observed *seen)
{
    const char *name;
    double same;

    if (!seen->curve || !seen->unit)
        return false;
    for (size_t i = 0; (name = curve_name(NULL, i)) != NULL; i++) {
        const char *unit = mu_curve_unit((enum mu_curve)i);
        if (strcmp(name, seen->curve) != 0)
            continue;
        if (mu_units_convert(c->units, seen->low, seen->unit, unit, &same) == MU_UNIT_FITS)
            return true;
        return misfit(c, seen->place, name, unit, seen->unit);
    }
    return unknown(c, seen->place, "curve", seen->curve, mu_nearest(seen->curve, curve_name, NULL));
}

bool mu_goals_check(struct mu_scenario *scenario, struct mu_diags *diags)
{
    const struct goals c = {.units = mu_units_create(), .diags = diags};
    bool ok = true;

    if (!c.units)
        return mu_diag_error(diags, (struct mu_place){scenario->files[0].name, 0, 0},
                             "the table of units could not be read");
    for (size_t i = 0; i < scenario->n_objectives; i++)
        ok &= check_objective(&c, &scenario->objectives[i]);
    for (size_t i = 0; i < scenario->n_observed; i++)
        ok &= check_observed(&c, &scenario->observed[i]);
    mu_units_destroy(c.units);
    return ok;
}
