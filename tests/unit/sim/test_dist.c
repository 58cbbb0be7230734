/* Distributions against their formulas. */
#include "tests/cmocka_all.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "sim/stream.h"

struct expected {
    const char *what;
    struct mu_dist dist;
    double mean, variance;
};

static const double three_values[] = {10, 20, 40}, three_cumulative[] = {0.5, 0.75, 1};

#define UNCUT .lo = -INFINITY, .hi = INFINITY

static const struct expected table[] = {
    {"fixed", {MU_DIST_FIXED, .a = 3, UNCUT}, 3, 0},
    /* (b - a)^2 / 12 = 16 / 12 */
    {"uniform", {MU_DIST_UNIFORM, .a = 2, .b = 6, UNCUT}, 4, 16.0 / 12},
    /* (a + b + c) / 3; (a^2 + b^2 + c^2 - ab - ac - bc) / 18 = 13 / 18 */
    {"triangular", {MU_DIST_TRIANGULAR, .a = 0, .b = 1, .c = 4, UNCUT}, 5.0 / 3, 13.0 / 18},
    {"normal", {MU_DIST_NORMAL, .a = 5, .b = 2, UNCUT}, 5, 4},
    /* 12 e^0.08 = 12.99944; mean^2 (e^0.16 - 1) = 168.98545 * 0.17351087 = 29.32081 */
    {"lognormal", {MU_DIST_LOGNORMAL, .a = 12, .b = 0.4, UNCUT}, 12.999445, 29.320813},
    {"exponential", {MU_DIST_EXPONENTIAL, .a = 3, UNCUT}, 3, 9},
    /* Gamma(1.5) = sqrt(pi) / 2 = 0.8862269; 1 - pi / 4 = 0.2146018 */
    {"weibull", {MU_DIST_WEIBULL, .a = 1, .b = 2, UNCUT}, 0.88622693, 0.21460184},
    /* 5 + 5 + 10 = 20; 50 + 100 + 400 - 400 = 150 */
    {"choice",
     {MU_DIST_CHOICE, UNCUT, .values = three_values, .cumulative = three_cumulative, .n = 3},
     20,
     150},
    /* a^2 / b = 36 / 2 */
    {"gamma", {MU_DIST_GAMMA, .a = 6, .b = 2, UNCUT}, 6, 18},
    /* 10 * 2 / 5; 10^2 * 2 * 3 / (5^2 * 6) */
    {"beta", {MU_DIST_BETA, .a = 0, .b = 2, .c = 3, .d = 10, UNCUT}, 4, 4},
    /* scale^2 pi^2 / 3 */
    {"logistic", {MU_DIST_LOGISTIC, .a = 5, .b = 2, UNCUT}, 5, 13.15947253},
    /* With w = pi / 8: 12 w / sin w; 144 (2 w / sin 2w - w^2 / sin^2 w) */
    {"loglogistic", {MU_DIST_LOGLOGISTIC, .a = 12, .b = 8, UNCUT}, 12.31406334, 8.30756837},
    /* 2 * 6 / 5; 2^2 * 6 / (5^2 * 4) */
    {"pareto", {MU_DIST_PARETO, .a = 2, .b = 6, UNCUT}, 2.4, 0.24},
    /* Euler's constant 0.5772157 / 2 above the mode; pi^2 / 6 / 4 */
    {"gumbel", {MU_DIST_GUMBEL, .a = 3, .b = 0.5, UNCUT}, 3.28860783, 0.41123352},
    {"poisson", {MU_DIST_POISSON, .a = 3, UNCUT}, 3, 3},
    {"binomial", {MU_DIST_BINOMIAL, .a = 10, .b = 0.3, UNCUT}, 3, 2.1},
    /* chance p = 1/4: 1 / p; (1 - p) / p^2 */
    {"geometric", {MU_DIST_GEOMETRIC, .a = 4, UNCUT}, 4, 12},
    {"negative binomial", {MU_DIST_NEGATIVE_BINOMIAL, .a = 3, .b = 2, UNCUT}, 3, 7.5},
    /* Weights 2, 2, 4/3, 2/3 of 1 .. 4: 12 2/3 / 6 = 19 / 9; 32 2/3 / 6 - (19 / 9)^2 = 80 / 81 */
    {"poisson cut", {MU_DIST_POISSON, .a = 2, .lo = 0.5, .hi = 4.5}, 19.0 / 9, 80.0 / 81},
    /* With shape 1 an exponential, as below. */
    {"gamma cut", {MU_DIST_GAMMA, .a = 1, .b = 1, .lo = 0, .hi = 1}, 0.4180233, 0.0793264},
    /* Cut at -1 and 2 sigma: (0.2419707 - 0.0539910) / 0.8185946 = 0.2296371; variance
     * 1 + (-0.2419707 - 2 * 0.0539910) / 0.8185946 - 0.2296371^2 = 0.5197604 */
    {"normal cut", {MU_DIST_NORMAL, .a = 0, .b = 1, .lo = -1, .hi = 2}, 0.2296371, 0.5197604},
    /* Cut at 1: 1 - 1 / (e - 1) = 0.4180233; 1 - e / (e - 1)^2 = 0.0793264 */
    {"exponential cut", {MU_DIST_EXPONENTIAL, .a = 1, .lo = 0, .hi = 1}, 0.4180233, 0.0793264},
    /* Memoryless: 1 more than the bound 50, where 1 - p has no digits left in p. */
    {"exponential tail", {MU_DIST_EXPONENTIAL, .a = 1, .lo = 50, .hi = INFINITY}, 51, 1},
    {"uniform cut", {MU_DIST_UNIFORM, .a = 0, .b = 10, .lo = 4, .hi = 6}, 5, 4.0 / 12},
    /* 20 and 40 in equal parts */
    {"choice cut",
     {MU_DIST_CHOICE, .lo = 15, .hi = 50, .values = three_values, .cumulative = three_cumulative,
      .n = 3},
     30,
     100},
};

