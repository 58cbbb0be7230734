/* Distributions by inversion. Every inverse takes both tails, p = P(X <= x) and q = 1 - p,
 * and works from the smaller one, so that cuts far out in a tail keep their digits. */
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "sim/stream.h"

struct tails {
    double p, q;
};

struct mu_dist mu_dist_fixed(double value)
{
    return (struct mu_dist){.kind = MU_DIST_FIXED, .a = value, .lo = -INFINITY, .hi = INFINITY};
}

static double log_q(struct tails t)
{
    return t.p < 0.5 ? log1p(-t.p) : log(t.q);
}

static double normal_inverse(struct tails t)
{
    return t.p < 0.5 ? gsl_cdf_ugaussian_Pinv(t.p) : gsl_cdf_ugaussian_Qinv(t.q);
}

static double triangular_inverse(const struct mu_dist *d, struct tails t)
{
    double width = d->c - d->a;
    if (!(width > 0))
        return d->a;
    if (t.p * width < d->b - d->a)
        return d->a + sqrt(t.p * width * (d->b - d->a));
    return d->c - sqrt(t.q * width * (d->c - d->b));
}

static double inverse(const struct mu_dist *d, struct tails t)
{
    switch (d->kind) {
    case MU_DIST_UNIFORM:
        return t.p < 0.5 ? d->a + t.p * (d->b - d->a) : d->b - t.q * (d->b - d->a);
    case MU_DIST_TRIANGULAR: return triangular_inverse(d, t);
    case MU_DIST_NORMAL: return d->a + d->b * normal_inverse(t);
    case MU_DIST_LOGNORMAL: return d->a * exp(d->b * normal_inverse(t));
    case MU_DIST_EXPONENTIAL: return -d->a * log_q(t);
    case MU_DIST_WEIBULL: return d->a * pow(-log_q(t), 1 / d->b);
    case MU_DIST_FIXED:
    case MU_DIST_CHOICE: break;
    }
    return d->a;
}

static struct tails uniform_tails(double x, double a, double b)
{
    if (x <= a)
        return (struct tails){0, 1};
    if (x >= b)
        return (struct tails){1, 0};
    return (struct tails){(x - a) / (b - a), (b - x) / (b - a)};
}

static struct tails triangular_tails(const struct mu_dist *d, double x)
{
    if (x <= d->a)
        return (struct tails){0, 1};
    if (x >= d->c)
        return (struct tails){1, 0};
    double width = d->c - d->a;
    if (x < d->b) {
        double p = (x - d->a) * (x - d->a) / (width * (d->b - d->a));
        return (struct tails){p, 1 - p};
    }
    double q = (d->c - x) * (d->c - x) / (width * (d->c - d->b));
    return (struct tails){1 - q, q};
}

static struct tails normal_tails(double z)
{
    return (struct tails){gsl_cdf_ugaussian_P(z), gsl_cdf_ugaussian_Q(z)};
}

/* From the cumulative hazard h: q = exp(-h). */
static struct tails hazard_tails(double h)
{
    return h > 0 ? (struct tails){-expm1(-h), exp(-h)} : (struct tails){0, 1};
}

static struct tails tails_of(const struct mu_dist *d, double x)
{
    switch (d->kind) {
    case MU_DIST_UNIFORM: return uniform_tails(x, d->a, d->b);
    case MU_DIST_TRIANGULAR: return triangular_tails(d, x);
    case MU_DIST_NORMAL: return normal_tails((x - d->a) / d->b);
    case MU_DIST_LOGNORMAL:
        return x > 0 ? normal_tails(log(x / d->a) / d->b) : (struct tails){0, 1};
    case MU_DIST_EXPONENTIAL: return hazard_tails(x / d->a);
    case MU_DIST_WEIBULL: return hazard_tails(x > 0 ? pow(x / d->a, d->b) : 0);
    case MU_DIST_FIXED:
    case MU_DIST_CHOICE: break;
    }
    return x < d->a ? (struct tails){0, 1} : (struct tails){1, 0};
}

/* A zeroed pair of bounds means none, as in a parameter's range. */
static bool is_cut(const struct mu_dist *d)
{
    bool bounded = isfinite(d->lo) || isfinite(d->hi);
    return bounded && !(d->lo == 0 && d->hi == 0);
}

static double clamp(const struct mu_dist *d, double x)
{
    if (x < d->lo)
        return d->lo;
    return x > d->hi ? d->hi : x;
}

static bool is_point(const struct mu_dist *d)
{
    bool spread = d->kind == MU_DIST_NORMAL || d->kind == MU_DIST_LOGNORMAL;
    return d->kind == MU_DIST_FIXED || (spread && !(d->b > 0));
}

/* u of the way from the tail below lo to the tail above hi. */
static double cut_quantile(const struct mu_dist *d, struct tails u)
{
    struct tails lo = tails_of(d, d->lo), hi = tails_of(d, d->hi);
    if (!(hi.p > lo.p) && !(lo.q > hi.q)) /* nothing lies between: the bound nearest to it */
        return lo.p < 0.5 ? d->hi : d->lo;
    struct tails t = {lo.p + u.p * (hi.p - lo.p), hi.q + u.q * (lo.q - hi.q)};
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

static double quantile(const struct mu_dist *d, struct tails u)
{
    if (d->kind == MU_DIST_CHOICE)
        return choice_quantile(d, u.p);
    if (!is_cut(d))
        return inverse(d, u);
    return is_point(d) ? clamp(d, d->a) : cut_quantile(d, u);
}

double mu_dist_quantile(const struct mu_dist *dist, double u)
{
    return quantile(dist, (struct tails){u, 1 - u});
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
        struct tails u = {1 / (1 + exp(-2 * s)), 1 / (1 + exp(2 * s))};
        double weight = cosh(t) / (cosh(s) * cosh(s));
        sum += weight * quantile(d, u);
        weights += weight;
    }
    return sum / weights;
}

double mu_dist_mean(const struct mu_dist *dist)
{
    if (dist->kind == MU_DIST_CHOICE)
        return choice_mean(dist);
    if (is_cut(dist))
        return is_point(dist) ? clamp(dist, dist->a) : quadrature_mean(dist);
    switch (dist->kind) {
    case MU_DIST_UNIFORM: return (dist->a + dist->b) / 2;
    case MU_DIST_TRIANGULAR: return (dist->a + dist->b + dist->c) / 3;
    case MU_DIST_LOGNORMAL: return dist->a * exp(dist->b * dist->b / 2);
    case MU_DIST_WEIBULL: return dist->a * tgamma(1 + 1 / dist->b);
    case MU_DIST_FIXED:
    case MU_DIST_NORMAL:
    case MU_DIST_EXPONENTIAL:
    case MU_DIST_CHOICE: break;
    }
    return dist->a;
}
