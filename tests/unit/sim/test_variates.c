/* Plain, antithetic and quasi-random runs: the same addresses, other numbers. */
#include "tests/cmocka_all.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>

#include "worlds.h"

enum { NUMBER, NAMES_MAX = 50 };

/* What one run draws: the parameter of each entity, then a stream's and GSL's first number. */
struct drawn {
    double parameters[NAMES_MAX], own, gsl;
};

static struct drawn *drawn_now;

static void look(struct mu_ctx *ctx, void *state)
{
    struct mu_stream s = mu_stream_for(ctx, 4, 7), g = mu_stream_for(ctx, 4, 8);
    const gsl_rng r = mu_stream_gsl(&g);

    (void)state;
    drawn_now->parameters[mu_self(ctx).i - 1] =
        ((const struct actor_params *)mu_params(ctx))->number;
    drawn_now->own = mu_uniform(&s);
    drawn_now->gsl = gsl_ran_flat(&r, 0, 1);
}

/* Actors 10, 11, ... whose number is drawn, from the last to the first when `reversed`. */
static struct mu_world *drawers(int n, struct mu_dist dist, bool reversed)
{
    char texts[NAMES_MAX][24];
    const char *names[NAMES_MAX + 1] = {0};

    for (int i = 0; i < n; i++) {
        snprintf(texts[i], sizeof texts[i], "actor/%d", 10 + i);
        names[i] = texts[i];
    }
    struct mu_world *world = test_world(names);
    for (int i = 0; i < n; i++) {
        const char *name = names[reversed ? n - 1 - i : i];
        test_params(world, name)->start = look;
        assert_int_equal(
            mu_world_draw(world, test_find(world, name), &test_actor_params[NUMBER], dist), MU_OK);
    }
    assert_int_equal(mu_world_finish(world), MU_OK);
    return world;
}

static struct drawn run(const struct mu_world *world, enum mu_variates variates, uint64_t seed,
                        uint32_t replication)
{
    const struct mu_run_options options = {.seed = seed,
                                           .replication = replication,
                                           .threads = 1,
                                           .max_bytes = 1 << 20,
                                           .variates = variates};
    struct drawn drawn = {0};
    struct mu_run *made;

    drawn_now = &drawn;
    assert_int_equal(mu_run_create(world, &options, &made), MU_OK);
    mu_run_destroy(made);
    return drawn;
}

static const struct mu_dist unit = {MU_DIST_UNIFORM, .a = 0, .b = 1, .lo = -INFINITY,
                                    .hi = INFINITY};
static const struct mu_dist exponential = {MU_DIST_EXPONENTIAL, .a = 1, .lo = -INFINITY,
                                           .hi = INFINITY};

static void an_antithetic_run_draws_the_complements(void **unused)
{
    (void)unused;
    struct mu_world *world = drawers(2, unit, false);

    for (uint32_t replication = 0; replication < 100; replication++) {
        const struct drawn plain = run(world, MU_VARIATES_PLAIN, 3, replication);
        const struct drawn anti = run(world, MU_VARIATES_ANTITHETIC, 3, replication);
        assert_true(plain.parameters[0] + anti.parameters[0] == 1);
        assert_true(plain.parameters[1] + anti.parameters[1] == 1);
        assert_true(plain.own + anti.own == 1);
        assert_true(plain.gsl + anti.gsl == 1);
        assert_true(plain.own != plain.gsl && plain.own != plain.parameters[0]);
    }
    mu_world_destroy(world);
}

/* The mean of two exponential variables with mean 1: half the variance when independent, and
 * (1 + (1 - pi^2 / 6)) / 2 = 0.17753 when one is -ln u and the other -ln (1 - u), because the
 * integral of ln u ln (1 - u) is 2 - pi^2 / 6. Of 4000 pairs the variances scatter by less
 * than a twentieth; 4 of these. */
static void antithetic_pairs_scatter_less(void **unused)
{
    (void)unused;
    enum { PAIRS = 4000 };
    struct mu_world *world = drawers(1, exponential, false);
    double together = 0, apart = 0;

    for (uint32_t i = 0; i < PAIRS; i++) {
        const double x = run(world, MU_VARIATES_PLAIN, 5, i).parameters[0];
        const double anti = run(world, MU_VARIATES_ANTITHETIC, 5, i).parameters[0];
        const double other = run(world, MU_VARIATES_PLAIN, 5, PAIRS + i).parameters[0];
        together += pow((x + anti) / 2 - 1, 2) / PAIRS;
        apart += pow((x + other) / 2 - 1, 2) / PAIRS;
    }
    assert_true(fabs(together / (1 - M_PI * M_PI / 12) - 1) < 0.2);
    assert_true(fabs(apart / 0.5 - 1) < 0.2);
    mu_world_destroy(world);
}

/* Of the first 64 points each 64th of the range holds one, for every parameter, and each of 8 by
 * 8 squares for the first two (Sobol' 1967: a (0, 6, 2)-net); turning bits over keeps it. */
