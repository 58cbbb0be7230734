#include <math.h>

#include "made.h"
#include "tests/cmocka_all.h"

static void the_clock_is_local(void **unused)
{
    struct mu_clock clock = made_clock(); /* starts 13 June 2010 00:00 at UTC+8 */
    char text[MU_CLOCK_TEXT];

    (void)unused;
    mu_clock_local(&clock, HOURS(24 + 18.5), text, sizeof text);
    assert_string_equal(text, "06-14 18:30");
    mu_clock_iso(&clock, HOURS(18.5), text, sizeof text);
    assert_string_equal(text, "2010-06-13T18:30:00+08:00");
    mu_clock_local(&clock, -1, text, sizeof text); /* a microsecond before is the minute before */
    assert_string_equal(text, "06-12 23:59");
    clock.zone_s = -(3 * 3600 + 30 * 60);
    mu_clock_iso(&clock, 0, text, sizeof text); /* 16:00 UTC */
    assert_string_equal(text, "2010-06-12T12:30:00-03:30");
}

static void hours_count_from_the_onset(void **unused)
{
    struct mu_clock clock = made_clock(); /* onset at 10 h */
    char text[MU_CLOCK_TEXT];

    (void)unused;
    mu_clock_since_onset(&clock, HOURS(16) + 5 * MU_MINUTE, text, sizeof text);
    assert_string_equal(text, "T+6:05");
    mu_clock_since_onset(&clock, HOURS(9.5), text, sizeof text);
    assert_string_equal(text, "T-0:30");
    mu_clock_since_onset(&clock, MU_NEVER, text, sizeof text);
    assert_string_equal(text, "never");
    clock.onset = MU_NEVER; /* a scenario without one: from its start */
    mu_clock_since_onset(&clock, HOURS(9.5), text, sizeof text);
    assert_string_equal(text, "T+9:30");
}

static void lengths_of_time_have_a_fitting_unit(void **unused)
{
    char text[MU_CLOCK_TEXT];

    (void)unused;
    mu_clock_length(40, text, sizeof text);
    assert_string_equal(text, "40 s");
    mu_clock_length(12 * 60, text, sizeof text);
    assert_string_equal(text, "12 min");
    mu_clock_length(6 * 3600 + 5 * 60, text, sizeof text);
    assert_string_equal(text, "6 h 05 min");
    mu_clock_length(3599.9, text, sizeof text);
    assert_string_equal(text, "1 h 00 min");
    mu_clock_length(NAN, text, sizeof text);
    assert_string_equal(text, "-");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clock_is_local),
        cmocka_unit_test(hours_count_from_the_onset),
        cmocka_unit_test(lengths_of_time_have_a_fitting_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
