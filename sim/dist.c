/* Distributions by inversion: cuts, points, choices; the formulas are elsewhere. */
#include <math.h>

#include "sim/dist_impl.h"
#include "sim/stream.h"

struct mu_dist mu_dist_fixed(double value)
{
    return (struct mu_dist){.kind = MU_DIST_FIXED, .a = value, .lo = -INFINITY, .hi = INFINITY};
}

static double inverse(const struct mu_dist *d, struct mu_tails t)
{
    return mu_dist_counts(d) ? mu_counts_inverse(d, t) : mu_shape_inverse(d, t);
}

/* A zeroed pair of bounds means none, as in a parameter's range. */
static bool is_cut(const struct mu_dist *d)
{
    bool bounded = isfinite(d->lo) || isfinite(d->hi);
    return bounded && !(d->lo == 0 && d->hi == 0);
}

/* Whole numbers are cut to whole numbers. */
static double least(const struct mu_dist *d)
{
    return mu_dist_counts(d) ? ceil(d->lo) : d->lo;
}

static double greatest(const struct mu_dist *d)
{
    return mu_dist_counts(d) ? floor(d->hi) : d->hi;
}

static double clamp(const struct mu_dist *d, double x)
{
    if (x < least(d))
        return least(d);
    return x > greatest(d) ? greatest(d) : x;
}

/* Below the least value allowed, up to the greatest. */
static struct mu_tails tails_before(const struct mu_dist *d)
{
    return mu_dist_counts(d) ? mu_counts_tails(d, least(d) - 1) : mu_shape_tails(d, d->lo);
}

static struct mu_tails tails_to(const struct mu_dist *d)
{
    return mu_dist_counts(d) ? mu_counts_tails(d, greatest(d)) : mu_shape_tails(d, d->hi);
}

static bool is_point(const struct mu_dist *d)
{
    bool spread = d->kind == MU_DIST_NORMAL || d->kind == MU_DIST_LOGNORMAL;
    return d->kind == MU_DIST_FIXED || (spread && !(d->b > 0));
}

/* u of the way from the tail below lo to the tail above hi. */
static double cut_quantile(const struct mu_dist *d, struct mu_tails u)
{
    struct mu_tails lo = tails_before(d), hi = tails_to(d);
    if (!(hi.p > lo.p) && !(lo.q > hi.q)) /* nothing lies between: the bound nearest to it */
        return lo.p < 0.5 ? d->hi : d->lo;
    struct mu_tails t = {lo.p + u.p * (hi.p - lo.p), hi.q + u.q * (lo.q - hi.q)};
    if (t.p < 0.5)
        t.q = 1 - t.p;
    else
        t.p = 1 - t.q;
    return clamp(d, inverse(d, t));
}

static bool allowed(const struct mu_dist *d, double x)
{
    return !is_cut(d) || (x >= d->lo && x <= d->hi);
}

static double choice_weight(const struct mu_dist *d, size_t i)
{
    if (!allowed(d, d->values[i]))
        return 0;
    return d->cumulative[i] - (i > 0 ? d->cumulative[i - 1] : 0);
}

static double choice_total(const struct mu_dist *d)
{
    double total = 0;
    for (size_t i = 0; i < d->n; i++)
        total += choice_weight(d, i);
    return total;
}

static double choice_quantile(const struct mu_dist *d, double u)
{
    double left = u * choice_total(d), last = d->a;
    for (size_t i = 0; i < d->n; i++) {
        double weight = choice_weight(d, i);
        if (!(weight > 0))
            continue;
        last = d->values[i];
        if (left < weight)
            return last;
        left -= weight;
    }
    return last; /* rounding at the upper end */
}

static double quantile(const struct mu_dist *d, struct mu_tails u)
{
    if (d->kind == MU_DIST_CHOICE)
        return choice_quantile(d, u.p);
    if (!is_cut(d))
        return inverse(d, u);
    return is_point(d) ? clamp(d, d->a) : cut_quantile(d, u);
}

double mu_dist_quantile(const struct mu_dist *dist, double u)
{
    return quantile(dist, (struct mu_tails){u, 1 - u});
}

double mu_dist_share(const struct mu_dist *d)
{
    if (d->kind == MU_DIST_CHOICE)
        return choice_total(d);
    if (!is_cut(d))
        return 1;
    if (is_point(d))
        return allowed(d, d->a);
    const struct mu_tails lo = tails_before(d), hi = tails_to(d);
    return fmax(fmax(hi.p - lo.p, lo.q - hi.q), 0);
}

static double choice_mean(const struct mu_dist *d)
{
    double sum = 0;
    for (size_t i = 0; i < d->n; i++)
        sum += choice_weight(d, i) * d->values[i];
    double total = choice_total(d);
    return total > 0 ? sum / total : d->a;
}

/* Tanh-sinh rule for the integral of the quantile function over (0, 1): its nodes crowd
 * towards the ends, where quantiles may grow without bound. */
static double quadrature_mean(const struct mu_dist *d)
{
    const double half_pi = 1.57079632679489661923, step = 1.0 / 64;
    double sum = 0, weights = 0;
    for (int i = -210; i <= 210; i++) {
        double t = i * step, s = half_pi * sinh(t);
        struct mu_tails u = {1 / (1 + exp(-2 * s)), 1 / (1 + exp(2 * s))};
        double weight = cosh(t) / (cosh(s) * cosh(s));
        sum += weight * quantile(d, u);
        weights += weight;
    }
    return sum / weights;
}

/* P(X <= k) steps: summed over what can be drawn, to where nothing is left to add. */
static double counts_mean(const struct mu_dist *d)
{
    const struct mu_tails end = {1 - 0x1p-53, 0x1p-60}, start = {0x1p-60, 1};
    const double from = clamp(d, inverse(d, start)), to = clamp(d, inverse(d, end));
    struct mu_tails before = mu_counts_tails(d, from - 1);
    double sum = 0, weights = 0;

    for (double k = from; k <= to; k++) {
        const struct mu_tails at = mu_counts_tails(d, k);
        const double weight = at.p < 0.5 ? at.p - before.p : before.q - at.q;
        sum += weight * k;
        weights += weight;
        before = at;
    }
    return weights > 0 ? sum / weights : quantile(d, (struct mu_tails){0.5, 0.5});
}

double mu_dist_mean(const struct mu_dist *d)
{
    if (d->kind == MU_DIST_CHOICE)
        return choice_mean(d);
    if (!is_cut(d))
        return mu_dist_counts(d) ? mu_counts_mean(d) : mu_shape_mean(d);
    if (mu_dist_counts(d))
        return counts_mean(d);
    if (isinf(d->hi) && isinf(mu_shape_mean(d)))
        return INFINITY;
    return is_point(d) ? clamp(d, d->a) : quadrature_mean(d);
}
