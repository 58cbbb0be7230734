/* Gamma and beta quantiles by Newton's method on the logarithm of the smaller tail, kept
 * between bounds. GSL's own inverses do without bounds and give up for shapes below 0.1 or
 * above 1e5; its distribution functions serve all of them. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "sim/dist_impl.h"

enum { STEPS_MAX = 300 };

/* One tail as a function of x >= 0, falling or rising; the root is where it equals `wanted`. */
struct curve {
    double (*tail)(double x, double a, double b);
    double (*density)(double x, double a, double b);
    double a, b, wanted;
    bool rises;
};

static double middle(double lo, double hi)
{
    return lo > 0 ? sqrt(lo) * sqrt(hi) : hi / 16;
}

/* In log x where the tail rises, because it begins as a power of x; in x where it falls,
 * because it ends as an exponential. */
static double newton(const struct curve *c, double x, double tail)
{
    const double step = log(tail / c->wanted) * tail / c->density(x, c->a, c->b);

    return c->rises ? x * exp(-step / x) : x + step;
}

/* x is a first guess. */
static double solve(const struct curve *c, double x, double lo, double hi)
{
    for (int i = 0; i < STEPS_MAX; i++) {
        const double tail = c->tail(x, c->a, c->b);
        if (tail == c->wanted)
            return x;
        if ((tail > c->wanted) == c->rises)
            hi = x;
        else
            lo = x;
        double next = newton(c, x, tail);
        if (!(next > lo && next < hi))
            next = middle(lo, hi);
        if (fabs(next - x) <= 2e-16 * x || next <= 0)
            return next;
        x = next;
    }
    return x;
}

/* The cube of a gamma variable is nearly normal (Wilson and Hilferty 1931); near 0 its
 * distribution function is a power. */
static double gamma_guess(double shape, struct mu_tails t)
{
    const double root = 1 - 1 / (9 * shape) + mu_normal_inverse(t) / (3 * sqrt(shape));
    const double cube = shape * root * root * root;

    if (shape > 1 && root > 0.2)
        return cube;
    return exp((log(t.p) + gsl_sf_lngamma(shape + 1)) / shape);
}

double mu_gamma_inverse(double shape, struct mu_tails t)
{
    const bool lower = t.p < 0.5;
    const struct curve c = {.tail = lower ? gsl_cdf_gamma_P : gsl_cdf_gamma_Q,
                            .density = gsl_ran_gamma_pdf,
                            .a = shape,
                            .b = 1,
                            .wanted = lower ? t.p : t.q,
                            .rises = lower};
    const double guess = gamma_guess(shape, t);
    const double beyond = shape + 50 * sqrt(shape) + 800; /* less than 1e-308 is left there */

    if (!(c.wanted > 0))
        return lower ? 0 : INFINITY;
    return guess > 0 ? solve(&c, fmin(guess, beyond), 0, beyond) : 0;
}

/* From below; the mean is a good guess unless the tail is a power of x. */
static double beta_lower(double a, double b, double p)
{
    const struct curve c = {gsl_cdf_beta_P, gsl_ran_beta_pdf, a, b, p, true};
    const double mean = a / (a + b), power = exp((log(p * a) + gsl_sf_lnbeta(a, b)) / a);

    if (!(p > 0) || !(power > 0))
        return 0;
    return solve(&c, power < mean ? power : mean, 0, 1);
}

double mu_beta_inverse(double a, double b, struct mu_tails t)
{
    return t.p < 0.5 ? beta_lower(a, b, t.p) : 1 - beta_lower(b, a, t.q);
}
