#include <math.h>

#include "models/hazard/weir.h"
#include "tests/cmocka_all.h"

#define NEAR(a, b, relative) assert_true(fabs((a) - (b)) <= (relative)*fabs((double)(b)))

/* 50 m at 1.5 m of head: (2/3)^1.5 sqrt(9.81) 50 1.5^1.5 = 1.70486 x 50 x 1.83712. */
static void validation_12_free_flow(void **unused)
{
    (void)unused;
    NEAR(mu_weir_flow(50, 0, 1.5, 0), 156.605, 1e-5);
    NEAR(mu_weir_flow(50, 10, 11.5, 7), 156.605, 1e-5); /* only heads over the crest count */
}

static void validation_12_branches_meet_at_two_thirds(void **unused)
{
    (void)unused;
    double below = mu_weir_flow(50, 0, 1.5, nextafter(1.0, 0));
    double at = mu_weir_flow(50, 0, 1.5, 1.0);

    NEAR(below, at, 1e-12);
    assert_true(mu_weir_flow(50, 0, 1.5, 0.99) == mu_weir_flow(50, 0, 1.5, 0)); /* still free */
    assert_true(mu_weir_flow(50, 0, 1.5, 1.01) < at);
}

static void validation_12_villemonte(void **unused)
{
    (void)unused;
    NEAR(mu_weir_villemonte(0.8), 0.61631, 1e-5);
    NEAR(mu_weir_villemonte(0.5), 0.84539, 1e-5);
    assert_true(mu_weir_villemonte(1) == 0 && mu_weir_villemonte(0) == 1);
}

/* Tailwater 1.2 of 1.5 m: 50 x 1.2 x sqrt(19.62 x 0.3) = 145.57 m3/s. */
static void drowned_flow_follows_the_difference_of_levels(void **unused)
{
    (void)unused;
    NEAR(mu_weir_flow(50, 0, 1.5, 1.2), 60 * sqrt(19.62 * 0.3), 1e-12);
    assert_true(mu_weir_flow(50, 0, 1.5, 1.5) == 0);
}

static void water_flows_back_when_the_inside_stands_higher(void **unused)
{
    (void)unused;
    assert_true(mu_weir_flow(50, 3, 4, 5) == -mu_weir_flow(50, 3, 5, 4));
    assert_true(mu_weir_flow(50, 3, 2, 5) < 0);
    assert_true(mu_weir_flow(50, 3, 2, 2.5) == 0); /* both below the crest */
}

/* Critical depth: speed^2 = g 2/3 H. */
static void speed_is_critical_in_free_flow(void **unused)
{
    (void)unused;
    NEAR(mu_weir_speed(0, 3, 0), sqrt(9.81 * 2.0), 1e-12);
    NEAR(mu_weir_speed(0, 3, 2.9), sqrt(2 * 9.81 * 0.1), 1e-9);
    assert_true(mu_weir_speed(4, 3, 2) == 0);
}

static void a_small_store_never_overshoots_the_outer_level(void **unused)
{
    const double rise = 60 / 1e5; /* of a store of 0.1 km2 in a minute, per m3/s */
    double q = mu_weir_flow_into(400, 0, 3, 2.9, 1e5, 60);

    (void)unused;
    assert_true(q > 0 && 2.9 + rise * q <= 3);
    assert_true(2.9 + rise * mu_weir_flow(400, 0, 3, 2.9) > 3.8); /* the explicit answer would */
    NEAR(q, mu_weir_flow(400, 0, 3, 2.9 + rise * q), 1e-4); /* belongs to the level at the end */
    assert_true(mu_weir_flow_into(400, 0, 3, 3, 1e5, 60) == 0);
    q = mu_weir_flow_into(400, 0, 3, 3.2, 1e5, 60);
    assert_true(q < 0 && 3.2 + rise * q >= 3);
}

/* dh/dt = -C b h^1.5 / A has h = (h0^-0.5 + C b t / 2A)^-2, C = 1.70486; A = 1 km2, b = 50 m. */
static void validation_13_tank_draining(void **unused)
{
    static const double expected[][2] = {{600, 2.75090}, {3600, 1.87247}, {7200, 1.27899}};
    const double dt = 10, area = 1e6;
    double h = 3, t = 0;

    (void)unused;
    for (size_t i = 0; i < 3; i++) {
        for (; t < expected[i][0]; t += dt)
            h += dt * mu_weir_flow_into(50, 0, -10, h, area, dt) / area;
        NEAR(h, expected[i][1], 0.002);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validation_12_free_flow),
        cmocka_unit_test(validation_12_branches_meet_at_two_thirds),
        cmocka_unit_test(validation_12_villemonte),
        cmocka_unit_test(validation_13_tank_draining),
        cmocka_unit_test(drowned_flow_follows_the_difference_of_levels),
        cmocka_unit_test(water_flows_back_when_the_inside_stands_higher),
        cmocka_unit_test(speed_is_critical_in_free_flow),
        cmocka_unit_test(a_small_store_never_overshoots_the_outer_level),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
