#include <math.h>
#include <string.h>

#include "scenarios/dist_parse.h"
#include "tests/cmocka_all.h"
#include "tests/unit/scenarios/reading.h"

static struct mu_dist dist(struct test_reading *t, const char *text, const char *unit)
{
    struct mu_dist d;
    if (!mu_read_dist(&t->slot, text, unit, 0, 0, &d))
        fail_msg("%s: %s", text, test_message(t));
    return d;
}

static void assert_refused(struct test_reading *t, const char *text, const char *unit,
                           const char *message)
{
    struct mu_dist d;
    assert_false(mu_read_dist(&t->slot, text, unit, 0, 0, &d));
    assert_string_equal(test_message(t), message);
}

static void a_plain_number_is_fixed(void **state)
{
    struct mu_dist d = dist(*state, "5 km", "m");
    assert_int_equal(d.kind, MU_DIST_FIXED);
    assert_true(d.a == 5000);
    assert_true(dist(*state, "1 d 6 h", "s").a == 108000);
}

static void the_unit_stands_inside_or_behind(void **state)
{
    struct mu_dist a = dist(*state, "triangular(5, 8, 15) min", "s");
    struct mu_dist b = dist(*state, "triangular(5 min, 8 min, 0.25 h)", "s");
    assert_int_equal(a.kind, MU_DIST_TRIANGULAR);
    assert_true(a.a == 300 && a.b == 480 && a.c == 900);
    assert_true(b.a == 300 && b.b == 480 && b.c == 900);
    struct mu_dist u = dist(*state, "uniform(0.25, 50 %)", "1");
    assert_true(u.a == 0.25 && u.b == 0.5);
}

static void lognormal_has_median_and_spread(void **state)
{
    /* cv 0.4: sigma = sqrt(ln 1.16) = 0.385253 */
    struct mu_dist d = dist(*state, "lognormal(12 min, cv 0.4)", "s");
    assert_true(d.a == 720);
    assert_true(fabs(d.b - 0.385253) < 1e-6);
    /* sd = sqrt(w (w - 1)) median with w = 1.25: sqrt(0.3125) = 0.559017 */
    d = dist(*state, "lognormal(1 m, sd 0.5590169944 m)", "m");
    assert_true(fabs(d.b - sqrt(log(1.25))) < 1e-9);
    assert_true(dist(*state, "lognormal(1 m, sigma 0.3)", "m").b == 0.3);
}

static void normal_takes_sd_or_cv(void **state)
{
    struct mu_dist d = dist(*state, "normal(10 m, sd 200 cm)", "m");
    assert_true(d.a == 10 && d.b == 2);
    assert_true(dist(*state, "normal(10 m, cv 20 %)", "m").b == 2);
}

static void choice_weights_sum_to_one(void **state)
{
    struct mu_dist d = dist(*state, "choice(3 m: 1, 5 m: 2, 9 m: 1)", "m");
    assert_int_equal(d.n, 3);
    assert_true(d.values[2] == 9);
    assert_true(d.cumulative[0] == 0.25 && d.cumulative[1] == 0.75 && d.cumulative[2] == 1.0);
    assert_true(dist(*state, "choice(1, 2)", "1").cumulative[0] == 0.5);
}

static void others_have_their_parameters(void **state)
{
    assert_true(dist(*state, "exponential(7.5 min)", "s").a == 450);
    struct mu_dist d = dist(*state, "weibull(10 min, shape 1.5)", "s");
    assert_true(d.a == 600 && d.b == 1.5);
}

static void assert_dist(struct test_reading *t, const char *text, const char *unit,
                        struct mu_dist expected)
{
    const struct mu_dist d = dist(t, text, unit);
    if (d.kind != expected.kind || fabs(d.a - expected.a) > 1e-12 ||
        fabs(d.b - expected.b) > 1e-12 || fabs(d.c - expected.c) > 1e-12 ||
        fabs(d.d - expected.d) > 1e-12)
        fail_msg("%s: %d %g %g %g %g", text, (int)d.kind, d.a, d.b, d.c, d.d);
}

