#include <string.h>

#include "tests/cmocka_all.h"
#include "tests/unit/scenarios/reading.h"

static double number(struct test_reading *t, const char *text, const char *unit)
{
    double value = -1;
    assert_true(mu_read_number(&t->slot, text, unit, &value));
    return value;
}

static void assert_refused(struct test_reading *t, const char *text, const char *unit,
                           const char *message)
{
    double value;
    assert_false(mu_read_number(&t->slot, text, unit, &value));
    assert_string_equal(test_message(t), message);
}

static mu_time duration(struct test_reading *t, const char *text)
{
    mu_time value = -1;
    if (!mu_read_duration(&t->slot, text, &value))
        fail_msg("%s: %s", text, test_message(t));
    return value;
}

static mu_time instant(struct test_reading *t, const char *text)
{
    mu_time value = -1;
    if (!mu_read_instant(&t->slot, text, &value))
        fail_msg("%s: %s", text, test_message(t));
    return value;
}

static void numbers_come_in_si(void **state)
{
    assert_true(number(*state, "5 km", "m") == 5000);
    assert_true(number(*state, " -0.5  m ", "m") == -0.5);
    assert_true(number(*state, "1.2e3kg", "kg") == 1200);
    assert_true(number(*state, "45 %", "1") == 0.45);
    assert_true(number(*state, "45", NULL) == 45);
}

static void a_missing_or_wrong_unit_is_said(void **state)
{
    assert_refused(*state, "20", "m", "20 has no unit; write \"20 m\" if that is meant");
    assert_refused(*state, "20", "person", "20 has no unit; write \"20 persons\" if that is meant");
    assert_refused(*state, "20 km/h", "m", "20 km/h is a speed; a length in m is expected");
    assert_refused(*state, "20 kmh", "m/s", "\"kmh\" is not a known unit; did you mean \"km/h\"?");
    assert_refused(*state, "20 m", NULL, "20 m is a length; a plain number is expected");
}

static void what_is_no_number_is_said(void **state)
{
    assert_refused(*state, "many", NULL, "\"many\" is not a number");
    assert_refused(*state, "0x10", NULL, "\"0x10\" is not a number");
    assert_refused(*state, "nan", "m", "\"nan\" is not a number with a unit (m)");
    assert_refused(*state, "1e999 m", "m", "\"1e999 m\" is not a number with a unit (m)");
    assert_refused(*state, "1,000 m", "m", "\"1,000 m\": write numbers without commas");
    assert_refused(*state, "", "m", "\"\" is not a number with a unit (m)");
}

static void integers_are_whole(void **state)
{
    struct test_reading *t = *state;
    int64_t value;
    assert_true(mu_read_integer(&t->slot, "12", NULL, &value));
    assert_int_equal(value, 12);
    assert_false(mu_read_integer(&t->slot, "1.5", NULL, &value));
    assert_string_equal(test_message(t), "1.5 is not a whole number");
}

static void durations_have_parts(void **state)
{
    assert_int_equal(duration(*state, "30 min"), 30 * MU_MINUTE);
    assert_int_equal(duration(*state, "1.5 h"), 90 * MU_MINUTE);
    assert_int_equal(duration(*state, "2 d 6 h"), 54 * MU_HOUR);
    assert_int_equal(duration(*state, "2d6h30min"), 54 * MU_HOUR + 30 * MU_MINUTE);
    assert_int_equal(duration(*state, "-5 min"), -5 * MU_MINUTE);
    assert_int_equal(duration(*state, "00:30"), 30 * MU_MINUTE);
    assert_int_equal(duration(*state, "1:00:00.25"), MU_HOUR + MU_SECOND / 4);
    assert_int_equal(duration(*state, "0.000001 s"), 1);
}

static void a_duration_is_no_instant_and_has_a_unit(void **state)
{
    struct test_reading *t = *state;
    mu_time value;
    assert_false(mu_read_duration(&t->slot, "30", &value));
    assert_string_equal(test_message(t), "30 has no unit; write \"30 min\", \"30 h\" or the like");
    assert_false(mu_read_duration(&t->slot, "T+02:30", &value));
    assert_string_equal(test_message(t),
                        "\"T+02:30\" is an instant; a duration such as 30 min is expected");
    assert_false(mu_read_duration(&t->slot, "3 km", &value));
    assert_string_equal(test_message(t), "3 km is a length; a duration in s is expected");
    assert_false(mu_read_duration(&t->slot, "1e6 d", &value));
    assert_string_equal(test_message(t), "\"1e6 d\" is longer than a hundred years");
}

