/* Every distribution that GSL draws from works on a stream: each by name, its draws against
 * its own distribution function. Seeds are fixed, so that a test either always passes or never
 * does; with other seeds one in 10,000 tables would be rejected by chance. */
#include "tests/cmocka_all.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#include "sim/stream.h"

enum { DRAWS = 20000, BINS = 60 };

/* As in the table of Kolmogorov's distribution: 2 exp(-2 z^2) = 1e-4. */
#define KOLMOGOROV 2.225

struct continuous {
    const char *name;
    double (*draw)(const gsl_rng *r);
    double (*cdf)(double x);
};

#define CONTINUOUS(name, draw, cdf)                                                                \
    static double draw_##name(const gsl_rng *r)                                                    \
    {                                                                                              \
        return draw;                                                                               \
    }                                                                                              \
    static double cdf_##name(double x)                                                             \
    {                                                                                              \
        return cdf;                                                                                \
    }

CONTINUOUS(gaussian, gsl_ran_gaussian(r, 2), gsl_cdf_gaussian_P(x, 2))
CONTINUOUS(gaussian_ziggurat, gsl_ran_gaussian_ziggurat(r, 2), gsl_cdf_gaussian_P(x, 2))
CONTINUOUS(gaussian_ratio, gsl_ran_gaussian_ratio_method(r, 2), gsl_cdf_gaussian_P(x, 2))
CONTINUOUS(ugaussian, gsl_ran_ugaussian(r), gsl_cdf_ugaussian_P(x))
CONTINUOUS(ugaussian_ratio, gsl_ran_ugaussian_ratio_method(r), gsl_cdf_ugaussian_P(x))
CONTINUOUS(gaussian_tail, gsl_ran_gaussian_tail(r, 3, 2),
           1 - gsl_cdf_gaussian_Q(x, 2) / gsl_cdf_gaussian_Q(3, 2))
CONTINUOUS(ugaussian_tail, gsl_ran_ugaussian_tail(r, 1.5),
           1 - gsl_cdf_ugaussian_Q(x) / gsl_cdf_ugaussian_Q(1.5))
CONTINUOUS(exponential, gsl_ran_exponential(r, 3), gsl_cdf_exponential_P(x, 3))
CONTINUOUS(laplace, gsl_ran_laplace(r, 3), gsl_cdf_laplace_P(x, 3))
CONTINUOUS(exppow, gsl_ran_exppow(r, 2, 1.5), gsl_cdf_exppow_P(x, 2, 1.5))
CONTINUOUS(cauchy, gsl_ran_cauchy(r, 2), gsl_cdf_cauchy_P(x, 2))
CONTINUOUS(rayleigh, gsl_ran_rayleigh(r, 2), gsl_cdf_rayleigh_P(x, 2))
CONTINUOUS(rayleigh_tail, gsl_ran_rayleigh_tail(r, 1, 2), -expm1((1 - x * x) / 8))
/* Stable laws of index 1 and 2 are Cauchy's and the normal one, of variance 2 c^2. */
CONTINUOUS(levy, gsl_ran_levy(r, 2, 1), gsl_cdf_cauchy_P(x, 2))
CONTINUOUS(levy_skew, gsl_ran_levy_skew(r, 2, 2, 0), gsl_cdf_gaussian_P(x, 2 * M_SQRT2))
CONTINUOUS(gamma, gsl_ran_gamma(r, 2.5, 2), gsl_cdf_gamma_P(x, 2.5, 2))
CONTINUOUS(gamma_knuth, gsl_ran_gamma_knuth(r, 0.5, 2), gsl_cdf_gamma_P(x, 0.5, 2))
CONTINUOUS(gamma_mt, gsl_ran_gamma_mt(r, 2.5, 2), gsl_cdf_gamma_P(x, 2.5, 2))
CONTINUOUS(gamma_int, gsl_ran_gamma_int(r, 14), gsl_cdf_gamma_P(x, 14, 1))
CONTINUOUS(erlang, gsl_ran_erlang(r, 2, 3), gsl_cdf_gamma_P(x, 3, 2))
CONTINUOUS(flat, gsl_ran_flat(r, -1, 4), gsl_cdf_flat_P(x, -1, 4))
CONTINUOUS(lognormal, gsl_ran_lognormal(r, 1, 0.5), gsl_cdf_lognormal_P(x, 1, 0.5))
CONTINUOUS(chisq, gsl_ran_chisq(r, 7), gsl_cdf_chisq_P(x, 7))
CONTINUOUS(fdist, gsl_ran_fdist(r, 5, 10), gsl_cdf_fdist_P(x, 5, 10))
CONTINUOUS(tdist, gsl_ran_tdist(r, 4), gsl_cdf_tdist_P(x, 4))
CONTINUOUS(beta, gsl_ran_beta(r, 2, 3), gsl_cdf_beta_P(x, 2, 3))
CONTINUOUS(logistic, gsl_ran_logistic(r, 2), gsl_cdf_logistic_P(x, 2))
CONTINUOUS(pareto, gsl_ran_pareto(r, 3, 2), gsl_cdf_pareto_P(x, 3, 2))
CONTINUOUS(weibull, gsl_ran_weibull(r, 2, 3), gsl_cdf_weibull_P(x, 2, 3))
CONTINUOUS(gumbel1, gsl_ran_gumbel1(r, 2, 3), gsl_cdf_gumbel1_P(x, 2, 3))
CONTINUOUS(gumbel2, gsl_ran_gumbel2(r, 2, 3), gsl_cdf_gumbel2_P(x, 2, 3))