static void shapes_are_plain_numbers_and_scales_have_units(void **state)
{
    struct test_reading *t = *state;
    assert_dist(t, "gamma(10 min, shape 2)", "s",
                (struct mu_dist){MU_DIST_GAMMA, .a = 600, .b = 2});
    /* shape = 1 / cv^2 */
    assert_dist(t, "gamma(10 min, cv 50 %)", "s",
                (struct mu_dist){MU_DIST_GAMMA, .a = 600, .b = 4});
    assert_dist(t, "erlang(10 min, stages 3)", "s",
                (struct mu_dist){MU_DIST_GAMMA, .a = 600, .b = 3});
    assert_dist(t, "beta(0, 10, shape 2, shape 3) m", "m",
                (struct mu_dist){MU_DIST_BETA, .a = 0, .b = 2, .c = 3, .d = 10});
    /* 1 + 4 * 3 / 10 and 1 + 4 * 7 / 10 */
    assert_dist(t, "pert(5, 8, 15) m", "m",
                (struct mu_dist){MU_DIST_BETA, .a = 5, .b = 2.2, .c = 3.8, .d = 15});
    assert_dist(t, "logistic(10 m, scale 200 cm)", "m",
                (struct mu_dist){MU_DIST_LOGISTIC, .a = 10, .b = 2});
    assert_dist(t, "loglogistic(12 min, 3)", "s",
                (struct mu_dist){MU_DIST_LOGLOGISTIC, .a = 720, .b = 3});
    assert_dist(t, "pareto(10 min, shape 2)", "s",
                (struct mu_dist){MU_DIST_PARETO, .a = 600, .b = 2});
    assert_dist(t, "gumbel(-3, scale 0.5) m", "m",
                (struct mu_dist){MU_DIST_GUMBEL, .a = -3, .b = 0.5});
}

/* Cuts between which nothing can be drawn; one far out in a tail, where something can. */
static void cuts_must_leave_something(void **state)
{
    static const char *const empty[] = {"normal(10, sd 2) in [500, 501]",
                                        "poisson(3) in [3.2, 3.8]", "uniform(1, 2) in [3, 4]",
                                        "gamma(10, shape 2) in [-2, -1]", "choice(1, 2) in [5, 6]"};

    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        char expected[120];
        snprintf(expected, sizeof expected, "\"%s\": nothing is left between the cuts", empty[i]);
        assert_refused(*state, empty[i], "1", expected);
    }
    const struct mu_dist tail = dist(*state, "normal(10, sd 2) in [40, 41]", "1");
    assert_true(mu_dist_quantile(&tail, 0.5) > 40 && mu_dist_quantile(&tail, 0.5) < 41);
}

/* Whole numbers of minutes would be drawn as seconds. */
static void whole_numbers_are_of_the_settings_own_unit(void **state)
{
    struct test_reading *t = *state;

    assert_dist(t, "poisson(180 s)", "s", (struct mu_dist){MU_DIST_POISSON, .a = 180});
    assert_refused(t, "poisson(3) min", "s",
                   "\"poisson(3) min\" draws whole numbers: write them in s");
    assert_refused(t, "poisson(-3 s)", "s",
                   "\"poisson(-3 s)\": -3 is out of range; allowed above 0 to 500000 s");
    assert_refused(t, "geometric(4 min)", "s",
                   "\"geometric(4 min)\" draws whole numbers: write them in s");
    assert_refused(t, "geometric(p 0.25) min", "s",
                   "\"geometric(p 0.25) min\" draws whole numbers: write them in s");
}

static void whole_numbers_have_means_trials_and_chances(void **state)
{
    struct test_reading *t = *state;
    assert_dist(t, "poisson(2.5)", "1", (struct mu_dist){MU_DIST_POISSON, .a = 2.5});
    assert_dist(t, "poisson(3) persons", "person", (struct mu_dist){MU_DIST_POISSON, .a = 3});
    assert_dist(t, "binomial(10, p 30 %)", "1",
                (struct mu_dist){MU_DIST_BINOMIAL, .a = 10, .b = 0.3});
    assert_dist(t, "geometric(4)", "1", (struct mu_dist){MU_DIST_GEOMETRIC, .a = 4});
    assert_dist(t, "geometric(p 0.25)", "1", (struct mu_dist){MU_DIST_GEOMETRIC, .a = 4});
    assert_dist(t, "negative_binomial(3, shape 2)", "1",
                (struct mu_dist){MU_DIST_NEGATIVE_BINOMIAL, .a = 3, .b = 2});
}

static void a_cut_may_follow(void **state)
{
    struct mu_dist d = dist(*state, "normal(10, sd 2) m in [5, 20] m", "m");
    assert_true(d.lo == 5 && d.hi == 20);
    d = dist(*state, "normal(10 m, sd 2 m) in [500 cm, 20 m]", "m");
    assert_true(d.lo == 5 && d.hi == 20);
    assert_true(isinf(dist(*state, "normal(10 m, sd 2 m)", "m").hi));
}

