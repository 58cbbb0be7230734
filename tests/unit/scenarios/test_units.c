#include <string.h>

#include "scenarios/units.h"
#include "tests/cmocka_all.h"

static int setup(void **state)
{
    *state = mu_units_create();
    return *state ? 0 : 1;
}

static int teardown(void **state)
{
    mu_units_destroy(*state);
    return 0;
}

static void assert_converts(struct mu_units *u, double value, const char *from, const char *to,
                            double expected)
{
    double out = -1;
    assert_int_equal(mu_units_convert(u, value, from, to, &out), MU_UNIT_FITS);
    assert_true(out == expected); /* to the last bit */
}

static void conversions_are_exact_to_the_last_bit(void **state)
{
    assert_converts(*state, 5, "km", "m", 5000);
    assert_converts(*state, 30, "min", "s", 1800);
    assert_converts(*state, 7, "%", "1", 0.07); /* 7 * 0.01 would be 0.07000000000000001 */
    assert_converts(*state, 3, "mm", "m", 0.003);
    assert_converts(*state, 36, "km/h", "m/s", 10);
    assert_converts(*state, 2, "ha", "m2", 20000);
    assert_converts(*state, 12, "t", "kg", 12000);
    assert_converts(*state, 1500, "L", "m3", 1.5);
    assert_converts(*state, 20, "degC", "K", 293.15);
}

static void counted_things_have_plurals_and_other_names(void **state)
{
    assert_converts(*state, 4, "people", "person", 4);
    assert_converts(*state, 4, "trucks", "vehicle", 4);
    assert_converts(*state, 3600, "persons/h", "person/s", 1);
    assert_converts(*state, 2, "kg/person/d", "kg/person/d", 2);
}

static void beds_are_not_boats(void **state)
{
    double out;
    assert_int_equal(mu_units_convert(*state, 1, "beds", "boat", &out), MU_UNIT_OTHER);
    assert_int_equal(mu_units_convert(*state, 1, "beds", "1", &out), MU_UNIT_OTHER);
}

static void a_rate_is_not_a_duration(void **state)
{
    double out; /* UDUNITS itself converts reciprocals */
    assert_int_equal(mu_units_convert(*state, 1, "1/h", "s", &out), MU_UNIT_OTHER);
}

static void what_udunits_reads_otherwise_is_refused_or_set_right(void **state)
{
    double out;
    assert_converts(*state, 1, "mph", "m/s", 0.44704);
    assert_int_equal(mu_units_convert(*state, 1, "m-1/3", "1/m", &out), MU_UNIT_UNKNOWN);
    assert_int_equal(mu_units_convert(*state, 1, "2 m", "m", &out), MU_UNIT_UNKNOWN);
    assert_int_equal(mu_units_convert(*state, 1, "m @ 3", "m", &out), MU_UNIT_UNKNOWN);
    assert_int_equal(mu_units_convert(*state, 1, "days since 2000-01-01", "s", &out),
                     MU_UNIT_UNKNOWN);
    assert_int_equal(mu_units_convert(*state, 1, "furlongs_per", "m/s", &out), MU_UNIT_UNKNOWN);
}

static void mannings_unit_is_one_word_in_several_spellings(void **state)
{
    assert_converts(*state, 0.03, "s m-1/3", "s m-1/3", 0.03);
    assert_converts(*state, 0.03, "s/m^(1/3)", "s m-1/3", 0.03);
    assert_string_equal(mu_units_label(mu_units_base(*state, "s m-1/3")), "s m-1/3");
}

static void one_dimension_has_one_base_unit(void **state)
{
    assert_string_equal(mu_units_base(*state, "km/h"), "m/s");
    assert_string_equal(mu_units_base(*state, "m3 s-1"), "m3/s");
    assert_string_equal(mu_units_base(*state, ""), "1");
    assert_string_equal(mu_units_base(*state, "%"), "1");
    assert_null(mu_units_base(*state, "blob"));
    /* in no table: still one text, and coherent */
    const char *odd = mu_units_base(*state, "kN s/m2");
    assert_non_null(odd);
    assert_ptr_equal(odd, mu_units_base(*state, "Pa s"));
    assert_converts(*state, 2, "kN s/m2", odd, 2000);
}

static void products_of_units_are_units(void **state)
{
    assert_string_equal(mu_units_product(*state, "m/s", "s", 1), "m");
    assert_string_equal(mu_units_product(*state, "m3", "s", -1), "m3/s");
    assert_string_equal(mu_units_product(*state, "person", "person", -1), "1");
}

static void dimensions_have_names(void **state)
{
    char text[80];
    mu_units_what(*state, "km/h", text, sizeof text);
    assert_string_equal(text, "a speed");
    mu_units_what(*state, "beds", text, sizeof text);
    assert_string_equal(text, "a number of beds");
}

static void a_slip_of_the_pen_is_guessed(void **state)
{
    (void)state;
    assert_string_equal(mu_units_nearest("kmh"), "km/h");
    assert_string_equal(mu_units_nearest("person"), "persons");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conversions_are_exact_to_the_last_bit),
        cmocka_unit_test(counted_things_have_plurals_and_other_names),
        cmocka_unit_test(beds_are_not_boats),
        cmocka_unit_test(a_rate_is_not_a_duration),
        cmocka_unit_test(what_udunits_reads_otherwise_is_refused_or_set_right),
        cmocka_unit_test(mannings_unit_is_one_word_in_several_spellings),
        cmocka_unit_test(one_dimension_has_one_base_unit),
        cmocka_unit_test(products_of_units_are_units),
        cmocka_unit_test(dimensions_have_names),
        cmocka_unit_test(a_slip_of_the_pen_is_guessed),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