#define ROW(name)                                                                                  \
    {                                                                                              \
#name, draw_##name, cdf_##name                                                             \
    }
static const struct continuous continuous[] = {
    ROW(gaussian),
    ROW(gaussian_ziggurat),
    ROW(gaussian_ratio),
    ROW(ugaussian),
    ROW(ugaussian_ratio),
    ROW(gaussian_tail),
    ROW(ugaussian_tail),
    ROW(exponential),
    ROW(laplace),
    ROW(exppow),
    ROW(cauchy),
    ROW(rayleigh),
    ROW(rayleigh_tail),
    ROW(levy),
    ROW(levy_skew),
    ROW(gamma),
    ROW(gamma_knuth),
    ROW(gamma_mt),
    ROW(gamma_int),
    ROW(erlang),
    ROW(flat),
    ROW(lognormal),
    ROW(chisq),
    ROW(fdist),
    ROW(tdist),
    ROW(beta),
    ROW(logistic),
    ROW(pareto),
    ROW(weibull),
    ROW(gumbel1),
    ROW(gumbel2),
};

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The greatest distance between the share of draws below x and the distribution function. */
static double distance(const struct continuous *c, const gsl_rng *r)
{
    static double draws[DRAWS];
    double greatest = 0;

    for (int i = 0; i < DRAWS; i++)
        draws[i] = c->draw(r);
    qsort(draws, DRAWS, sizeof *draws, by_size);
    for (int i = 0; i < DRAWS; i++) {
        const double p = c->cdf(draws[i]);
        greatest = fmax(greatest, fmax(p - (double)i / DRAWS, (i + 1.0) / DRAWS - p));
    }
    return greatest;
}

static void check_continuous(bool antithetic)
{
    for (size_t k = 0; k < sizeof continuous / sizeof *continuous; k++) {
        struct mu_stream s = mu_stream_init(5, 0, 0, k, 0, 0);
        if (antithetic)
            s = mu_stream_antithetic(s);
        const gsl_rng r = mu_stream_gsl(&s);
        const double d = distance(&continuous[k], &r);
        if (!(d * sqrt(DRAWS) < KOLMOGOROV))
            fail_msg("%s: distance %g", continuous[k].name, d);
    }
}

static void densities_are_drawn_from(void **unused)
{
    (void)unused;
    check_continuous(false);
}

static void antithetic_streams_serve_them_too(void **unused)
{
    (void)unused;
    check_continuous(true);
}

/* ---- whole numbers ---- */

struct discrete {
    const char *name;
    unsigned (*draw)(const gsl_rng *r);
    double (*pdf)(unsigned k);
};

#define DISCRETE(name, draw, pdf)                                                                  \
    static unsigned draw_##name(const gsl_rng *r)                                                  \
    {                                                                                              \
        return draw;                                                                               \
    }                                                                                              \
    static double pdf_##name(unsigned k)                                                           \
    {                                                                                              \
        return pdf;                                                                                \
    }

