#include <math.h>

#include "models/hazard/breach.h"
#include "models/hazard/hydrograph.h"
#include "models/hazard/reservoir.h"
#include "models/hazard/weir.h"
#include "tests/cmocka_all.h"

#define NEAR(a, b, relative) assert_true(fabs((a) - (b)) <= (relative)*fabs((double)(b)))

static struct mu_breach_law verheij(double width, double critical_speed)
{
    return (struct mu_breach_law){.growth = MU_GROWTH_VERHEIJ,
                                  .width = width,
                                  .max_width = 1e9,
                                  .critical_speed = critical_speed,
                                  .f1 = 1.3,
                                  .f2 = 0.04};
}

/* B = 10 + 1.3 sqrt(9.81) 2^1.5 / u_c log10(1 + 0.04 9.81 t / (3600 u_c)). */
static void validation_14_constant_head(void **unused)
{
    static const double at[] = {900, 3600, 10800, 86400};
    static const double sand[] = {19.981, 37.155, 58.252, 106.856};
    static const double clay[] = {11.792, 15.795, 22.107, 39.884};

    (void)unused;
    for (int k = 0; k < 2; k++) {
        struct mu_breach_law law = verheij(10, k == 0 ? 0.2 : 0.5);
        struct mu_breach breach;

        mu_breach_open(&law, &breach);
        for (int i = 0; i < 4; i++) {
            while (breach.age < at[i])
                mu_breach_grow(&law, &breach, 60, 2, 0, 0);
            NEAR(breach.width, k == 0 ? sand[i] : clay[i], 1e-4);
        }
    }
}

/* A polder of `area` m2 behind a breach whose sill lies at 0; dt = 5 s. */
struct polder {
    struct mu_breach_law law;
    struct mu_breach breach;
    double area, level, q;
};

static void step(struct polder *p, double stage, double dt)
{
    mu_breach_grow(&p->law, &p->breach, dt, stage, p->level, 0);
    p->q = mu_weir_flow_into(p->breach.width, 0, stage, p->level, p->area, dt);
    p->level += dt * p->q / p->area;
}

static struct polder polder_of(double area)
{
    struct polder p = {.law = verheij(20, 0.5), .area = area, .level = -1};

    mu_breach_open(&p.law, &p.breach);
    return p;
}

static void validation_15_breach_into_a_polder_at_constant_stage(void **unused)
{
    /* t, width, level, discharge: three independent integrations of the same equations */
    static const double expected[][4] = {{1800, 26.083, -.9075, 231.07},
                                         {3600, 30.646, -.7940, 271.49},
                                         {7200, 37.343, -.5214, 330.82},
                                         {14400, 46.050, .1494, 407.95}};
    struct polder p = polder_of(4e6);
    double t = 0;

    (void)unused;
    for (int i = 0; i < 4; i++) {
        for (; t < expected[i][0]; t += 5)
            step(&p, 3, 5);
        NEAR(p.breach.width, expected[i][1], 0.005);
        assert_true(fabs(p.level - expected[i][2]) < 0.005);
        NEAR(p.q, expected[i][3], 0.005);
    }
}

static void validation_15_breach_into_a_polder_under_a_flood_wave(void **unused)
{
    static const double expected[][3] = {{3600, 26.317, -.9776},
                                         {10800, 34.992, -.9023},
                                         {21600, 44.219, -.7203},
                                         {43200, 53.632, -.3290}};
    struct polder p = polder_of(2e7);
    double t = 0;

    (void)unused;
    for (int i = 0; i < 4; i++) {
        for (; t < expected[i][0]; t += 5)
            step(&p, 2 + sin(3.14159265358979 * (t + 2.5) / 43200), 5);
        NEAR(p.breach.width, expected[i][1], 0.005);
        assert_true(fabs(p.level - expected[i][2]) < 0.005);
    }
}

