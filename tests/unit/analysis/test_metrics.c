#include <math.h>
#include <string.h>

#include "made.h"
#include "tests/cmocka_all.h"

struct drill {
    struct mu_result result;
    struct mu_view view;
};

static int setup(void **state)
{
    struct drill *d = test_calloc(1, sizeof *d);

    made_drill(&d->result);
    made_view(&d->view, &d->result);
    *state = d;
    return 0;
}

static int teardown(void **state)
{
    struct drill *d = *state;

    mu_view_fini(&d->view);
    mu_result_fini(&d->result);
    test_free(d);
    return 0;
}

static double metric(void **state, const char *name)
{
    struct drill *d = *state;

    return made_metric(&d->view, name, NULL);
}

static bool censored(void **state, const char *name)
{
    struct drill *d = *state;
    bool is = false;

    made_metric(&d->view, name, &is);
    return is;
}

#define HAS(name, expected) made_near(metric(state, name), expected, 1e-12)

static void people_are_counted_by_what_happened_to_their_group(void **state)
{
    HAS("people.total", 3 + 4 + 2 + 5);
    HAS("people.flooded", 3 + 4 + 2);
    HAS("people.warned", 3 + 4 + 5);
    HAS("people.dead", 1);
    HAS("people.injured", 0);
    HAS("people.refused", 0);
    HAS("people.needless", 5);
    HAS("people.sheltered", 3 + 4 + 5);
}

static void warning_counts_only_before_the_water(void **state)
{
    HAS("people.warned_before_water", 7.0 / 9); /* #0 and #1 of 3 + 4 + 2 */
    /* #1: 1 h for 4 persons, #0: 3 h for 3: the fourth of seven has 1 h. */
    HAS("people.lead_time_median", 3600);
}

static void people_move_when_they_reach_dry_ground(void **state)
{
    HAS("people.moved", 3 + 4); /* zone B stays dry: its 5 do not count */
    HAS("people.moved.by_3h", 3);
    HAS("people.moved.by_5h", 3); /* #1 is set down 5.5 h after the onset */
    HAS("people.moved.by_6h", 7);
    HAS("people.own_means", 3);
    HAS("people.boat", 4);
    HAS("people.bus", 0);
    assert_false(censored(state, "people.moved.by_6h"));
    assert_true(censored(state, "people.moved.by_11h")); /* the run ends at +10 h */
}

static void trapped_hours_end_with_rescue_and_fall_with_deaths(void **state)
{
    HAS("people.trapped", 4 + 2);
    HAS("people.trapped_peak", 6);
    HAS("people.trapped_hours", 4 * 3 + 2 * 1 + 1 * 6); /* #2: 13 to 14 both, 14 to 20 one */
}

static void whoever_is_not_rescued_waits_until_the_end(void **state)
{
    HAS("rescue.first", 5 * 3600);
    HAS("rescue.median_wait", 3 * 3600); /* 4 of 6 persons */
    HAS("rescue.p90_wait", 7 * 3600);    /* #2: 13 to 20 h */
    assert_false(censored(state, "rescue.first"));
    assert_true(censored(state, "rescue.p90_wait"));
    assert_false(censored(state, "rescue.median_wait")); /* 4 of 6 had 3 h, whatever #2 gets */
}

static void breach_and_closing_are_measured_from_the_onset(void **state)
{
    HAS("dike.width_max", 120);
    HAS("dike.closed_at", 8 * 3600);
    HAS("works.started_at", 6 * 3600);
    HAS("goods.carried", 4000);
}

static void levels_are_ordered_from_IV_to_I(void **state)
{
    HAS("office.level_highest", 4);
    HAS("office.level_1_at", -5 * 3600);
    HAS("office.level_2_at", 3600); /* level I implies II */
    HAS("office.level_4_at", 3600);
}

static void each_report_has_one_fate(void **state)
{
    HAS("reports.sent", 4); /* two by zone A, one lost, one false */
    HAS("reports.late", 1);
    HAS("reports.lost", 1);
    HAS("reports.missed", 1);
    HAS("reports.false", 1);
    HAS("reports.concealed", 0);
    HAS("reports.on_time_share", 1.0 / 5);

    const struct mu_report_row *late = &((struct drill *)*state)->view.tables.reports[1];
    assert_int_equal(late->status, MU_REPORT_LATE);
    assert_true(late->sent == HOURS(11) && late->received == HOURS(11.2));
    assert_true(late->due == HOURS(10.7)); /* half an hour before it came */
}