enum { TABLE = sizeof table / sizeof *table };

static void quantiles_integrate_to_mean_and_variance(void **unused)
{
    (void)unused;
    enum { N = 100000 };
    for (size_t k = 0; k < TABLE; k++) {
        const struct mu_dist *d = &table[k].dist;
        double mean = 0, square = 0;
        for (int i = 0; i < N; i++) {
            double x = mu_dist_quantile(d, (i + 0.5) / N) - table[k].mean;
            mean += x / N;
            square += x * x / N;
        }
        double scale = 1 + table[k].variance;
        if (fabs(mean) > 1e-4 * scale || fabs(square - table[k].variance) > 2e-3 * scale)
            fail_msg("%s: mean off by %g, variance %g instead of %g", table[k].what, mean, square,
                     table[k].variance);
    }
}

static void means_agree_with_their_formulas(void **unused)
{
    (void)unused;
    for (size_t k = 0; k < TABLE; k++) {
        double mean = mu_dist_mean(&table[k].dist);
        if (fabs(mean - table[k].mean) > 1e-6 * table[k].mean)
            fail_msg("%s: mean %.9g instead of %.9g", table[k].what, mean, table[k].mean);
    }
}

static void draws_scatter_as_their_variance_says(void **unused)
{
    (void)unused;
    enum { N = 100000 };
    for (size_t k = 0; k < TABLE; k++) {
        struct mu_stream s = mu_stream_init(11, 0, 0, k, 0, 0);
        double sum = 0;
        for (int i = 0; i < N; i++)
            sum += mu_draw(&table[k].dist, &s);
        double error = fabs(sum / N - table[k].mean);
        if (error > 4 * sqrt(table[k].variance / N) + 1e-6 * table[k].mean)
            fail_msg("%s: mean of %d draws off by %g", table[k].what, N, error);
    }
}

static void draws_stay_within_the_cut(void **unused)
{
    (void)unused;
    static const double u[] = {0x1p-53, 0.01, 0.5, 0.99, 1 - 0x1p-53};
    for (size_t k = 0; k < TABLE; k++)
        for (size_t i = 0; i < sizeof u / sizeof *u; i++) {
            double x = mu_dist_quantile(&table[k].dist, u[i]);
            assert_true(isfinite(x));
            assert_true(x >= table[k].dist.lo && x <= table[k].dist.hi);
        }
}