DISCRETE(bernoulli, gsl_ran_bernoulli(r, 0.3), k < 2 ? gsl_ran_bernoulli_pdf(k, 0.3) : 0)
DISCRETE(poisson, gsl_ran_poisson(r, 17), gsl_ran_poisson_pdf(k, 17))
DISCRETE(binomial, gsl_ran_binomial(r, 0.3, 50), gsl_ran_binomial_pdf(k, 0.3, 50))
DISCRETE(binomial_knuth, gsl_ran_binomial_knuth(r, 0.3, 50), gsl_ran_binomial_pdf(k, 0.3, 50))
DISCRETE(binomial_tpe, gsl_ran_binomial_tpe(r, 0.3, 100), gsl_ran_binomial_pdf(k, 0.3, 100))
DISCRETE(negative_binomial, gsl_ran_negative_binomial(r, 0.3, 2.5),
         gsl_ran_negative_binomial_pdf(k, 0.3, 2.5))
DISCRETE(pascal, gsl_ran_pascal(r, 0.3, 3), gsl_ran_pascal_pdf(k, 0.3, 3))
DISCRETE(geometric, gsl_ran_geometric(r, 0.3), gsl_ran_geometric_pdf(k, 0.3))
DISCRETE(hypergeometric, gsl_ran_hypergeometric(r, 20, 30, 15),
         gsl_ran_hypergeometric_pdf(k, 20, 30, 15))
DISCRETE(logarithmic, gsl_ran_logarithmic(r, 0.7), gsl_ran_logarithmic_pdf(k, 0.7))
/* Integers straight from the generator; 7 does not divide its range. */
DISCRETE(uniform_int, (unsigned)gsl_rng_uniform_int(r, 7), k < 7 ? 1.0 / 7 : 0)

#define ROW_OF(name)                                                                               \
    {                                                                                              \
#name, draw_##name, pdf_##name                                                             \
    }
static const struct discrete discrete[] = {
    ROW_OF(bernoulli),         ROW_OF(poisson),     ROW_OF(binomial),    ROW_OF(binomial_knuth),
    ROW_OF(binomial_tpe),      ROW_OF(pascal),      ROW_OF(geometric),   ROW_OF(hypergeometric),
    ROW_OF(negative_binomial), ROW_OF(logarithmic), ROW_OF(uniform_int),
};

/* Bins that would hold fewer than 10 go together into one. */
static double chi_square(const double *expected, const double *counts, int n, double *freedom)
{
    double sum = 0, rest_expected = DRAWS, rest = DRAWS;

    *freedom = 0;
    for (int k = 0; k < n; k++)
        if (expected[k] >= 10) {
            sum += (counts[k] - expected[k]) * (counts[k] - expected[k]) / expected[k];
            rest_expected -= expected[k];
            rest -= counts[k];
            *freedom += 1;
        }
    if (rest_expected < 10) {
        *freedom -= 1;
        return sum;
    }
    return sum + (rest - rest_expected) * (rest - rest_expected) / rest_expected;
}

static void assert_fits(const char *name, const double *expected, const double *counts, int n)
{
    double freedom;
    const double sum = chi_square(expected, counts, n, &freedom);

    if (!(gsl_cdf_chisq_Q(sum, freedom) > 1e-4))
        fail_msg("%s: chi-square %g with %g degrees of freedom", name, sum, freedom);
}

static void whole_numbers_are_drawn(void **unused)
{
    (void)unused;
    for (size_t k = 0; k < sizeof discrete / sizeof *discrete; k++) {
        struct mu_stream s = mu_stream_init(6, 0, 0, k, 0, 0);
        const gsl_rng r = mu_stream_gsl(&s);
        double expected[BINS], counts[BINS] = {0};
        for (unsigned i = 0; i < BINS; i++)
            expected[i] = DRAWS * discrete[k].pdf(i);
        for (int i = 0; i < DRAWS; i++) {
            const unsigned x = discrete[k].draw(&r);
            if (x < BINS)
                counts[x]++;
        }
        assert_fits(discrete[k].name, expected, counts, BINS);
    }
}

