/* Distributions against their formulas. */
#include "tests/cmocka_all.h"

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
    enum { N = 400000 };
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
        cmocka_unit_test(a_cut_that_leaves_nothing_gives_its_nearest_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