static void quantiles_at_known_points(void **unused)
{
    (void)unused;
    /* Phi(1.959964) = 0.975 */
    const struct mu_dist normal = {MU_DIST_NORMAL, .a = 0, .b = 1, UNCUT};
    assert_true(fabs(mu_dist_quantile(&normal, 0.975) - 1.959964) < 1e-6);
    const struct mu_dist lognormal = {MU_DIST_LOGNORMAL, .a = 12, .b = 0.4, UNCUT};
    assert_true(fabs(mu_dist_quantile(&lognormal, 0.5) - 12) < 1e-12);
    const struct mu_dist exponential = {MU_DIST_EXPONENTIAL, .a = 2, UNCUT};
    assert_true(fabs(mu_dist_quantile(&exponential, 0.5) - 2 * log(2)) < 1e-12);
    /* 0..4 with its mode at 1: a quarter lies below the mode. */
    const struct mu_dist triangular = {MU_DIST_TRIANGULAR, .a = 0, .b = 1, .c = 4, UNCUT};
    assert_true(fabs(mu_dist_quantile(&triangular, 0.25) - 1) < 1e-12);
}

static double quantile_of(enum mu_dist_kind kind, double a, double b, double u)
{
    return mu_dist_quantile(&(struct mu_dist){kind, .a = a, .b = b, UNCUT}, u);
}

static void assert_near(double found, double expected, double within)
{
    if (!(fabs(found - expected) <= within))
        fail_msg("%.10g instead of %.10g", found, expected);
}

/* From the tables at the back of any textbook of statistics, and from formulas. */
static void quantiles_are_those_of_printed_tables(void **unused)
{
    (void)unused;
    /* chi-square with 10 degrees of freedom is a gamma of mean 10 and shape 5: 3.940, 18.307,
     * 23.209; with 1 degree: 3.841 */
    assert_near(quantile_of(MU_DIST_GAMMA, 10, 5, 0.05), 3.940, 5e-4);
    assert_near(quantile_of(MU_DIST_GAMMA, 10, 5, 0.95), 18.307, 5e-4);
    assert_near(quantile_of(MU_DIST_GAMMA, 10, 5, 0.99), 23.209, 5e-4);
    assert_near(quantile_of(MU_DIST_GAMMA, 1, 0.5, 0.95), 3.841, 5e-4);
    /* F with 5 and 10 degrees of freedom: x = 5 F / (5 F + 10) is a beta of shapes 2.5 and 5.
     * F(0.95) = 3.326 */
    const struct mu_dist beta = {MU_DIST_BETA, .a = 0, .b = 2.5, .c = 5, .d = 1, UNCUT};
    const double x = mu_dist_quantile(&beta, 0.95);
    assert_near(2 * x / (1 - x), 3.326, 5e-4);
    /* P(<= 4) = 0.8153 and P(<= 5) = 0.9161 at mean 3; P(<= 2) = 0.3828 of 10 with 0.3 */
    assert_near(quantile_of(MU_DIST_POISSON, 3, 0, 0.8152), 4, 0);
    assert_near(quantile_of(MU_DIST_POISSON, 3, 0, 0.8154), 5, 0);
    assert_near(quantile_of(MU_DIST_POISSON, 3, 0, 0.04), 0, 0); /* e^-3 = 0.0498 */
    assert_near(quantile_of(MU_DIST_BINOMIAL, 10, 0.3, 0.3827), 2, 0);
    assert_near(quantile_of(MU_DIST_BINOMIAL, 10, 0.3, 0.3829), 3, 0);
    /* 1 - 0.75^3 = 0.578125; (1 + 3/2)^-2 = 0.16 and 0.16 * 2 * 0.6 more */
    assert_near(quantile_of(MU_DIST_GEOMETRIC, 4, 0, 0.5781), 3, 0);
    assert_near(quantile_of(MU_DIST_GEOMETRIC, 4, 0, 0.5782), 4, 0);
    assert_near(quantile_of(MU_DIST_NEGATIVE_BINOMIAL, 3, 2, 0.1599), 0, 0);
    assert_near(quantile_of(MU_DIST_NEGATIVE_BINOMIAL, 3, 2, 0.3519), 1, 0);
    assert_near(quantile_of(MU_DIST_NEGATIVE_BINOMIAL, 3, 2, 0.3521), 2, 0);
    assert_near(quantile_of(MU_DIST_LOGISTIC, 5, 2, 0.9), 5 + 2 * log(9), 1e-12);
    assert_near(quantile_of(MU_DIST_LOGLOGISTIC, 12, 2, 0.9), 36, 1e-12);
    assert_near(quantile_of(MU_DIST_PARETO, 2, 2, 0.75), 4, 1e-12);
    assert_near(quantile_of(MU_DIST_GUMBEL, 3, 0.5, 0.5), 3 - 0.5 * log(log(2)), 1e-12);
}