/* Nothing but the number tells the two apart. */
static void a_lost_report_does_not_take_an_earlier_one_with_it(void **state)
{
    struct mu_result r;
    struct mu_view view;

    (void)state;
    made_world(&r);
    uint64_t sent = made_add(&r, EVENT(1, "report.sent", MADE_ZONE_A, 1, .object = MADE_OFFICE));
    made_add(&r, EVENT(2, "report.lost", MADE_ZONE_A, 2, .object = MADE_OFFICE));
    made_add(&r, EVENT(2, "report.false", MADE_ZONE_A, 2, .object = MADE_OFFICE));
    made_add(&r, EVENT(3, "report.received", MADE_OFFICE, 0, .object = MADE_ZONE_A, .cause = sent));
    made_view(&view, &r);
    assert_int_equal(view.tables.n_reports, 2);
    assert_int_equal(view.tables.reports[0].status, MU_REPORT_ON_TIME);
    assert_true(view.tables.reports[0].received == HOURS(3));
    assert_int_equal(view.tables.reports[1].status, MU_REPORT_FALSE); /* false and lost */
    mu_view_fini(&view);
    mu_result_fini(&r);
}

static void items_are_done_late_or_never(void **state)
{
    HAS("items.triggered", 2);
    HAS("items.done_share", 0.5);
    HAS("items.late", 1); /* A2: overdue */
    HAS("items.never", 1);
    HAS("items.failed", 0);
}

/* Offices set no deadline when a plan gives none, which stands as 0 or never. */
static void an_item_without_deadline_is_never_late(void **state)
{
    static const mu_time none[] = {0, MU_NEVER};
    struct mu_clock clock = made_clock();
    struct mu_result r;
    struct mu_view view;

    (void)state;
    made_world(&r);
    made_add(&r, EVENT(1, "item.triggered", MADE_ITEM_1, 0));
    made_add(&r, EVENT(9, "item.done", MADE_ITEM_1, 0));
    for (size_t i = 0; i < 2; i++) {
        const struct mu_task_info info = {"office/county:A1", "warn", "plan.yaml", 3, none[i]};
        assert_int_equal(mu_view_init(&view, &r, &clock, &info, 1), MU_OK);
        assert_int_equal(view.tables.tasks[0].status, MU_TASK_DONE);
        mu_view_fini(&view);
    }
    mu_result_fini(&r);
}

static void a_team_called_twice_is_busy_once(void **state)
{
    HAS("teams.hours", 16 - 12);
    HAS("teams.called", 2);
    HAS("boats.trips", 1);
}

static void a_team_that_is_never_released_is_busy_to_the_end(void **state)
{
    struct mu_result r;
    struct mu_view view;

    (void)state;
    made_world(&r);
    made_add(&r, EVENT(12.5, "team.called", MADE_TEAM, 20));
    made_view(&view, &r);
    made_near(made_metric(&view, "teams.hours", NULL), 7.5, 1e-12);
    mu_view_fini(&view);
    mu_result_fini(&r);
}

static void whoever_a_fleet_takes_goes_by_bus(void **state)
{
    struct mu_result r;
    struct mu_view view;

    (void)state;
    made_drill(&r);
    for (size_t i = 0; i < r.events.n; i++) /* the water comes to zone B, not to A */
        if (r.events.kind[i] == mu_result_kind(&r, "zone.flooded"))
            r.events.subject[i] = MADE_ZONE_B;
    made_view(&view, &r);
    made_near(made_metric(&view, "people.bus", NULL), 5, 0);
    made_near(made_metric(&view, "people.moved", NULL), 5, 0);
    mu_view_fini(&view);
    mu_result_fini(&r);
}

static void the_first_sample_knows_people_no_event_speaks_of(void **state)
{
    struct mu_result r;
    struct mu_view view;

    (void)state;
    made_full(&r);
    r.series[0].values[0] = 1009; /* 1000 more than have a story */
    made_view(&view, &r);
    made_near(made_metric(&view, "people.total", NULL), 1014, 0);
    mu_view_fini(&view);
    mu_result_fini(&r);
}

/* Three persons are trapped at 11 and wave a boat on at 13: they have waited 2 h, and who is
 * trapped after that is nobody, though the run goes on to 20. */
static void whoever_waves_a_boat_on_waits_no_longer(void **state)
{
    struct mu_result r;
    struct mu_view view;
    bool is_censored = true;

    (void)state;
    made_world(&r);
    made_add(&r, EVENT(11, "group.trapped", MADE_A0, 3));
    made_add(&r, EVENT(13, "group.refused", MADE_A0, 3));
    made_view(&view, &r);
    made_near(made_metric(&view, "people.trapped_hours", NULL), 3 * 2, 1e-12);
    made_near(made_metric(&view, "rescue.median_wait", &is_censored), 2 * 3600, 1e-9);
    assert_false(is_censored);
    mu_view_fini(&view);
    mu_result_fini(&r);
}

