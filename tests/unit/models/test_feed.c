/* Feeds: forecasts and rumours from outside. */
#include "tests/cmocka_all.h"

#include "hq.h"

#define S MU_SECOND

static void set_feed(struct hq *h, const char *name, const struct hq_feed_row *rows, size_t n,
                     const char *to)
{
    struct hq_feed *f = hq_params(h, name);

    f->values = hq_table(h, rows, n, sizeof *rows);
    f->to = hq_refs(h, to);
}

static struct mu_item level(int32_t level, const char *when)
{
    return (struct mu_item){
        .id = "i", .does = MU_VERB_LEVEL, .level = level, .when.text = when, .roads = ""};
}

static void a_feed_tells_each_value_to_each_receiver(void **unused)
{
    struct hq h = hq_open("office/A office/B feed/weather");
    const struct hq_feed_row rows[] = {{1000 * S, 1}, {5000 * S, 2}};
    const struct mu_item item = level(3, "weather.value >= 2");
    struct mu_result r;

    (void)unused;
    set_feed(&h, "feed/weather", rows, 2, "office/A office/B");
    hq_plan(&h, "office/B", &item, 1);
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "feed.issued", "feed/weather"), 4);
    assert_near(hq_when(&r, "office.told", "office/A", 0), 1120, 0);
    assert_near(hq_when(&r, "item.triggered", "office/B:i", 0), 5120, 0);
    mu_result_fini(&r);
}

static void of_what_was_said_before_the_start_the_last_holds(void **unused)
{
    struct hq h = hq_open("office/A feed/weather");
    const struct hq_feed_row rows[] = {{-9000 * S, 1}, {-5000 * S, 2}, {5000 * S, 3}};
    const struct mu_item item = level(1, "age(weather.value) >= 2 h");
    struct mu_result r;

    (void)unused;
    set_feed(&h, "feed/weather", rows, 3, "office/A");
    hq_plan(&h, "office/A", &item, 1);
    hq_play(&h, &r);
    assert_near(hq_when(&r, "item.triggered", "office/A:i", 0), 7200 - 5000, 0);
    assert_int_equal(hq_times(&r, "office.told", "office/A"), 2);
    assert_near(hq_when(&r, "office.told", "office/A", 0), 120, 0);
    assert_near(drill_value(&r, "office.told", 0), 2, 0);
    mu_result_fini(&r);
}

static void a_false_report_fires_an_item(void **unused)
{
    struct hq h = hq_open("office/A zone/Z feed/rumour");
    const struct hq_feed_row row = {1000 * S, 1};
    const struct mu_item item = level(4, "Z.flooded");
    struct hq_feed *f;
    struct mu_result r;

    (void)unused;
    set_feed(&h, "feed/rumour", &row, 1, "office/A");
    f = hq_params(&h, "feed/rumour");
    f->about = hq_expr(&h, "Z.flooded", NULL);
    f->untrue = true;
    hq_plan(&h, "office/A", &item, 1);
    hq_play(&h, &r);
    assert_near(hq_when(&r, "item.triggered", "office/A:i", 0), 1120, 0);
    assert_int_equal(hq_times(&r, "report.false", "feed/rumour"), 1);
    assert_near(drill_value(&r, "report.false", 0), 1, 0); /* the number of the report */
    mu_result_fini(&r);
}

static void who_knows_all_that_is_so_believes_no_rumour(void **unused)
{
    struct hq h = hq_open("office/A zone/Z feed/rumour");
    const struct hq_feed_row row = {1000 * S, 1};
    const struct mu_item item = level(4, "Z.flooded");
    struct hq_feed *f;
    struct mu_result r;

    (void)unused;
    set_feed(&h, "feed/rumour", &row, 1, "office/A");
    f = hq_params(&h, "feed/rumour");
    f->about = hq_expr(&h, "Z.flooded", NULL);
    f->untrue = true;
    h.perfect = true;
    hq_plan(&h, "office/A", &item, 1);
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "item.triggered", NULL), 0);
    mu_result_fini(&r);
}

/* Two values find no channel; both arrive later, and the older does not win. */
static void old_values_that_arrive_late_do_not_replace_newer_ones(void **unused)
{
    struct hq h = hq_open("office/A feed/weather");
    const struct hq_feed_row rows[] = {{1000 * S, 1}, {1290 * S, 2}};
    struct mu_result r;

    (void)unused;
    set_feed(&h, "feed/weather", rows, 2, "office/A");
    hq_cut(&h, "channel/phone", 0, 1400 * S, "");
    hq_play(&h, &r);
    /* The first is tried at 1300 and 1600 s, the second at 1590 s: it is read first. */
    assert_int_equal(hq_times(&r, "report.missed", "feed/weather"), 2);
    assert_int_equal(hq_times(&r, "office.told", "office/A"), 1);
    assert_near(hq_when(&r, "office.told", "office/A", 0), 1590 + 120, 0);
    assert_near(drill_value(&r, "office.told", 0), 2, 0);
    mu_result_fini(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_feed_tells_each_value_to_each_receiver),
        cmocka_unit_test(of_what_was_said_before_the_start_the_last_holds),
        cmocka_unit_test(a_false_report_fires_an_item),
        cmocka_unit_test(who_knows_all_that_is_so_believes_no_rumour),
        cmocka_unit_test(old_values_that_arrive_late_do_not_replace_newer_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