static void a_table_of_weights_is_drawn_from(void **unused)
{
    (void)unused;
    const double weights[] = {1, 0, 4, 5};
    double expected[] = {0.1 * DRAWS, 0, 0.4 * DRAWS, 0.5 * DRAWS}, counts[4] = {0};
    struct mu_stream s = mu_stream_init(7, 0, 0, 0, 0, 0);
    const gsl_rng r = mu_stream_gsl(&s);
    gsl_ran_discrete_t *table = gsl_ran_discrete_preproc(4, weights);

    for (int i = 0; i < DRAWS; i++)
        counts[gsl_ran_discrete(&r, table)]++;
    gsl_ran_discrete_free(table);
    assert_true(counts[1] == 0);
    assert_fits("discrete", expected, counts, 4);
}

/* ---- what has no distribution function of one number ---- */

/* The median of Landau's distribution is 1.3558 (Koelbig and Schorr 1984); of a fair
 * coin's 20,000 throws the share is within 4 sigma = 0.0142. */
static void landau_has_its_median(void **unused)
{
    (void)unused;
    struct mu_stream s = mu_stream_init(8, 0, 0, 0, 0, 0);
    const gsl_rng r = mu_stream_gsl(&s);
    double below = 0;

    for (int i = 0; i < DRAWS; i++)
        below += gsl_ran_landau(&r) < 1.3558;
    assert_true(fabs(below / DRAWS - 0.5) < 0.0142);
}

static void directions_have_length_one_and_no_preference(void **unused)
{
    (void)unused;
    struct mu_stream s = mu_stream_init(9, 0, 0, 0, 0, 0);
    const gsl_rng r = mu_stream_gsl(&s);
    double sum[4] = {0};

    for (int i = 0; i < DRAWS; i++) {
        double x, y, z, v[5], length = 0;
        gsl_ran_dir_2d(&r, &x, &y);
        sum[0] += x;
        assert_true(fabs(hypot(x, y) - 1) < 1e-12);
        gsl_ran_dir_2d_trig_method(&r, &x, &y);
        sum[1] += x;
        assert_true(fabs(hypot(x, y) - 1) < 1e-12);
        gsl_ran_dir_3d(&r, &x, &y, &z);
        sum[2] += z;
        assert_true(fabs(x * x + y * y + z * z - 1) < 1e-12);
        gsl_ran_dir_nd(&r, 5, v);
        for (int k = 0; k < 5; k++)
            length += v[k] * v[k];
        sum[3] += v[0];
        assert_true(fabs(length - 1) < 1e-12);
    }
    /* A component's variance is 1 / dimensions, at most 1/2. */
    for (int k = 0; k < 4; k++)
        assert_true(fabs(sum[k]) < 4 * sqrt(0.5 * DRAWS));
}

static void parts_sum_to_their_whole(void **unused)
{
    (void)unused;
    struct mu_stream s = mu_stream_init(10, 0, 0, 0, 0, 0);
    const gsl_rng r = mu_stream_gsl(&s);
    const double alpha[] = {1, 2, 5}, p[] = {0.2, 0.3, 0.5};
    double theta[3], first = 0, items = 0;
    unsigned n[3];

    for (int i = 0; i < DRAWS; i++) {
        gsl_ran_dirichlet(&r, 3, alpha, theta);
        assert_true(fabs(theta[0] + theta[1] + theta[2] - 1) < 1e-12);
        first += theta[0];
        gsl_ran_multinomial(&r, 3, 10, p, n);
        assert_int_equal(n[0] + n[1] + n[2], 10);
        items += n[0];
    }
    /* Beta of 1 and 7: mean 1/8, variance 7 / 576; binomial of 10 and 0.2: 2, 1.6. */
    assert_true(fabs(first / DRAWS - 0.125) < 4 * sqrt(7.0 / 576 / DRAWS));
    assert_true(fabs(items / DRAWS - 2) < 4 * sqrt(1.6 / DRAWS));
}

/* E[x y] of pairs with standard deviations 2 and 3 and correlation 0.5 is 3; the variance of
 * the product is 36 (1 + 0.25). */
