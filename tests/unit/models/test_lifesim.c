#include "models/people/lifesim.h"

#include <math.h>

#include "sim/stream.h"
#include "tests/cmocka_all.h"

#define FT 0.3048

/* At u = 0.5 the symmetric triangular spreads of LifeSim stand at their middle. */
static double deadly_ft(enum mu_refuge refuge)
{
    return mu_lifesim_deadly_depth(2, refuge, 0.5) / FT;
}

/* LifeSim manual: 18 ft of water, foundation 3 ft, two storeys of 9 ft: 15 ft above the first
 * floor. Limits: top floor 9 + 5, its ceiling 18 - 1, attic 18 + 6 - 1, roof 24 + 4 ft. */
static void validation_17_the_manuals_house_is_deadly_to_the_limited_only(void **unused)
{
    double inside = 18 - 3;

    (void)unused;
    assert_true(fabs(deadly_ft(MU_REFUGE_FLOOR) - 14) < 1e-9);
    assert_true(fabs(deadly_ft(MU_REFUGE_CEILING) - 17) < 1e-9);
    assert_true(fabs(deadly_ft(MU_REFUGE_ATTIC) - 23) < 1e-9);
    assert_true(fabs(deadly_ft(MU_REFUGE_ROOF) - 28) < 1e-9);
    assert_true(inside > deadly_ft(MU_REFUGE_FLOOR));
    assert_true(inside < deadly_ft(MU_REFUGE_CEILING));
}

/* The table's own integrals, from its 138 ranks by hand-written trapezoids elsewhere: mean
 * 0.7079, a chance of 0.1232 of no death, median 0.9565. */
static void validation_18_the_high_curve_has_the_published_mean_and_zero(void **unused)
{
    const int n = 1000000;
    double sum = 0;
    int zero = 0;
    struct mu_stream s = mu_stream_init(1, 0, 0, 42, 0, 0);

    (void)unused;
    for (int k = 0; k < n; k++) {
        double rate = mu_lifesim_fatality(MU_EXPOSURE_HIGH, mu_uniform(&s));
        sum += rate;
        zero += rate == 0;
    }
    assert_true(fabs(sum / n - 0.7079) < 0.002);
    assert_true(fabs((double)zero / n - 0.1232) < 0.001);
    assert_true(fabs(mu_lifesim_fatality(MU_EXPOSURE_HIGH, 0.5) - 0.9565) < 0.001);
}

/* 1.25e-5 by integration; the curve is zero from 2.571091e-5 on. */
static void validation_18_the_low_curve_is_nearly_always_zero(void **unused)
{
    const int n = 1000000;
    const double end = 2.571091e-5;
    double sum = 0;

    (void)unused;
    for (int k = 0; k < n; k++)
        sum += mu_lifesim_fatality(MU_EXPOSURE_LOW, end * (k + 0.5) / n);
    assert_true(fabs(sum / n * end - 1.25e-5) < 0.01e-5);
    assert_true(mu_lifesim_fatality(MU_EXPOSURE_LOW, 2.6e-5) == 0);
    assert_true(mu_lifesim_fatality(MU_EXPOSURE_NONE, 1e-9) == 0);
}

/* A high rate must come with a small u: inverted, a death would be a survival. */
static void rates_fall_with_the_quantile(void **unused)
{
    (void)unused;
    assert_true(mu_lifesim_fatality(MU_EXPOSURE_HIGH, 0.01) == 1);
    assert_true(mu_lifesim_fatality(MU_EXPOSURE_HIGH, 0.99) == 0);
}

static bool falls(enum mu_building building, double depth_ft, double flow_ft2)
{
    double flow = flow_ft2 * FT * FT;
    double limit = mu_lifesim_collapse_limit(building, 0.5);

    return mu_lifesim_collapses(building, flow / (depth_ft * FT), flow, limit);
}

/* 3 m2/s = 32.3 and 7 m2/s = 75.35 ft2/s; masonry needs 6.6 ft/s too: 75.4 / 20 = 3.77. */
static void validation_19_buildings_fall_at_the_limits_of_rescdam(void **unused)
{
    (void)unused;
    assert_false(falls(MU_BUILDING_WOOD, 10, 30));
    assert_true(falls(MU_BUILDING_WOOD, 10, 35));
    assert_false(falls(MU_BUILDING_ANCHORED, 10, 35));
    assert_true(falls(MU_BUILDING_ANCHORED, 10, 75.4));
    assert_true(falls(MU_BUILDING_MASONRY, 10, 75.4));
    assert_false(falls(MU_BUILDING_MASONRY, 20, 75.4));
}

static void check_mortality(double depth, double rise, double expected)
{
    double found = mu_jonkman_mortality(depth, 0.5, rise);

    assert_true(fabs(found - expected) < 5e-5 + 5e-3 * expected);
}

static void validation_20_jonkmans_zones_have_the_tabulated_mortality(void **unused)
{
    (void)unused;
    check_mortality(1, 0, 0.00286);
    check_mortality(2, 0, 0.00601);
    check_mortality(3, 0, 0.00904);
    check_mortality(4, 0, 0.01193);
    check_mortality(5, 0, 0.01469);
    check_mortality(2.1, 1, 0.00517);
    check_mortality(3, 1, 0.0984);
    check_mortality(4, 1, 0.3962);
    check_mortality(5, 1, 0.7032);
    assert_true(mu_jonkman_mortality(3, 2.4, 1) == 1); /* 3 x 2.4 = 7.2: breach zone */
    assert_true(mu_jonkman_mortality(0, 3, 1) == 0);
}

/* RESCDAM at 1.65 m and 60 kg: 0.004 x 99 + 0.2 = 0.596 m2/s. LifeSim's middle for cars: depth
 * 1.0 m is the median of (0.3, 1.2, 1.5) to a few centimetres. */
static void walkers_and_cars_are_swept_at_their_limits(void **unused)
{
    (void)unused;
    assert_false(mu_lifesim_walker_swept(0.59, 1));
    assert_true(mu_lifesim_walker_swept(0.6, 1));
    assert_false(mu_lifesim_car_swept(0.4, 0.5, 0.5));
    assert_true(mu_lifesim_car_swept(1.2, 0, 0.5));
    assert_true(mu_lifesim_car_swept(0.5, 2, 0.5)); /* 1 m2/s > 0.8 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validation_17_the_manuals_house_is_deadly_to_the_limited_only),
        cmocka_unit_test(validation_18_the_high_curve_has_the_published_mean_and_zero),
        cmocka_unit_test(validation_18_the_low_curve_is_nearly_always_zero),
        cmocka_unit_test(rates_fall_with_the_quantile),
        cmocka_unit_test(validation_19_buildings_fall_at_the_limits_of_rescdam),
        cmocka_unit_test(validation_20_jonkmans_zones_have_the_tabulated_mortality),
        cmocka_unit_test(walkers_and_cars_are_swept_at_their_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
