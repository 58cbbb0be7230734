#include "tests/cmocka_all.h"

#include "sim/sim.h"

static void seconds_become_whole_microseconds_upwards(void **unused)
{
    (void)unused;
    assert_int_equal(mu_seconds(0), 0);
    assert_int_equal(mu_seconds(1), MU_SECOND);
    assert_int_equal(mu_seconds(1.0000001), MU_SECOND + 1);
    assert_int_equal(mu_seconds(1e-9), 1);
    assert_true(mu_seconds(1e300) == MU_NEVER);
}

static void what_is_whole_but_for_rounding_stays_whole(void **unused)
{
    (void)unused;
    for (int64_t us = 1; us < 5000000; us += 7)
        if (mu_seconds((double)us / 1e6) != us)
            fail_msg("%lld us", (long long)us);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seconds_become_whole_microseconds_upwards),
        cmocka_unit_test(what_is_whole_but_for_rounding_stays_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
