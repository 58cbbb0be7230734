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
        cmocka_unit_test(a_cut_may_follow),
        cmocka_unit_test(the_allowed_range_cuts_tails_but_not_ends),
        cmocka_unit_test(mistakes_are_explained),
    };
    return cmocka_run_group_tests(tests, test_reading_setup, test_reading_teardown);
}