static void the_allowed_range_cuts_tails_but_not_ends(void **state)
{
    struct test_reading *t = *state;
    struct mu_dist d;
    assert_true(mu_read_dist(&t->slot, "normal(10 m, sd 2 m)", "m", 0, 12, &d));
    assert_true(d.lo == 0 && d.hi == 12);
    assert_false(mu_read_dist(&t->slot, "uniform(1 m, 20 m)", "m", 0, 12, &d));
    assert_string_equal(test_message(t), "20 m is out of range; allowed 0 m to 12 m");
    assert_true(mu_read_dist(&t->slot, "uniform(1 m, 20 m) in [1 m, 12 m]", "m", 0, 12, &d));
    assert_true(mu_read_dist(&t->slot, "gumbel(3 m, scale 1 m)", "m", 0, 12, &d));
    assert_true(d.lo == 0 && d.hi == 12);
    assert_false(mu_read_dist(&t->slot, "binomial(20, p 0.1)", "1", 0, 12, &d));
    assert_string_equal(test_message(t), "20 is out of range; allowed 0 to 12");
    assert_false(mu_read_dist(&t->slot, "beta(0, 20, 2, 2) m", "m", 0, 12, &d));
    assert_string_equal(test_message(t), "20 m is out of range; allowed 0 m to 12 m");
}

static void mistakes_are_explained(void **state)
{
    assert_refused(*state, "lognorml(12 min, cv 0.4)", "s",
                   "\"lognorml\" is not a known distribution; did you mean \"lognormal\"?");
    assert_refused(*state, "triangular(5", "s",
                   "\"triangular(5\": \",\" or \")\" is expected; inside { } or [ ] a distribution "
                   "must stand in quotes");
    assert_refused(*state, "uniform(3 m, 1 m)", "m",
                   "\"uniform(3 m, 1 m)\": the least is above the greatest");
    assert_refused(*state, "uniform(1, 3)", "m", "1 has no unit; write \"1 m\" if that is meant");
    assert_refused(*state, "uniform(1 m, 3 h)", "m",
                   "3 h is a duration; a length in m is expected");
    assert_refused(*state, "normal(3 m)", "m",
                   "\"normal(3 m)\": write normal(mean, sd ...) or normal(mean, cv ...)");
    assert_refused(*state, "uniform(1, 3) m in [4, 5] m", "m",
                   "\"uniform(1, 3) m in [4, 5] m\": nothing is left between the cuts");
    assert_refused(*state, "uniform(1: 3, 2) m", "m",
                   "\"uniform(1: 3, 2) m\": weights belong to choice(...) only");
    assert_refused(*state, "gamma(10 min, sd 2 min)", "s",
                   "\"gamma(10 min, sd 2 min)\": write gamma(mean, shape ...) or gamma(mean, cv "
                   "...)");
    assert_refused(*state, "erlang(10 min, stages 2.5)", "s",
                   "\"erlang(10 min, stages 2.5)\": stages are whole");
    assert_refused(*state, "pert(5, 4, 15) min", "s",
                   "\"pert(5, 4, 15) min\": the three numbers must not fall");
    assert_refused(*state, "beta(10, 5, 2, 3) m", "m",
                   "\"beta(10, 5, 2, 3) m\": the least must be below the greatest");
    assert_refused(*state, "beta(5, 10, 0, 3) m", "m",
                   "\"beta(5, 10, 0, 3) m\": shape must be above 0 and at most 100000");
    assert_refused(*state, "gumbel(3 m, scale 2 h)", "m",
                   "2 h is a duration; a length in m is expected");
    assert_refused(*state, "binomial(10, p 1.3)", "1",
                   "\"binomial(10, p 1.3)\": p must be above 0 and at most 1");
    assert_refused(*state, "geometric(0.5)", "1",
                   "\"geometric(0.5)\": 0.5 is out of range; allowed 1 to 500000");
    assert_refused(*state, "poison(3)", "1",
                   "\"poison\" is not a known distribution; did you mean \"poisson\"?");
    assert_refused(*state, "lognormal(0 m, cv 1)", "m",
                   "\"lognormal(0 m, cv 1)\": the median must be above 0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_number_is_fixed),
        cmocka_unit_test(the_unit_stands_inside_or_behind),
        cmocka_unit_test(lognormal_has_median_and_spread),
        cmocka_unit_test(normal_takes_sd_or_cv),
        cmocka_unit_test(choice_weights_sum_to_one),
        cmocka_unit_test(others_have_their_parameters),
        cmocka_unit_test(shapes_are_plain_numbers_and_scales_have_units),
        cmocka_unit_test(cuts_must_leave_something),
        cmocka_unit_test(whole_numbers_are_of_the_settings_own_unit),
        cmocka_unit_test(whole_numbers_have_means_trials_and_chances),
        cmocka_unit_test(a_cut_may_follow),
        cmocka_unit_test(the_allowed_range_cuts_tails_but_not_ends),
        cmocka_unit_test(mistakes_are_explained),
    };
    return cmocka_run_group_tests(tests, test_reading_setup, test_reading_teardown);
}
