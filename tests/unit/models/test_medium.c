#include "models/people/medium.h"

#include <math.h>

#include "tests/cmocka_all.h"

static void check_share(double rate, double shape, int minutes, double expected)
{
    const struct mu_reach reach = {1, rate, shape};

    assert_true(fabs(mu_reach_share(&reach, minutes * MU_MINUTE) - expected) < 5e-6);
}

/* Hazard 02:00, identified 90 min before, communicated in 30, issued in 51: 02:00 - 90 + 30 +
 * 51 min = 01:51; from there P = 1 - exp(-a t^b), e.g. 1 - exp(-0.75) = 0.52763. */
static void validation_21_the_warning_chain_reaches_the_published_shares(void **unused)
{
    mu_time hazard = 2 * MU_HOUR;
    mu_time issued = hazard - 90 * MU_MINUTE + 30 * MU_MINUTE + 51 * MU_MINUTE;

    (void)unused;
    assert_true(issued == MU_HOUR + 51 * MU_MINUTE);
    check_share(0.05, 1, 15, 0.52763);
    check_share(0.05, 1, 30, 0.77687);
    check_share(0.05, 1, 60, 0.95021);
    check_share(0.01, 1.5, 15, 0.44063);
    check_share(0.01, 1.5, 30, 0.80663);
    check_share(0.01, 1.5, 60, 0.99042);
}

static void a_quantile_is_reached_when_the_share_gets_there(void **unused)
{
    const struct mu_reach reach = {0.8, 0.02, 1.3};

    (void)unused;
    for (double u = 0.05; u < 0.8; u += 0.05)
        assert_true(fabs(mu_reach_share(&reach, mu_reach_time(&reach, u)) - u) < 1e-6);
}

static void beyond_the_greatest_reach_nobody_is_reached(void **unused)
{
    const struct mu_reach reach = {0.8, 0.02, 1};

    (void)unused;
    assert_true(mu_reach_time(&reach, 0.8) == MU_NEVER);
    assert_true(mu_reach_time(&reach, 0.9) == MU_NEVER);
    assert_true(mu_reach_share(&reach, 0) == 0);
}

static void night_is_from_22_to_6_by_the_local_clock(void **unused)
{
    (void)unused;
    assert_true(mu_clock_night(0, 0));
    assert_true(mu_clock_night(0, 22 * MU_HOUR));
    assert_false(mu_clock_night(0, 22 * MU_HOUR - 1));
    assert_false(mu_clock_night(0, 6 * MU_HOUR));
    assert_true(mu_clock_night(0, 3 * MU_DAY + 5 * MU_HOUR));
    assert_true(mu_clock_night(18 * MU_HOUR + MU_HOUR / 2, 4 * MU_HOUR)); /* 22:30 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validation_21_the_warning_chain_reaches_the_published_shares),
        cmocka_unit_test(a_quantile_is_reached_when_the_share_gets_there),
        cmocka_unit_test(beyond_the_greatest_reach_nobody_is_reached),
        cmocka_unit_test(night_is_from_22_to_6_by_the_local_clock),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