static const double small_tails[] = {0x1p-53, 1e-12, 1e-6, 1e-3, 0.01, 0.1, 0.3, 0.49};
enum { TAILS = sizeof small_tails / sizeof *small_tails };

/* Far beyond the shapes that anybody would choose; GSL's distribution functions are the
 * measure. Below 1e-300 digits
 * are lost. */
static void gamma_quantiles_lead_back_to_their_tails(void **unused)
{
    (void)unused;
    static const double shapes[] = {0.01, 0.05, 0.3, 1,   1.5, 2,
                                    5,    10,   50,  1e3, 1e4, MU_DIST_SHAPE_MAX};
    for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++)
        for (size_t i = 0; i < TAILS; i++) {
            const double p = small_tails[i], a = shapes[k];
            const double low = quantile_of(MU_DIST_GAMMA, a, a, p);
            const double high = quantile_of(MU_DIST_GAMMA, a, a, 1 - p);
            if (low > 1e-300)
                assert_near(gsl_cdf_gamma_P(low, a, 1) / p, 1, 1e-8);
            else
                assert_true(gsl_cdf_gamma_P(2e-300, a, 1) > p);
            assert_near(gsl_cdf_gamma_Q(high, a, 1) / (1 - (1 - p)), 1, 1e-8);
        }
}

static void beta_quantiles_lead_back_to_their_tails(void **unused)
{
    (void)unused;
    static const double shapes[] = {0.1, 0.5, 1, 1.5, 2, 3, 5, 20, 100, 1e4};
    enum { SHAPES = sizeof shapes / sizeof *shapes };
    for (size_t k = 0; k < SHAPES * SHAPES; k++)
        for (size_t i = 0; i < TAILS; i++) {
            const double a = shapes[k / SHAPES], b = shapes[k % SHAPES], p = small_tails[i];
            const struct mu_dist d = {MU_DIST_BETA, .a = 0, .b = a, .c = b, .d = 1, UNCUT};
            assert_near(gsl_cdf_beta_P(mu_dist_quantile(&d, p), a, b) / p, 1, 1e-8);
            /* Near 1 a double has no room for small distances from it. */
            const double high = mu_dist_quantile(&d, 1 - p), e = 0x1p-52;
            assert_true(gsl_cdf_beta_P(high + e > 1 ? 1 : high + e, a, b) >= (1 - p) * (1 - 1e-8));
            assert_true(gsl_cdf_beta_P(high - e, a, b) <= (1 - p) * (1 + 1e-8));
        }
}

static void where_gsl_has_an_inverse_it_is_the_same(void **unused)
{
    (void)unused;
    for (double u = 0.001; u < 1; u += 0.001) {
        const struct mu_dist beta = {MU_DIST_BETA, .a = 0, .b = 2.5, .c = 0.7, .d = 1, UNCUT};
        assert_near(quantile_of(MU_DIST_GAMMA, 5, 2.5, u), gsl_cdf_gamma_Pinv(u, 2.5, 2), 1e-8);
        assert_near(mu_dist_quantile(&beta, u), gsl_cdf_beta_Pinv(u, 2.5, 0.7), 1e-8);
        assert_near(quantile_of(MU_DIST_LOGISTIC, 0, 2, u), gsl_cdf_logistic_Pinv(u, 2), 1e-9);
        assert_near(quantile_of(MU_DIST_PARETO, 2, 3, u), gsl_cdf_pareto_Pinv(u, 3, 2), 1e-9);
        /* GSL's gumbel1(a, b): scale 1 / a, mode ln(b) / a */
        assert_near(quantile_of(MU_DIST_GUMBEL, log(3) / 2, 0.5, u), gsl_cdf_gumbel1_Pinv(u, 2, 3),
                    1e-9);
        assert_near(quantile_of(MU_DIST_WEIBULL, 2, 3, u), gsl_cdf_weibull_Pinv(u, 2, 3), 1e-9);
        assert_near(quantile_of(MU_DIST_EXPONENTIAL, 2, 0, u), gsl_cdf_exponential_Pinv(u, 2),
                    1e-9);
    }
}