static void instants_count_from_the_start(void **state)
{
    assert_int_equal(instant(*state, "2010-06-13T00:00+08:00"), 0);
    assert_int_equal(instant(*state, "2010-06-12T17:00Z"), MU_HOUR);
    assert_int_equal(instant(*state, "2010-06-13 01:00:00.5+08"), MU_HOUR + MU_SECOND / 2);
    /* 2012 is a leap year: 17 + 30 + 31 .. to 2012-03-01 is 627 days after 2010-06-13 */
    assert_int_equal(instant(*state, "2012-03-01T00:00+08:00"), 627 * MU_DAY);
}

static void t_plus_counts_from_the_onset(void **state)
{
    mu_time onset = instant(*state, "2010-06-21T18:30+08:00");
    assert_int_equal(onset, 8 * MU_DAY + 18 * MU_HOUR + 30 * MU_MINUTE);
    assert_int_equal(instant(*state, "T+02:30"), onset + 150 * MU_MINUTE);
    assert_int_equal(instant(*state, "T+28 h"), onset + 28 * MU_HOUR);
    assert_int_equal(instant(*state, "T-1d 06:00"), onset - 30 * MU_HOUR);
    assert_int_equal(instant(*state, "T-1 d"), onset - MU_DAY);
}

static void assert_no_instant(struct test_reading *t, const char *text, const char *message)
{
    mu_time value;
    assert_false(mu_read_instant(&t->slot, text, &value));
    assert_string_equal(test_message(t), message);
}

static void wrong_instants_are_explained(void **state)
{
    assert_no_instant(*state, "2010-06-13T00:00",
                      "\"2010-06-13T00:00\" has no time zone; write 2010-06-13T00:00+08:00 or "
                      "2010-06-13T00:00Z");
    assert_no_instant(*state, "2010-02-29T00:00Z", "\"2010-02-29T00:00Z\": there is no such day");
    assert_no_instant(*state, "2010-06-13T25:00Z",
                      "\"2010-06-13T25:00Z\": there is no such time of day");
    assert_no_instant(*state, "T+soon",
                      "\"T+soon\" is not an instant; write T+02:30, T+1 h or T-1d 06:00");
    assert_no_instant(*state, "tomorrow",
                      "\"tomorrow\" is not an instant; write 2010-06-21T18:30+08:00");
}

static void a_plan_holds_no_instants(void **state)
{
    struct test_reading *t = *state;
    mu_time value;
    t->in.clock.no_instants = true;
    assert_false(mu_read_duration(&t->slot, "T+02:30", &value));
    assert_string_equal(test_message(t),
                        "\"T+02:30\" is an instant of the event, and a plan holds none; write an "
                        "offset from the trigger, such as 30 min");
    assert_no_instant(t, "2010-06-13T00:00Z",
                      "\"2010-06-13T00:00Z\" is an instant of the event, and a plan holds none; "
                      "use a trigger");
    t->in.clock.no_instants = false;
}

static void ranges_are_printed_with_units(void **state)
{
    struct test_reading *t = *state;
    assert_true(mu_check_range(&t->slot, 1000, 0.001, 1000, "kg/s"));
    assert_true(mu_check_range(&t->slot, -7, 0, 0, "kg/s")); /* both 0: not checked */
    assert_false(mu_check_range(&t->slot, 0, 0.001, 1000, "kg/s"));
    assert_string_equal(test_message(t), "0 kg/s is out of range; allowed 0.001 kg/s to 1000 kg/s");
    assert_false(mu_check_range(&t->slot, 10800, 0, 5400, "s"));
    assert_string_equal(test_message(t), "3 h is out of range; allowed 0 s to 1.5 h");
}

static void truth_has_two_spellings(void **state)
{
    struct test_reading *t = *state;
    bool value = false;
    assert_true(mu_read_bool(&t->slot, "true", &value) && value);
    assert_false(mu_read_bool(&t->slot, "yes", &value));
    assert_string_equal(test_message(t), "\"yes\": write true");
    assert_false(mu_read_bool(&t->slot, "maybe", &value));
    assert_string_equal(test_message(t), "\"maybe\" is neither true nor false");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_come_in_si),
        cmocka_unit_test(a_missing_or_wrong_unit_is_said),
        cmocka_unit_test(what_is_no_number_is_said),
        cmocka_unit_test(integers_are_whole),
        cmocka_unit_test(durations_have_parts),
        cmocka_unit_test(a_duration_is_no_instant_and_has_a_unit),
        cmocka_unit_test(instants_count_from_the_start),
        cmocka_unit_test(t_plus_counts_from_the_onset),
        cmocka_unit_test(wrong_instants_are_explained),
        cmocka_unit_test(a_plan_holds_no_instants),
        cmocka_unit_test(ranges_are_printed_with_units),
        cmocka_unit_test(truth_has_two_spellings),
    };
    return cmocka_run_group_tests(tests, test_reading_setup, test_reading_teardown);
}