/* Nothing happened: counts are 0, times and shares of nothing are NaN. */
static void an_empty_run_has_no_times_and_no_shares(void **state)
{
    static const char *const zero[] = {"people.total",   "people.flooded",     "people.moved",
                                       "people.trapped", "people.moved.by_6h", "people.dead",
                                       "dike.width_max", "reports.sent",       "items.triggered",
                                       "teams.hours",    "goods.short",        "people.needless"};
    static const char *const none[] = {"people.warned_before_water",
                                       "people.lead_time_median",
                                       "rescue.first",
                                       "rescue.median_wait",
                                       "dike.closed_at",
                                       "reports.on_time_share",
                                       "items.done_share"};
    struct mu_result r;
    struct mu_view view;

    (void)state;
    made_world(&r);
    r.n_things = MADE_ITEM_1; /* no plan items either */
    made_view(&view, &r);
    for (size_t i = 0; i < sizeof zero / sizeof *zero; i++)
        made_near(made_metric(&view, zero[i], NULL), 0, 0);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_true(isnan(made_metric(&view, none[i], NULL)));
    mu_view_fini(&view);
    r.n_things = MADE_THINGS;
    mu_result_fini(&r);
}

static void a_breach_that_stays_open_is_closed_at_the_horizon_flagged(void **state)
{
    struct mu_result r;
    struct mu_view view;
    bool is_censored = false;

    (void)state;
    made_world(&r);
    made_add(&r, EVENT(10, "dike.breached", MADE_DIKE, 100));
    made_view(&view, &r);
    made_near(made_metric(&view, "dike.closed_at", &is_censored), 10 * 3600, 0);
    assert_true(is_censored);
    mu_view_fini(&view);
    mu_result_fini(&r);
}

static void names_with_a_number_are_found_and_others_are_not(void **state)
{
    struct mu_metric_use use;

    (void)state;
    assert_true(mu_metric_find("people.moved.by_28h", &use));
    made_near(use.n, 28, 0);
    assert_string_equal(use.metric->name, "people.moved.by_<n>h");
    assert_false(mu_metric_find("people.moved.by_h", &use));
    assert_false(mu_metric_find("people.moved.by_-3h", &use));
    assert_false(mu_metric_find("people.moved.by_3", &use));
    assert_false(mu_metric_find("people.moved.by_3hours", &use));
    assert_false(mu_metric_find("people.moved.by_99999999999999999999h", &use));
    assert_false(mu_metric_find("people.moved.by_<n>h", &use));
    assert_false(mu_metric_find("office.level_5_at", &use));
    assert_false(mu_metric_find("people", &use));
    assert_false(mu_metric_find("", &use));
}

static void every_column_is_a_metric_and_every_metric_has_a_column(void **state)
{
    struct mu_metric_use use;
    char name[64];
    size_t n = 0, levels = 0, hours = 0;

    (void)state;
    for (; mu_metric_column(n, name, sizeof name); n++) {
        assert_true(mu_metric_find(name, &use));
        levels += strncmp(name, "office.level_", 13) == 0;
        hours += strncmp(name, "people.moved.by_", 16) == 0;
    }
    assert_int_equal(hours, 8);  /* 3 6 12 24 28 48 72 144 */
    assert_int_equal(levels, 5); /* 1 to 4, and the highest */
    assert_int_equal(n, mu_metric_count() - 2 + 8 + 4);
}

int main(void)
{
#define DRILL(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        DRILL(people_are_counted_by_what_happened_to_their_group),
        DRILL(warning_counts_only_before_the_water),
        DRILL(people_move_when_they_reach_dry_ground),
        DRILL(trapped_hours_end_with_rescue_and_fall_with_deaths),
        DRILL(whoever_is_not_rescued_waits_until_the_end),
        DRILL(breach_and_closing_are_measured_from_the_onset),
        DRILL(levels_are_ordered_from_IV_to_I),
        DRILL(each_report_has_one_fate),
        cmocka_unit_test(a_lost_report_does_not_take_an_earlier_one_with_it),
        DRILL(items_are_done_late_or_never),
        cmocka_unit_test(an_item_without_deadline_is_never_late),
        DRILL(a_team_called_twice_is_busy_once),
        cmocka_unit_test(a_team_that_is_never_released_is_busy_to_the_end),
        cmocka_unit_test(whoever_a_fleet_takes_goes_by_bus),
        cmocka_unit_test(the_first_sample_knows_people_no_event_speaks_of),
        cmocka_unit_test(whoever_waves_a_boat_on_waits_no_longer),
        cmocka_unit_test(an_empty_run_has_no_times_and_no_shares),
        cmocka_unit_test(a_breach_that_stays_open_is_closed_at_the_horizon_flagged),
        cmocka_unit_test(names_with_a_number_are_found_and_others_are_not),
        cmocka_unit_test(every_column_is_a_metric_and_every_metric_has_a_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
