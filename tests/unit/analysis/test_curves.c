#include "analysis/curves.h"
#include "made.h"
#include "tests/cmocka_all.h"

struct drill {
    struct mu_result result;
    struct mu_view view;
    struct mu_curves curves;
};

/* Points at 9, 11, 13, 15, 17, 20 h. */
static const double hours[] = {9, 11, 13, 15, 17, 20};
enum { POINTS = sizeof hours / sizeof *hours };

static int setup(void **state)
{
    struct drill *d = test_calloc(1, sizeof *d);
    mu_time times[POINTS];

    made_drill(&d->result);
    made_view(&d->view, &d->result);
    for (size_t i = 0; i < POINTS; i++)
        times[i] = HOURS(hours[i]);
    assert_int_equal(mu_curves_init(&d->curves, &d->view, times, POINTS), MU_OK);
    *state = d;
    return 0;
}

static int teardown(void **state)
{
    struct drill *d = *state;

    mu_curves_fini(&d->curves);
    mu_view_fini(&d->view);
    mu_result_fini(&d->result);
    test_free(d);
    return 0;
}

static void expect(void **state, enum mu_curve curve, const double *expected)
{
    struct drill *d = *state;

    for (size_t i = 0; i < POINTS; i++)
        made_near(d->curves.values[curve][i], expected[i], 1e-12);
}

static void sums_only_grow(void **state)
{
    expect(state, MU_CURVE_WARNED, (const double[]){8, 12, 12, 12, 12, 12});
    expect(state, MU_CURVE_DEPARTED, (const double[]){0, 3, 3, 3, 3, 3});
    expect(state, MU_CURVE_DEAD, (const double[]){0, 0, 0, 1, 1, 1});
    expect(state, MU_CURVE_MOVED, (const double[]){0, 3, 3, 3, 7, 7});
    expect(state, MU_CURVE_MOVED_OWN, (const double[]){0, 3, 3, 3, 3, 3});
    expect(state, MU_CURVE_MOVED_BOAT, (const double[]){0, 0, 0, 0, 4, 4});
    expect(state, MU_CURVE_MOVED_BUS, (const double[]){0, 0, 0, 0, 0, 0});
}

static void whoever_is_trapped_now_leaves_the_curve_when_rescued_or_dead(void **state)
{
    /* 13 h: 4 + 2; 15 h: the boat has taken 4, and one of 2 is dead. */
    expect(state, MU_CURVE_TRAPPED, (const double[]){0, 0, 6, 1, 1, 1});
    expect(state, MU_CURVE_SHELTERED, (const double[]){0, 8, 8, 8, 12, 12});
}

static void the_breach_holds_its_last_width(void **state)
{
    expect(state, MU_CURVE_BREACH, (const double[]){0, 100, 100, 100, 100, 100});
    expect(state, MU_CURVE_CLOSED, (const double[]){0, 0, 0, 0, 60, 60});
}

static void curves_end_where_the_metrics_do(void **state)
{
    struct drill *d = *state;

    made_near(d->curves.values[MU_CURVE_MOVED][POINTS - 1],
              made_metric(&d->view, "people.moved", NULL), 0);
    made_near(d->curves.values[MU_CURVE_DEAD][POINTS - 1],
              made_metric(&d->view, "people.dead", NULL), 0);
}

static void every_curve_has_a_name_and_a_unit(void **state)
{
    (void)state;
    for (int c = 0; c < MU_CURVES; c++) {
        assert_true(mu_curve_name((enum mu_curve)c)[0] != '\0');
        assert_true(mu_curve_unit((enum mu_curve)c)[0] != '\0');
        assert_true(mu_curve_help((enum mu_curve)c)[0] != '\0');
    }
}

int main(void)
{
#define DRILL(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        DRILL(sums_only_grow),
        DRILL(whoever_is_trapped_now_leaves_the_curve_when_rescued_or_dead),
        DRILL(the_breach_holds_its_last_width),
        DRILL(curves_end_where_the_metrics_do),
        DRILL(every_curve_has_a_name_and_a_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