static void validation_16_final_sizes(void **unused)
{
    (void)unused;
    struct mu_breach_size s = mu_breach_froehlich_2008(1e7, 10, true);

    NEAR(s.width, 66.8817, 1e-5);
    NEAR(s.bottom_width, 56.8817, 1e-5);
    NEAR(s.time, 6380.91, 1e-5);
    s = mu_breach_froehlich_2008(1e7, 10, false);
    NEAR(s.width, 51.4474, 1e-5);
    NEAR(s.bottom_width, 44.4474, 1e-5);
    s = mu_breach_froehlich_1995(1e7, 10, true);
    NEAR(s.width, 67.94, 1e-3);
    NEAR(s.time, 1.640 * 3600, 1e-3);
    NEAR(mu_breach_peak_1995(1e7, 10), 1225.1, 1e-4);
    s = mu_breach_von_thun(1e7, 10, false);
    NEAR(s.width, 67.7, 1e-12);
    NEAR(s.time, 0.15 * 3600, 1e-12);
    NEAR(mu_breach_von_thun(1e7, 10, true).time, 0.45 * 3600, 1e-12);
}

static void the_sill_falls_first_then_the_breach_widens(void **unused)
{
    struct mu_breach_law law = verheij(10, 0.2);
    struct mu_breach b;

    (void)unused;
    law.crest = 8;
    law.sill = 4;
    law.deepening = 600;
    mu_breach_open(&law, &b);
    mu_breach_grow(&law, &b, 300, 7, 3, 0);
    assert_true(b.sill == 6 && b.width == 10); /* half of the time: half of the 4 m */
    mu_breach_grow(&law, &b, 300, 7, 3, 0);
    assert_true(b.sill == 4 && b.width == 10);
    mu_breach_grow(&law, &b, 300, 7, 3, 0);
    /* Head over the sill: 7 - 4 = 3, since the inside stands below the sill. */
    NEAR(b.width, 10 + mu_breach_widening(&law, 3, 0, 300), 1e-12);
}

static void nothing_erodes_without_a_fast_inflow(void **unused)
{
    struct mu_breach_law law = verheij(10, 0.5);
    struct mu_breach b;

    (void)unused;
    mu_breach_open(&law, &b);
    mu_breach_grow(&law, &b, 3600, 2, 3, 0); /* outflow */
    assert_true(b.width == 10);
    mu_breach_grow(&law, &b, 3600, 2, 1.99, 0); /* sqrt(2 g 0.01) = 0.44 m/s < 0.5 */
    assert_true(b.width == 10);
    mu_breach_grow(&law, &b, 3600, 2, 1.98, 0); /* 0.63 m/s */
    assert_true(b.width > 10);
}

static void a_protected_end_stands_still(void **unused)
{
    struct mu_breach_law law = verheij(10, 0.2);
    struct mu_breach free_ends, one, both;

    (void)unused;
    mu_breach_open(&law, &free_ends);
    one = both = free_ends;
    mu_breach_grow(&law, &free_ends, 600, 3, 0, 0);
    mu_breach_grow(&law, &one, 600, 3, 0, 1);
    mu_breach_grow(&law, &both, 600, 3, 0, 2);
    NEAR(one.width - 10, (free_ends.width - 10) / 2, 1e-12);
    assert_true(both.width == 10);
}

static void width_stops_at_its_bound(void **unused)
{
    struct mu_breach_law law = verheij(10, 0.2);
    struct mu_breach b;

    (void)unused;
    law.max_width = 12;
    mu_breach_open(&law, &b);
    mu_breach_grow(&law, &b, 86400, 3, 0, 0);
    assert_true(b.width == 12);
}

static void a_table_prescribes_the_width(void **unused)
{
    static const struct mu_breach_row rows[] = {{0, 5}, {MU_HOUR, 65}, {2 * MU_HOUR, 75}};
    struct mu_breach_law law = {
        .growth = MU_GROWTH_TABLE, .width = 5, .max_width = 1000, .rows = rows, .n_rows = 3};
    struct mu_breach b;

    (void)unused;
    mu_breach_open(&law, &b);
    for (int i = 0; i < 30; i++)
        mu_breach_grow(&law, &b, 60, 0, 0, 0);
    NEAR(b.width, 35, 1e-9); /* half an hour of 60 m/h */
    mu_breach_grow(&law, &b, 36000, 0, 0, 0);
    NEAR(b.width, 75, 1e-9);
}

