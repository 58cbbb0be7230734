/* Distributions with a density: quantiles, tails and means, uncut. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <math.h>

#include "sim/dist_impl.h"

static double log_p(struct mu_tails t)
{
    return t.p < 0.5 ? log(t.p) : log1p(-t.q);
}

double mu_log_q(struct mu_tails t)
{
    return t.p < 0.5 ? log1p(-t.p) : log(t.q);
}

double mu_normal_inverse(struct mu_tails t)
{
    return t.p < 0.5 ? gsl_cdf_ugaussian_Pinv(t.p) : gsl_cdf_ugaussian_Qinv(t.q);
}

static double triangular_inverse(const struct mu_dist *d, struct mu_tails t)
{
    double width = d->c - d->a;
    if (!(width > 0))
        return d->a;
    if (t.p * width < d->b - d->a)
        return d->a + sqrt(t.p * width * (d->b - d->a));
    return d->c - sqrt(t.q * width * (d->c - d->b));
}

/* Exact at both ends. */
static double between(double a, double b, struct mu_tails t)
{
    return t.p < 0.5 ? a + t.p * (b - a) : b - t.q * (b - a);
}

static double beta_inverse(const struct mu_dist *d, struct mu_tails t)
{
    if (t.p < 0.5)
        return d->a + (d->d - d->a) * mu_beta_inverse(d->b, d->c, t);
    return d->d - (d->d - d->a) * mu_beta_inverse(d->c, d->b, (struct mu_tails){t.q, t.p});
}

double mu_shape_inverse(const struct mu_dist *d, struct mu_tails t)
{
    switch (d->kind) {
    case MU_DIST_UNIFORM: return between(d->a, d->b, t);
    case MU_DIST_TRIANGULAR: return triangular_inverse(d, t);
    case MU_DIST_NORMAL: return d->a + d->b * mu_normal_inverse(t);
    case MU_DIST_LOGNORMAL: return d->a * exp(d->b * mu_normal_inverse(t));
    case MU_DIST_EXPONENTIAL: return -d->a * mu_log_q(t);
    case MU_DIST_WEIBULL: return d->a * pow(-mu_log_q(t), 1 / d->b);
    case MU_DIST_GAMMA: return d->a / d->b * mu_gamma_inverse(d->b, t);
    case MU_DIST_BETA: return beta_inverse(d, t);
    case MU_DIST_LOGISTIC: return d->a + d->b * (log_p(t) - mu_log_q(t));
    case MU_DIST_LOGLOGISTIC: return d->a * exp((log_p(t) - mu_log_q(t)) / d->b);
    case MU_DIST_PARETO: return d->a * exp(-mu_log_q(t) / d->b);
    case MU_DIST_GUMBEL: return d->a - d->b * log(-log_p(t));
    default: return d->a;
    }
}

static struct mu_tails uniform_tails(double x, double a, double b)
{
    if (x <= a)
        return (struct mu_tails){0, 1};
    if (x >= b)
        return (struct mu_tails){1, 0};
    return (struct mu_tails){(x - a) / (b - a), (b - x) / (b - a)};
}

static struct mu_tails triangular_tails(const struct mu_dist *d, double x)
{
    if (x <= d->a)
        return (struct mu_tails){0, 1};
    if (x >= d->c)
        return (struct mu_tails){1, 0};
    double width = d->c - d->a;
    if (x < d->b) {
        double p = (x - d->a) * (x - d->a) / (width * (d->b - d->a));
        return (struct mu_tails){p, 1 - p};
    }
    double q = (d->c - x) * (d->c - x) / (width * (d->c - d->b));
    return (struct mu_tails){1 - q, q};
}

static struct mu_tails normal_tails(double z)
{
    return (struct mu_tails){gsl_cdf_ugaussian_P(z), gsl_cdf_ugaussian_Q(z)};
}

/* From the cumulative hazard h: q = exp(-h). */
static struct mu_tails hazard_tails(double h)
{
    return h > 0 ? (struct mu_tails){-expm1(-h), exp(-h)} : (struct mu_tails){0, 1};
}

static struct mu_tails gamma_tails(const struct mu_dist *d, double x)
{
    const double scale = d->a / d->b;

    if (!(x > 0) || isinf(x))
        return x > 0 ? (struct mu_tails){1, 0} : (struct mu_tails){0, 1};
    return (struct mu_tails){gsl_cdf_gamma_P(x, d->b, scale), gsl_cdf_gamma_Q(x, d->b, scale)};
}

static struct mu_tails beta_tails(const struct mu_dist *d, double x)
{
    const struct mu_tails place = uniform_tails(x, d->a, d->d);

    if (place.p == 0 || place.q == 0)
        return place;
    return (struct mu_tails){gsl_cdf_beta_P(place.p, d->b, d->c),
                             gsl_cdf_beta_P(place.q, d->c, d->b)};
}

static struct mu_tails logistic_tails(double z)
{
    return (struct mu_tails){1 / (1 + exp(-z)), 1 / (1 + exp(z))};
}

struct mu_tails mu_shape_tails(const struct mu_dist *d, double x)
{
    const struct mu_tails before = {0, 1};

    switch (d->kind) {
    case MU_DIST_UNIFORM: return uniform_tails(x, d->a, d->b);
    case MU_DIST_TRIANGULAR: return triangular_tails(d, x);
    case MU_DIST_NORMAL: return normal_tails((x - d->a) / d->b);
    case MU_DIST_LOGNORMAL: return x > 0 ? normal_tails(log(x / d->a) / d->b) : before;
    case MU_DIST_EXPONENTIAL: return hazard_tails(x / d->a);
    case MU_DIST_WEIBULL: return hazard_tails(x > 0 ? pow(x / d->a, d->b) : 0);
    case MU_DIST_GAMMA: return gamma_tails(d, x);
    case MU_DIST_BETA: return beta_tails(d, x);
    case MU_DIST_LOGISTIC: return logistic_tails((x - d->a) / d->b);
    case MU_DIST_LOGLOGISTIC: return x > 0 ? logistic_tails(d->b * log(x / d->a)) : before;
    case MU_DIST_PARETO: return hazard_tails(x > d->a ? d->b * log(x / d->a) : 0);
    case MU_DIST_GUMBEL: {
        const struct mu_tails t = hazard_tails(exp(-(x - d->a) / d->b));
        return (struct mu_tails){t.q, t.p};
    }
    default: return x < d->a ? before : (struct mu_tails){1, 0};
    }
}

/* Infinite where the upper tail is too heavy for one. */
double mu_shape_mean(const struct mu_dist *d)
{
    switch (d->kind) {
    case MU_DIST_UNIFORM: return (d->a + d->b) / 2;
    case MU_DIST_TRIANGULAR: return (d->a + d->b + d->c) / 3;
    case MU_DIST_LOGNORMAL: return d->a * exp(d->b * d->b / 2);
    case MU_DIST_WEIBULL: return d->a * tgamma(1 + 1 / d->b);
    case MU_DIST_BETA: return d->a + (d->d - d->a) * d->b / (d->b + d->c);
    case MU_DIST_LOGLOGISTIC: return d->b > 1 ? d->a * M_PI / d->b / sin(M_PI / d->b) : INFINITY;
    case MU_DIST_PARETO: return d->b > 1 ? d->a * d->b / (d->b - 1) : INFINITY;
    case MU_DIST_GUMBEL: return d->a + M_EULER * d->b;
    default: return d->a;
    }
}