static void quasi_random_parameters_divide_their_ranges_evenly(void **unused)
{
    (void)unused;
    enum { PARAMETERS = 40, POINTS = 64 };
    struct mu_world *world = drawers(PARAMETERS, unit, false);

    for (uint64_t seed = 1; seed <= 3; seed++) {
        int cells[PARAMETERS][POINTS] = {{0}}, squares[64] = {0};
        for (uint32_t i = 0; i < POINTS; i++) {
            const struct drawn d = run(world, MU_VARIATES_QUASI, seed, i);
            for (int k = 0; k < PARAMETERS; k++)
                cells[k][(int)(d.parameters[k] * POINTS)]++;
            squares[8 * (int)(d.parameters[0] * 8) + (int)(d.parameters[1] * 8)]++;
        }
        for (int i = 0; i < POINTS; i++) {
            assert_int_equal(squares[i], 1);
            for (int k = 0; k < PARAMETERS; k++)
                assert_int_equal(cells[k][i], 1);
        }
    }
    mu_world_destroy(world);
}

/* The integral of x1 x2 x3 x4 over the unit cube is 1 / 16 and the variance 1/81 - 1/256: by 256
 * plain points it is known to 0.0058, and 20 seeds agree with that. */
static void quasi_random_means_are_closer(void **unused)
{
    (void)unused;
    enum { SEEDS = 20, POINTS = 256 };
    struct mu_world *world = drawers(4, unit, false);
    double squares[2] = {0};

    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        double sums[2] = {0};
        for (uint32_t i = 0; i < POINTS; i++)
            for (int q = 0; q < 2; q++) {
                const struct drawn d =
                    run(world, q ? MU_VARIATES_QUASI : MU_VARIATES_PLAIN, seed, i);
                sums[q] += d.parameters[0] * d.parameters[1] * d.parameters[2] * d.parameters[3];
            }
        for (int q = 0; q < 2; q++)
            squares[q] += pow(sums[q] / POINTS - 1.0 / 16, 2) / SEEDS;
    }
    const double plain = (1.0 / 81 - 1.0 / 256) / POINTS;
    assert_true(squares[0] > plain / 3 && squares[0] < plain * 3);
    assert_true(squares[1] < plain / 10);
    mu_world_destroy(world);
}

static void seeds_shift_the_points(void **unused)
{
    (void)unused;
    struct mu_world *world = drawers(2, unit, false);
    const struct drawn one = run(world, MU_VARIATES_QUASI, 1, 5),
                       two = run(world, MU_VARIATES_QUASI, 2, 5),
                       again = run(world, MU_VARIATES_QUASI, 1, 5);

    assert_true(one.parameters[0] != two.parameters[0]);
    assert_true(one.parameters[0] == again.parameters[0]);
    assert_true(one.parameters[1] == again.parameters[1]);
    mu_world_destroy(world);
}

static void the_order_of_the_input_does_not_matter(void **unused)
{
    (void)unused;
    struct mu_world *forwards = drawers(5, unit, false), *backwards = drawers(5, unit, true);
    const struct drawn a = run(forwards, MU_VARIATES_QUASI, 1, 9),
                       b = run(backwards, MU_VARIATES_QUASI, 1, 9);

    assert_memory_equal(a.parameters, b.parameters, 5 * sizeof *a.parameters);
    mu_world_destroy(forwards);
    mu_world_destroy(backwards);
}

static void what_has_no_dimension_is_plain(void **unused)
{
    (void)unused;
    struct mu_world *world = drawers(43, unit, false);
    const struct drawn plain = run(world, MU_VARIATES_PLAIN, 1, 9),
                       quasi = run(world, MU_VARIATES_QUASI, 1, 9);

    for (int k = 0; k < 43; k++)
        assert_int_equal(plain.parameters[k] == quasi.parameters[k], k >= MU_QUASI_MAX);
    assert_true(plain.own == quasi.own && plain.gsl == quasi.gsl);
    mu_world_destroy(world);
}

static void a_replication_without_a_point_is_refused(void **unused)
{
    (void)unused;
    struct mu_world *world = drawers(1, unit, false);
    struct mu_run *made;
    struct mu_run_options options = {.replication = MU_QUASI_POINTS, .variates = MU_VARIATES_QUASI};

    assert_int_equal(mu_run_create(world, &options, &made), MU_ERR_INPUT);
    assert_null(made);
    mu_world_destroy(world);
}

/* Straight to the last of four thousand million, and the same as after others. */
static void any_replication_is_reached_at_once(void **unused)
{
    (void)unused;
    struct mu_world *world = drawers(1, unit, false);
    const struct drawn far = run(world, MU_VARIATES_PLAIN, 1, UINT32_MAX);

    for (uint32_t i = 0; i < 50; i++)
        assert_true(run(world, MU_VARIATES_PLAIN, 1, i).own != far.own);
    const struct drawn again = run(world, MU_VARIATES_PLAIN, 1, UINT32_MAX);
    assert_true(again.own == far.own && again.parameters[0] == far.parameters[0]);
    mu_world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_antithetic_run_draws_the_complements),
        cmocka_unit_test(antithetic_pairs_scatter_less),
        cmocka_unit_test(quasi_random_parameters_divide_their_ranges_evenly),
        cmocka_unit_test(quasi_random_means_are_closer),
        cmocka_unit_test(seeds_shift_the_points),
        cmocka_unit_test(the_order_of_the_input_does_not_matter),
        cmocka_unit_test(what_has_no_dimension_is_plain),
        cmocka_unit_test(a_replication_without_a_point_is_refused),
        cmocka_unit_test(any_replication_is_reached_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