static void pairs_are_correlated(void **unused)
{
    (void)unused;
    struct mu_stream s = mu_stream_init(11, 0, 0, 0, 0, 0);
    const gsl_rng r = mu_stream_gsl(&s);
    gsl_vector *mu = gsl_vector_calloc(2), *v = gsl_vector_calloc(2);
    gsl_matrix *l = gsl_matrix_calloc(2, 2);
    double pairs = 0, vectors = 0;

    gsl_matrix_set(l, 0, 0, 2); /* Cholesky factor of 4 3 / 3 9 */
    gsl_matrix_set(l, 1, 0, 1.5);
    gsl_matrix_set(l, 1, 1, sqrt(9 - 1.5 * 1.5));
    for (int i = 0; i < DRAWS; i++) {
        double x, y;
        gsl_ran_bivariate_gaussian(&r, 2, 3, 0.5, &x, &y);
        pairs += x * y;
        gsl_ran_multivariate_gaussian(&r, mu, l, v);
        vectors += gsl_vector_get(v, 0) * gsl_vector_get(v, 1);
    }
    assert_true(fabs(pairs / DRAWS - 3) < 4 * sqrt(45.0 / DRAWS));
    assert_true(fabs(vectors / DRAWS - 3) < 4 * sqrt(45.0 / DRAWS));
    gsl_vector_free(mu);
    gsl_vector_free(v);
    gsl_matrix_free(l);
}

/* Mean of a Wishart matrix: degrees of freedom times scale; the variance of its first element,
 * a chi-square times 4, is 16 * 2 * 5. */
static void wishart_has_its_mean(void **unused)
{
    (void)unused;
    struct mu_stream s = mu_stream_init(12, 0, 0, 0, 0, 0);
    const gsl_rng r = mu_stream_gsl(&s);
    gsl_matrix *l = gsl_matrix_calloc(2, 2), *w = gsl_matrix_calloc(2, 2),
               *work = gsl_matrix_calloc(2, 2);
    double sum = 0;

    gsl_matrix_set(l, 0, 0, 2);
    gsl_matrix_set(l, 1, 1, 1);
    for (int i = 0; i < DRAWS; i++) {
        gsl_ran_wishart(&r, 5, l, w, work);
        sum += gsl_matrix_get(w, 0, 0);
    }
    assert_true(fabs(sum / DRAWS - 20) < 4 * sqrt(160.0 / DRAWS));
    gsl_matrix_free(l);
    gsl_matrix_free(w);
    gsl_matrix_free(work);
}

/* Each of 6 orders of 3, each of 10 pairs of 5, each of 25 pairs with replacement. */
static void orders_and_samples_are_equally_likely(void **unused)
{
    (void)unused;
    struct mu_stream s = mu_stream_init(13, 0, 0, 0, 0, 0);
    const gsl_rng r = mu_stream_gsl(&s);
    int five[] = {0, 1, 2, 3, 4}, pair[2];
    double expected[25], orders[25] = {0}, chosen[25] = {0}, sampled[25] = {0};

    for (int i = 0; i < DRAWS; i++) {
        int three[] = {0, 1, 2};
        gsl_ran_shuffle(&r, three, 3, sizeof *three);
        orders[3 * three[0] + three[1]]++;
        gsl_ran_choose(&r, pair, 2, five, 5, sizeof *five);
        assert_true(pair[0] < pair[1]);
        chosen[5 * pair[0] + pair[1]]++;
        gsl_ran_sample(&r, pair, 2, five, 5, sizeof *five);
        sampled[5 * pair[0] + pair[1]]++;
    }
    for (int k = 0; k < 25; k++)
        expected[k] = DRAWS / 25.0;
    assert_fits("sample", expected, sampled, 25);
    for (int k = 0; k < 25; k++)
        expected[k] = k / 5 < k % 5 ? DRAWS / 10.0 : 0;
    assert_fits("choose", expected, chosen, 25);
    for (int k = 0; k < 25; k++)
        expected[k] = k < 9 && k / 3 != k % 3 ? DRAWS / 6.0 : 0;
    assert_fits("shuffle", expected, orders, 25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(densities_are_drawn_from),
        cmocka_unit_test(antithetic_streams_serve_them_too),
        cmocka_unit_test(whole_numbers_are_drawn),
        cmocka_unit_test(a_table_of_weights_is_drawn_from),
        cmocka_unit_test(landau_has_its_median),
        cmocka_unit_test(directions_have_length_one_and_no_preference),
        cmocka_unit_test(parts_sum_to_their_whole),
        cmocka_unit_test(pairs_are_correlated),
        cmocka_unit_test(wishart_has_its_mean),
        cmocka_unit_test(orders_and_samples_are_equally_likely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
