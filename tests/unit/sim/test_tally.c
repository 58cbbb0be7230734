/* Tallies against GSL's two-pass statistics and against sums by hand. */
#include "tests/cmocka_all.h"

#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>

#include "sim/stream.h"
#include "sim/tally.h"

enum { MANY = 10000 };

/* About 1e6, spread by about 1: squares of the values themselves would lose the variance. */
static void far_from_zero(double *x)
{
    struct mu_stream s = mu_stream_init(1, 0, 0, 1, 1, 0);

    for (size_t i = 0; i < MANY; i++)
        x[i] = 1e6 - log(mu_uniform(&s));
}

static struct mu_tally tally_of(const double *x, size_t n)
{
    struct mu_tally t = {0};

    for (size_t i = 0; i < n; i++)
        mu_tally_add(&t, x[i]);
    return t;
}

static void assert_statistics(const struct mu_tally *t, const double *x, size_t n)
{
    const double mean = gsl_stats_mean(x, 1, n), variance = gsl_stats_variance(x, 1, n);

    assert_int_equal(t->n, n);
    assert_true(fabs(mu_tally_mean(t) - mean) < 1e-13 * fabs(mean));
    assert_true(fabs(mu_tally_variance(t) - variance) < 1e-9 * variance);
    assert_true(t->least == gsl_stats_min(x, 1, n));
    assert_true(t->greatest == gsl_stats_max(x, 1, n));
}

static void a_tally_gives_the_moments_of_what_was_added(void **unused)
{
    double x[MANY];

    (void)unused;
    far_from_zero(x);
    /* within the first block, at its end, just after it, and much later */
    static const size_t sizes[] = {2, 63, 64, 65, 1000, MANY};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const struct mu_tally t = tally_of(x, sizes[i]);
        assert_statistics(&t, x, sizes[i]);
    }
}

static void an_outlier_at_the_start_does_not_spoil_the_rest(void **unused)
{
    double x[MANY];

    (void)unused;
    far_from_zero(x);
    x[0] = -1e9;
    const struct mu_tally t = tally_of(x, MANY);
    assert_statistics(&t, x, MANY);
}

static void a_tally_of_nothing_has_no_mean(void **unused)
{
    (void)unused;
    const double one = 7;
    const struct mu_tally none = {0}, single = tally_of(&one, 1);

    assert_true(isnan(mu_tally_mean(&none)) && isnan(mu_tally_variance(&none)));
    assert_true(mu_tally_mean(&single) == 7 && isnan(mu_tally_variance(&single)));
}

static void parts_merged_are_the_whole(void **unused)
{
    double x[MANY];

    (void)unused;
    far_from_zero(x);
    static const size_t ends[] = {1, 1, 70, 5000, 5064, MANY}; /* one part is empty */
    struct mu_tally all = {0};
    size_t from = 0;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const struct mu_tally part = tally_of(x + from, ends[i] - from);
        mu_tally_merge(&all, &part);
        from = ends[i];
    }
    assert_statistics(&all, x, MANY);
    /* and goes on */
    struct mu_tally half = tally_of(x, 3000);
    const struct mu_tally next = tally_of(x + 3000, 30);
    mu_tally_merge(&half, &next);
    for (size_t i = 3030; i < MANY; i++)
        mu_tally_add(&half, x[i]);
    assert_statistics(&half, x, MANY);
}

/* Level 2 for 3 s, 5 for 1 s, 1 for 6 s: (6 + 5 + 6) / 10; 9 lasts no time. */
static void a_level_counts_by_how_long_it_lasts(void **unused)
{
    struct mu_time_tally t = {.level = 2};

    (void)unused;
    mu_time_tally_set(&t, 3 * MU_SECOND, 9);
    mu_time_tally_set(&t, 3 * MU_SECOND, 5);
    mu_time_tally_set(&t, 4 * MU_SECOND, 1);
    mu_time_tally_until(&t, 10 * MU_SECOND);
    assert_true(mu_time_tally_mean(&t) == 1.7);
    assert_true(t.greatest == 5);
    assert_true(t.span == 10 * MU_SECOND);
}

/* 4 until 10 s forgotten; 4 for 2 s more, then -1 for 3 s: (8 - 3) / 5. */
static void after_the_warm_up_only_the_level_is_left(void **unused)
{
    struct mu_time_tally t = {.level = 100};

    (void)unused;
    assert_true(isnan(mu_time_tally_mean(&t)));
    mu_time_tally_set(&t, MU_SECOND, 4);
    mu_time_tally_until(&t, 10 * MU_SECOND);
    mu_time_tally_reset(&t, 10 * MU_SECOND);
    assert_true(isnan(mu_time_tally_mean(&t)));
    mu_time_tally_set(&t, 12 * MU_SECOND, -1);
    mu_time_tally_until(&t, 15 * MU_SECOND);
    assert_true(mu_time_tally_mean(&t) == 1);
    assert_true(t.greatest == 4);
}

static void a_level_below_nothing_has_its_greatest_too(void **unused)
{
    struct mu_time_tally t = {.level = -5};

    (void)unused;
    mu_time_tally_set(&t, MU_SECOND, -3);
    mu_time_tally_until(&t, 2 * MU_SECOND);
    assert_true(t.greatest == -3);
}

