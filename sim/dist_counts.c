/* Whole numbers: Poisson, binomial, geometric, negative binomial. */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "sim/assert.h"
#include "sim/dist_impl.h"

#define COUNT_MAX 4294967295.0 /* what GSL's distribution functions take */

bool mu_dist_counts(const struct mu_dist *d)
{
    return d->kind >= MU_DIST_POISSON && d->kind <= MU_DIST_NEGATIVE_BINOMIAL;
}

/* Of the negative binomial: chance of a success, of which there are `shape`. */
static double success(const struct mu_dist *d)
{
    return d->b / (d->b + d->a);
}

/* From 1: one trial at least. */
static struct mu_tails geometric_tails(const struct mu_dist *d, double k)
{
    const double p = 1 / d->a;

    if (p >= 1)
        return (struct mu_tails){1, 0};
    const double log_q = k * log1p(-p);
    return (struct mu_tails){-expm1(log_q), exp(log_q)};
}

struct mu_tails mu_counts_tails(const struct mu_dist *d, double k)
{
    const double least = d->kind == MU_DIST_GEOMETRIC ? 1 : 0;
    const unsigned n = k < COUNT_MAX ? (unsigned)(k > 0 ? k : 0) : (unsigned)COUNT_MAX;

    if (floor(k) < least)
        return (struct mu_tails){0, 1};
    switch (d->kind) {
    case MU_DIST_POISSON:
        return (struct mu_tails){gsl_cdf_poisson_P(n, d->a), gsl_cdf_poisson_Q(n, d->a)};
    case MU_DIST_BINOMIAL:
        if (k >= d->a)
            return (struct mu_tails){1, 0};
        return (struct mu_tails){gsl_cdf_binomial_P(n, d->b, (unsigned)d->a),
                                 gsl_cdf_binomial_Q(n, d->b, (unsigned)d->a)};
    case MU_DIST_GEOMETRIC: return geometric_tails(d, floor(k));
    default: break;
    }
    return (struct mu_tails){gsl_cdf_negative_binomial_P(n, success(d), d->b),
                             gsl_cdf_negative_binomial_Q(n, success(d), d->b)};
}

double mu_counts_mean(const struct mu_dist *d)
{
    return d->kind == MU_DIST_BINOMIAL ? floor(d->a) * d->b : d->a;
}

static double variance(const struct mu_dist *d)
{
    switch (d->kind) {
    case MU_DIST_BINOMIAL: return d->a * d->b * (1 - d->b);
    case MU_DIST_GEOMETRIC: return d->a * (d->a - 1);
    case MU_DIST_NEGATIVE_BINOMIAL: return d->a + d->a * d->a / d->b;
    default: return d->a;
    }
}

static bool reaches(const struct mu_dist *d, double k, struct mu_tails t)
{
    const struct mu_tails at = mu_counts_tails(d, k);

    return t.p < 0.5 ? at.p >= t.p : at.q <= t.q;
}

/* From the normal guess outwards in steps that double, then by halves. */
double mu_counts_inverse(const struct mu_dist *d, struct mu_tails t)
{
    const double z = t.p > 0 && t.q > 0 ? mu_normal_inverse(t) : 0;
    const double guess = floor(mu_counts_mean(d) + z * sqrt(variance(d)));
    double below, k = fmin(fmax(guess, 0), COUNT_MAX), step = 1;

    while (k < COUNT_MAX && !reaches(d, k, t)) {
        k = fmin(k + step, COUNT_MAX);
        step *= 2;
    }
    for (below = k - 1, step = 1; below >= 0 && reaches(d, below, t); step *= 2) {
        k = below;
        below = fmax(below - step, -1);
    }
    while (k - below > 1) {
        const double half = floor((below + k) / 2);
        if (reaches(d, half, t))
            k = half;
        else
            below = half;
    }
    return k;
}