static void a_regression_is_reached_at_a_steady_rate(void **unused)
{
    struct mu_breach_law law = {.growth = MU_GROWTH_LINEAR,
                                .width = 2,
                                .final_width = 52,
                                .final_age = 100,
                                .max_width = 500};
    struct mu_breach b;

    (void)unused;
    mu_breach_open(&law, &b);
    mu_breach_grow(&law, &b, 50, 0, 0, 0);
    NEAR(b.width, 27, 1e-12);
    mu_breach_grow(&law, &b, 500, 0, 0, 0);
    NEAR(b.width, 52, 1e-12);
}

static const struct mu_hydrograph_row wave[] = {
    {10 * MU_HOUR, 2}, {20 * MU_HOUR, 4}, {22 * MU_HOUR, 4}, {32 * MU_HOUR, 2}, {42 * MU_HOUR, 4}};

static void a_hydrograph_is_straight_between_its_rows(void **unused)
{
    (void)unused;
    assert_true(mu_hydrograph_stage(wave, 5, 0) == 2);
    NEAR(mu_hydrograph_stage(wave, 5, 15 * MU_HOUR), 3, 1e-12);
    NEAR(mu_hydrograph_stage(wave, 5, 27 * MU_HOUR), 3, 1e-12);
    assert_true(mu_hydrograph_stage(wave, 5, 50 * MU_HOUR) == 4);
}

/* Above 3 from 15 h to 27 h, and again from 37 h on. */
static void a_stage_is_reached_when_it_was_held(void **unused)
{
    (void)unused;
    assert_true(mu_hydrograph_reaches(wave, 5, 3, 0, 0) == 15 * MU_HOUR);
    assert_true(mu_hydrograph_reaches(wave, 5, 3, 12 * MU_HOUR, 0) == 27 * MU_HOUR);
    assert_true(mu_hydrograph_reaches(wave, 5, 3, 13 * MU_HOUR, 0) == 50 * MU_HOUR);
    assert_true(mu_hydrograph_reaches(wave, 5, 3, MU_HOUR, 20 * MU_HOUR) == 21 * MU_HOUR);
    assert_true(mu_hydrograph_reaches(wave, 5, 4.5, 0, 0) == MU_NEVER);
    assert_true(mu_hydrograph_reaches(wave, 5, 1, 0, MU_HOUR) == MU_HOUR);
}

static void a_reservoir_knows_stage_and_volume(void **unused)
{
    static const struct mu_reservoir_row rows[] = {{100, 0}, {110, 1e6}, {120, 4e6}};

    (void)unused;
    NEAR(mu_reservoir_volume(rows, 3, 115), 2.5e6, 1e-12);
    NEAR(mu_reservoir_stage(rows, 3, 2.5e6), 115, 1e-12);
    assert_true(mu_reservoir_stage(rows, 3, -1) == 100 && mu_reservoir_stage(rows, 3, 9e9) == 120);
    assert_true(mu_reservoir_volume(rows, 3, 90) == 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validation_14_constant_head),
        cmocka_unit_test(validation_15_breach_into_a_polder_at_constant_stage),
        cmocka_unit_test(validation_15_breach_into_a_polder_under_a_flood_wave),
        cmocka_unit_test(validation_16_final_sizes),
        cmocka_unit_test(the_sill_falls_first_then_the_breach_widens),
        cmocka_unit_test(nothing_erodes_without_a_fast_inflow),
        cmocka_unit_test(a_protected_end_stands_still),
        cmocka_unit_test(width_stops_at_its_bound),
        cmocka_unit_test(a_table_prescribes_the_width),
        cmocka_unit_test(a_regression_is_reached_at_a_steady_rate),
        cmocka_unit_test(a_hydrograph_is_straight_between_its_rows),
        cmocka_unit_test(a_stage_is_reached_when_it_was_held),
        cmocka_unit_test(a_reservoir_knows_stage_and_volume),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