/* 10 for 1 s and 2 for 3 s: (10 + 6) / 4; one that spans nothing changes nothing. */
static void levels_merge_by_the_time_they_span(void **unused)
{
    struct mu_time_tally a = {.level = 10}, b = {.level = 2};
    const struct mu_time_tally none = {.level = 1000};

    (void)unused;
    mu_time_tally_until(&a, MU_SECOND);
    mu_time_tally_until(&b, 3 * MU_SECOND);
    mu_time_tally_merge(&b, &a);
    mu_time_tally_merge(&b, &none);
    assert_true(mu_time_tally_mean(&b) == 4);
    assert_true(b.greatest == 10);
}

static struct mu_histogram *histogram(double lo, double hi, uint32_t n)
{
    struct mu_histogram *h = malloc(mu_histogram_size(n));

    assert_non_null(h);
    mu_histogram_init(h, lo, hi, n);
    return h;
}

static void each_bin_holds_its_lower_end_and_not_its_upper(void **unused)
{
    struct mu_histogram *h = histogram(-1, 1, 4);
    static const double x[] = {-1.5, -1, -0.5, 0, 0.4999, 0.5, 0.999999, 1, 1e300};

    (void)unused;
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        mu_histogram_add(h, x[i]);
    assert_int_equal(h->below, 1);
    assert_int_equal(h->bins[0], 1);
    assert_int_equal(h->bins[1], 1);
    assert_int_equal(h->bins[2], 2);
    assert_int_equal(h->bins[3], 2);
    assert_int_equal(h->above, 2);
    assert_int_equal(mu_histogram_n(h), 9);
    free(h);
}

/* 0.3 x 10 / 0.3 and the like round up to the number of bins. */
static void just_below_the_end_is_in_the_last_bin(void **unused)
{
    (void)unused;
    for (uint32_t n = 1; n < 200; n++) {
        struct mu_histogram *h = histogram(0, 0.1 * n, n);
        mu_histogram_add(h, nextafter(0.1 * n, 0));
        assert_int_equal(h->bins[n - 1], 1);
        free(h);
    }
}

/* Exponential of mean 1: the q-quantile is -ln(1 - q). Bins of 0.05; of 1e5 draws a share of
 * sqrt(q (1 - q) / 1e5) scatters, which at density 1 - q moves the quantile by what is below. */
static void quantiles_are_those_of_the_distribution(void **unused)
{
    struct mu_histogram *h = histogram(0, 5, 100);
    struct mu_stream s = mu_stream_init(1, 0, 0, 2, 1, 0);

    (void)unused;
    for (int i = 0; i < 100000; i++)
        mu_histogram_add(h, -log(mu_uniform(&s)));
    for (double q = 0.1; q < 0.95; q += 0.1) {
        const double scatter = sqrt(q * (1 - q) / 1e5) / (1 - q);
        assert_true(fabs(mu_histogram_quantile(h, q) + log(1 - q)) < 4 * scatter + 1e-3);
    }
    assert_true(mu_histogram_quantile(h, 1) == 5); /* e^-5 of them lie outside */
    free(h);
}

/* Two below, then 1 and 3 in bins [0, 10) and [10, 20). */
static void quantiles_lie_evenly_within_a_bin(void **unused)
{
    struct mu_histogram *h = histogram(0, 20, 2);
    static const double x[] = {-1, -2, 5, 11, 12, 13};

    (void)unused;
    assert_true(isnan(mu_histogram_quantile(h, 0.5)));
    for (size_t i = 0; i < 6; i++)
        mu_histogram_add(h, x[i]);
    assert_true(mu_histogram_quantile(h, 0.2) == 0);
    assert_true(fabs(mu_histogram_quantile(h, 2.5 / 6) - 5) < 1e-9);
    assert_true(fabs(mu_histogram_quantile(h, 4.5 / 6) - 15) < 1e-9);
    assert_true(mu_histogram_quantile(h, 1) == 20);
    free(h);
}

static void histograms_merge_bin_by_bin(void **unused)
{
    struct mu_histogram *a = histogram(0, 4, 4), *b = histogram(0, 4, 4);

    (void)unused;
    for (int i = -1; i < 5; i++)
        mu_histogram_add(a, i);
    mu_histogram_add(b, 2.5);
    mu_histogram_add(b, 9);
    mu_histogram_merge(a, b);
    assert_int_equal(a->below, 1);
    assert_int_equal(a->bins[1], 1);
    assert_int_equal(a->bins[2], 2);
    assert_int_equal(a->above, 2);
    free(a);
    free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tally_gives_the_moments_of_what_was_added),
        cmocka_unit_test(an_outlier_at_the_start_does_not_spoil_the_rest),
        cmocka_unit_test(a_tally_of_nothing_has_no_mean),
        cmocka_unit_test(parts_merged_are_the_whole),
        cmocka_unit_test(a_level_counts_by_how_long_it_lasts),
        cmocka_unit_test(after_the_warm_up_only_the_level_is_left),
        cmocka_unit_test(a_level_below_nothing_has_its_greatest_too),
        cmocka_unit_test(levels_merge_by_the_time_they_span),
        cmocka_unit_test(each_bin_holds_its_lower_end_and_not_its_upper),
        cmocka_unit_test(just_below_the_end_is_in_the_last_bin),
        cmocka_unit_test(quantiles_are_those_of_the_distribution),
        cmocka_unit_test(quantiles_lie_evenly_within_a_bin),
        cmocka_unit_test(histograms_merge_bin_by_bin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