/* P(k) by GSL, whose geometric begins at 1, too. */
static double counted(const struct mu_dist *d, double k)
{
    const unsigned n = (unsigned)k;

    if (k < 0)
        return 0;
    switch (d->kind) {
    case MU_DIST_POISSON: return gsl_cdf_poisson_P(n, d->a);
    case MU_DIST_BINOMIAL: return gsl_cdf_binomial_P(n, d->b, (unsigned)d->a);
    case MU_DIST_GEOMETRIC: return gsl_cdf_geometric_P(n, 1 / d->a);
    default: return gsl_cdf_negative_binomial_P(n, d->b / (d->a + d->b), d->b);
    }
}

static void counts_are_the_least_that_reach_u(void **unused)
{
    (void)unused;
    static const struct mu_dist dists[] = {
        {MU_DIST_POISSON, .a = 0.01, UNCUT},
        {MU_DIST_POISSON, .a = 7.3, UNCUT},
        {MU_DIST_POISSON, .a = MU_DIST_COUNT_MAX, UNCUT},
        {MU_DIST_BINOMIAL, .a = MU_DIST_COUNT_MAX, .b = 0.7, UNCUT},
        {MU_DIST_BINOMIAL, .a = 1, .b = 0.5, UNCUT},
        {MU_DIST_BINOMIAL, .a = 1000, .b = 0.003, UNCUT},
        {MU_DIST_BINOMIAL, .a = 1000, .b = 1, UNCUT},
        {MU_DIST_GEOMETRIC, .a = 1, UNCUT},
        {MU_DIST_GEOMETRIC, .a = 1.5, UNCUT},
        {MU_DIST_GEOMETRIC, .a = 3000, UNCUT},
        {MU_DIST_NEGATIVE_BINOMIAL, .a = 0.2, .b = 0.1, UNCUT},
        {MU_DIST_NEGATIVE_BINOMIAL, .a = 500, .b = 3.5, UNCUT},
    };
    for (size_t k = 0; k < sizeof dists / sizeof *dists; k++)
        for (double u = 0x1p-20; u < 1; u += 0.00137) {
            const double x = mu_dist_quantile(&dists[k], u);
            if (x != floor(x) || counted(&dists[k], x) < u * (1 - 1e-10) ||
                counted(&dists[k], x - 1) >= u * (1 + 1e-10))
                fail_msg("distribution %zu at %g: %g", k, u, x);
        }
}

static void heavy_tails_have_no_mean(void **unused)
{
    (void)unused;
    struct mu_dist d = {MU_DIST_PARETO, .a = 2, .b = 1, UNCUT};
    assert_true(isinf(mu_dist_mean(&d)));
    d.lo = 3;
    assert_true(isinf(mu_dist_mean(&d)));
    /* Between 2 and 4 the density goes as 1 / x^2: ln 2 / (1/2 - 1/4) */
    d.lo = 2, d.hi = 4;
    assert_near(mu_dist_mean(&d), 4 * log(2), 1e-9);
}

static void a_cut_that_leaves_nothing_gives_its_nearest_bound(void **unused)
{
    (void)unused;
    const struct mu_dist above = {MU_DIST_NORMAL, .a = 0, .b = 1, .lo = 60, .hi = INFINITY};
    const struct mu_dist below = {MU_DIST_UNIFORM, .a = 5, .b = 6, .lo = 0.5, .hi = 2};
    const struct mu_dist point = {MU_DIST_NORMAL, .a = 3, .b = 0, .lo = 1, .hi = 5};
    assert_true(mu_dist_quantile(&above, 0.3) == 60);
    assert_true(mu_dist_quantile(&below, 0.3) == 2);
    assert_true(mu_dist_quantile(&point, 0.3) == 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_integrate_to_mean_and_variance),
        cmocka_unit_test(means_agree_with_their_formulas),
        cmocka_unit_test(draws_scatter_as_their_variance_says),
        cmocka_unit_test(draws_stay_within_the_cut),
        cmocka_unit_test(quantiles_at_known_points),
        cmocka_unit_test(quantiles_are_those_of_printed_tables),
        cmocka_unit_test(gamma_quantiles_lead_back_to_their_tails),
        cmocka_unit_test(beta_quantiles_lead_back_to_their_tails),
        cmocka_unit_test(where_gsl_has_an_inverse_it_is_the_same),
        cmocka_unit_test(counts_are_the_least_that_reach_u),
        cmocka_unit_test(heavy_tails_have_no_mean),
        cmocka_unit_test(a_cut_that_leaves_nothing_gives_its_nearest_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
