/* The duty room and the chain of reports: who is told what, when. Durations are fixed, so that
 * each instant follows by hand; only the queue is random, and held against Erlang's formula. */
#include "tests/cmocka_all.h"

#include <math.h>

#include "hq.h"

#define S MU_SECOND

static struct hq_saying depth(const struct hq *h, mu_time at, const char *to, double value)
{
    return (struct hq_saying){at, hq_find(h, to), MU_ZONE_Q_DEPTH, value, 0};
}

static struct hq_saying flooded(const struct hq *h, mu_time at, const char *to)
{
    return (struct hq_saying){at, hq_find(h, to), MU_ZONE_Q_FLOODED, 1, 0};
}

static struct mu_rule rule_to(const struct hq *h, const char *to)
{
    return (struct mu_rule){.to = hq_find(h, to),
                            .within = 30 * MU_MINUTE,
                            .every = MU_HOUR,
                            .about = "",
                            .change = 0.1};
}

/* ---- the chain ---- */

static void each_hop_costs_a_call_and_a_clerk(void **unused)
{
    struct hq h = hq_open("office/village office/town office/county zone/Z");
    const struct mu_rule up[] = {rule_to(&h, "office/town"), rule_to(&h, "office/county")};
    const struct hq_saying says = flooded(&h, 1000 * S, "office/village");
    struct mu_result r;

    (void)unused;
    hq_rules(&h, "office/village", &up[0], 1);
    hq_rules(&h, "office/town", &up[1], 1);
    hq_says(&h, "zone/Z", &says, 1);
    hq_play(&h, &r);
    /* Each hop: 60 s by phone and 60 s to read. */
    assert_near(hq_when(&r, "office.told", "office/village", 0), 1120, 0);
    assert_near(hq_when(&r, "office.told", "office/town", 0), 1240, 0);
    assert_near(hq_when(&r, "office.told", "office/county", 0), 1360, 0);
    assert_int_equal(hq_times(&r, "report.late", NULL), 0);
    mu_result_fini(&r);
}

static void a_report_is_late_by_what_passes_its_deadline(void **unused)
{
    struct hq h = hq_open("office/A zone/Z");
    struct hq_saying says = flooded(&h, 1000 * S, "office/A");
    struct mu_result r;

    (void)unused;
    says.within = 90 * S;
    hq_says(&h, "zone/Z", &says, 1);
    hq_play(&h, &r);
    /* 60 s by phone and 60 s to read, 30 s more than allowed */
    assert_near(hq_when(&r, "report.late", "office/A", 0), 1120, 0);
    assert_near(drill_value(&r, "report.late", 0), 30, 1e-9);
    mu_result_fini(&r);
}

/* A is told at 1000 s by Z, reports to B at 1120 s (first report: at once). */
static void what_is_not_urgent_waits_for_company(void **unused)
{
    struct hq h = hq_open("office/A office/B zone/Z");
    const struct mu_rule up = rule_to(&h, "office/B");
    const struct hq_saying says[] = {
        depth(&h, 1000 * S, "office/A", 1.0),
        depth(&h, 1500 * S, "office/A", 1.05), /* less than a tenth more: no news */
        depth(&h, 2000 * S, "office/A", 1.5),
        depth(&h, 2500 * S, "office/A", 2.0),
    };
    struct mu_result r;

    (void)unused;
    hq_rules(&h, "office/A", &up, 1);
    hq_says(&h, "zone/Z", says, 4);
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "report.sent", "office/A"), 2);
    assert_near(hq_when(&r, "report.sent", "office/A", 0), 1120, 0);
    assert_near(hq_when(&r, "report.sent", "office/A", 1), 1120 + 3600, 0);
    /* What goes then is what is known then. */
    assert_int_equal(hq_times(&r, "office.told", "office/B"), 2);
    assert_near(r.events.value[drill_row(&r, "office.told", 5)], 2.0, 0);
    mu_result_fini(&r);
}

static void urgent_news_do_not_wait_for_a_report_that_is_planned(void **unused)
{
    struct hq h = hq_open("office/A office/B zone/Z");
    const struct mu_rule up = rule_to(&h, "office/B");
    const struct hq_saying says[] = {
        depth(&h, 1000 * S, "office/A", 1.0), depth(&h, 1500 * S, "office/A", 2.0),
        flooded(&h, 2000 * S, "office/A"), /* a yes/no that turned */
    };
    struct mu_result r;

    (void)unused;
    hq_rules(&h, "office/A", &up, 1);
    hq_says(&h, "zone/Z", says, 3);
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "report.sent", "office/A"), 2);
    assert_near(hq_when(&r, "report.sent", "office/A", 1), 2120, 0);
    assert_int_equal(hq_times(&r, "office.told", "office/B"), 3); /* the depth goes along */
    mu_result_fini(&r);
}

static void many_small_steps_are_told_in_the_end(void **unused)
{
    struct hq h = hq_open("office/A office/B zone/Z");
    const struct mu_rule up = rule_to(&h, "office/B");
    struct hq_saying says[12];
    struct mu_result r;

    (void)unused;
    for (int i = 0; i < 12; i++) /* 100 cm, 104 cm ... 144 cm, each less than 10 % more */
        says[i] = depth(&h, (1 + i) * 2 * MU_HOUR, "office/A", 1.0 + 0.04 * i);
    hq_rules(&h, "office/A", &up, 1);
    hq_says(&h, "zone/Z", says, 12);
    hq_play(&h, &r);
    /* 1.00; 1.12; 1.24; 1.36 is less than a tenth more, so 1.40 */
    assert_int_equal(hq_times(&r, "office.told", "office/B"), 4);
    mu_result_fini(&r);
}

static void a_rule_never_tells_back_to_who_told(void **unused)
{
    struct hq h = hq_open("office/A office/B zone/Z");
    const struct mu_rule ab = rule_to(&h, "office/B"), ba = rule_to(&h, "office/A");
    const struct hq_saying says[] = {flooded(&h, 1000 * S, "office/A"),
                                     flooded(&h, 1000 * S, "office/B"),
                                     depth(&h, 5000 * S, "office/A", 3)};
    struct mu_result r;

    (void)unused;
    hq_rules(&h, "office/A", &ab, 1);
    hq_rules(&h, "office/B", &ba, 1);
    hq_says(&h, "zone/Z", says, 3);
    hq_play(&h, &r);
    /* Both tell each other what the zone told each; the depth goes from A to B and ends there. */
    assert_int_equal(hq_times(&r, "report.sent", "office/A"), 2);
    assert_int_equal(hq_times(&r, "report.sent", "office/B"), 1);
    mu_result_fini(&r);
}

/* A keeps a depth for its next report; meanwhile B tells A a newer one. */
static void what_the_other_has_told_meanwhile_is_not_told_to_him(void **unused)
{
    struct hq h = hq_open("office/A office/B zone/Y zone/Z");
    const struct mu_rule ab = rule_to(&h, "office/B"), ba = rule_to(&h, "office/A");
    const struct hq_saying z[] = {depth(&h, 1000 * S, "office/A", 1),
                                  depth(&h, 2000 * S, "office/A", 2),
                                  depth(&h, 2500 * S, "office/B", 3)};
    struct mu_result r;

    (void)unused;
    hq_rules(&h, "office/A", &ab, 1);
    hq_rules(&h, "office/B", &ba, 1);
    hq_says(&h, "zone/Z", z, 3);
    hq_play(&h, &r);
    /* A reports at 1120 s and would at 4720 s; B, which has not reported yet, at 2620 s. */
    assert_int_equal(hq_times(&r, "report.sent", "office/A"), 1);
    assert_near(hq_when(&r, "report.sent", "office/B", 0), 2620, 0);
    mu_result_fini(&r);
}

static void a_cut_office_reports_when_a_channel_works_again(void **unused)
{
    struct hq h = hq_open("office/A office/B zone/Z channel/line");
    const struct mu_rule up = rule_to(&h, "office/B");
    const struct hq_saying says = flooded(&h, 1000 * S, "office/A");
    struct mu_result r;

    (void)unused;
    hq_office(&h, "office/A")->channels = hq_refs(&h, "channel/line");
    hq_cut(&h, "channel/line", 0, 2000 * S, "");
    hq_rules(&h, "office/A", &up, 1);
    hq_says(&h, "zone/Z", &says, 1);
    hq_play(&h, &r);
    /* Learned at 1120 s; tried then and every 300 s: 1420, 1720, 2020 s. One miss is recorded. */
    assert_int_equal(hq_times(&r, "report.missed", "office/A"), 1);
    assert_near(hq_when(&r, "report.sent", "office/A", 0), 2020, 0);
    assert_near(hq_when(&r, "office.told", "office/B", 0), 2140, 0);
    mu_result_fini(&r);
}

static void a_rule_that_begins_with_a_level_begins_with_all_that_is_known(void **unused)
{
    struct hq h = hq_open("office/A office/B zone/Z");
    struct mu_rule up = rule_to(&h, "office/B");
    const struct mu_item item = {
        .id = "i", .does = MU_VERB_LEVEL, .level = 2, .when.text = "Z.flooded", .roads = ""};
    const struct hq_saying says[] = {depth(&h, 1000 * S, "office/A", 3),
                                     flooded(&h, 5000 * S, "office/A")};
    struct mu_result r;

    (void)unused;
    up.at_level = 2;
    hq_rules(&h, "office/A", &up, 1);
    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/Z", says, 2);
    hq_play(&h, &r);
    /* Flooded is known at 5120 s, decided 600 s later: level, depth and flooded go together. */
    assert_near(hq_when(&r, "office.level", "office/A", 0), 5720, 0);
    assert_int_equal(hq_times(&r, "report.sent", "office/A"), 1);
    assert_int_equal(hq_times(&r, "office.told", "office/B"), 3);
    mu_result_fini(&r);
}

static void the_offices_above_and_below_are_told_of_a_level(void **unused)
{
    struct hq h = hq_open("office/county office/town office/village office/other zone/Z");
    const struct mu_item item = {
        .id = "i", .does = MU_VERB_LEVEL, .level = 3, .when.text = "true", .roads = ""};
    struct mu_result r;

    (void)unused;
    hq_office(&h, "office/town")->parent = hq_find(&h, "office/county");
    hq_office(&h, "office/village")->parent = hq_find(&h, "office/town");
    hq_plan(&h, "office/town", &item, 1);
    hq_play(&h, &r);
    /* Decided at 600 s, told at 720 s. */
    assert_near(hq_when(&r, "office.told", "office/county", 0), 720, 0);
    assert_near(hq_when(&r, "office.told", "office/village", 0), 720, 0);
    assert_int_equal(hq_times(&r, "office.told", NULL), 2);
    mu_result_fini(&r);
}

static void perfect_information_tells_every_office_every_fact_at_once(void **unused)
{
    struct hq h = hq_open("office/A office/B office/C zone/Z");
    const struct mu_rule up = rule_to(&h, "office/B");
    const struct hq_saying says[] = {flooded(&h, 1000 * S, "office/A"),
                                     depth(&h, 1000 * S, "office/A", 2)};
    struct mu_result r;

    (void)unused;
    h.perfect = true;
    hq_cut(&h, "channel/phone", 0, MU_NEVER, "");
    hq_rules(&h, "office/A", &up, 1);
    hq_says(&h, "zone/Z", says, 2);
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "office.told", NULL), 6);
    for (size_t k = 0; k < 6; k++)
        assert_near(hq_when(&r, "office.told", NULL, k), 1001, 0); /* the lookahead later */
    mu_result_fini(&r);
}

/* ---- the queue ---- */

/* Poisson arrivals, one each second on average, of `n` reports. */
static void let_arrive(struct hq *h, int n, double mean_s)
{
    struct hq_saying *says = test_calloc((size_t)n, sizeof *says);
    struct mu_stream s = mu_stream_init(h->seed, 0, 0, 42, 1, 0);
    const struct mu_dist gap = {
        .kind = MU_DIST_EXPONENTIAL, .a = mean_s, .lo = -INFINITY, .hi = INFINITY};
    double t = 0;

    for (int i = 0; i < n; i++) {
        t += mu_draw(&gap, &s);
        says[i] = depth(h, mu_seconds(t), "office/A", i);
    }
    hq_says(h, "zone/Z", says, (size_t)n);
    test_free(says);
}

static double mean_wait(const struct mu_result *r, size_t from)
{
    const size_t kind = mu_result_kind(r, "report.received");
    double sum = 0;
    size_t n = 0, seen = 0;

    for (size_t row = 0; row < r->events.n; row++)
        if (r->events.kind[row] == kind && seen++ >= from) {
            sum += r->events.value[row];
            n++;
        }
    return sum / (double)n;
}

static void put_on_duty(struct hq *h, int64_t persons)
{
    const struct mu_duty row = {0, persons};

    hq_office(h, "office/A")->duty = hq_table(h, &row, 1, sizeof row);
    hq_office(h, "office/A")->service =
        (struct mu_dist){.kind = MU_DIST_EXPONENTIAL, .a = 100, .lo = -INFINITY, .hi = INFINITY};
}

/* Erlang C by the recursion of Erlang B; a = offered load. */
static double erlang_c(int servers, double a)
{
    double b = 1;

    for (int k = 1; k <= servers; k++)
        b = a * b / (k + a * b);
    return servers * b / (servers - a * (1 - b));
}

static double simulated_wait(int64_t servers, double mean_gap, uint64_t seed)
{
    struct hq h = hq_open("office/A zone/Z");
    struct mu_result r;

    h.seed = seed;
    put_on_duty(&h, servers);
    let_arrive(&h, 6000, mean_gap);
    hq_play(&h, &r);
    const double wait = mean_wait(&r, 500);
    mu_result_fini(&r);
    return wait;
}

/* Mean wait in M/M/c: C(c, a) x service / (c - a). The mean of 12 runs must lie within 3 of
 * its own standard errors. */
static void assert_erlang(int servers, double gap)
{
    enum { RUNS = 12 };
    const double a = 100 / gap, expected = erlang_c(servers, a) * 100 / (servers - a);
    double sum = 0, squares = 0;

    for (uint64_t i = 0; i < RUNS; i++) {
        const double w = simulated_wait(servers, gap, 1 + i);
        sum += w;
        squares += w * w;
    }
    const double mean = sum / RUNS;
    const double error = sqrt((squares / RUNS - mean * mean) / (RUNS - 1));
    assert_true(error < 0.1 * expected); /* or the test would say little */
    assert_near(mean, expected, 3 * error);
}

static void one_clerk_is_a_queue_with_one_server(void **unused)
{
    (void)unused;
    /* a = 0.5: C = 0.5, mean wait 0.5 x 100 / 0.5 = 100 s */
    assert_near(erlang_c(1, 0.5) * 100 / 0.5, 100, 1e-9);
    assert_erlang(1, 200);
}

static void three_clerks_are_a_queue_with_three_servers(void **unused)
{
    (void)unused;
    assert_near(erlang_c(2, 1), 1.0 / 3, 1e-12); /* textbook: C(2, 1) = 1/3 */
    assert_erlang(3, 50);                        /* a = 2 */
}

static void a_higher_level_puts_three_where_one_was(void **unused)
{
    struct hq h = hq_open("office/A zone/Z");
    const struct mu_duty duty[] = {{0, 1}, {2, 3}};
    const struct mu_decision up = {.at = 1250 * S, .id = "h", .does = MU_VERB_LEVEL, .level = 2};
    struct hq_saying says[7];
    struct mu_result r;

    (void)unused;
    for (int i = 0; i < 7; i++)
        says[i] = depth(&h, 1000 * S, "office/A", i + 1);
    hq_office(&h, "office/A")->service = mu_dist_fixed(100);
    hq_office(&h, "office/A")->duty = hq_table(&h, duty, 2, sizeof *duty);
    hq_history(&h, "office/A", &up, 1);
    hq_says(&h, "zone/Z", says, 7);
    hq_play(&h, &r);
    /* All seven arrive at 1060 s. One clerk reads until 1160, 1260 s ...; from 1250 s two more
     * help: 1350, 1350, then the first, free at 1260 s, 1360; two at 1350 s: 1450, 1450 s. */
    static const double read[] = {1160, 1260, 1350, 1350, 1360, 1450, 1450};
    for (size_t k = 0; k < 7; k++)
        assert_near(hq_when(&r, "report.received", "office/A", k), read[k], 0);
    assert_near(drill_value(&r, "report.received", 6), 290, 1e-9); /* 1060 to 1350 s in the tray */
    mu_result_fini(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_hop_costs_a_call_and_a_clerk),
        cmocka_unit_test(a_report_is_late_by_what_passes_its_deadline),
        cmocka_unit_test(what_is_not_urgent_waits_for_company),
        cmocka_unit_test(urgent_news_do_not_wait_for_a_report_that_is_planned),
        cmocka_unit_test(many_small_steps_are_told_in_the_end),
        cmocka_unit_test(a_rule_never_tells_back_to_who_told),
        cmocka_unit_test(what_the_other_has_told_meanwhile_is_not_told_to_him),
        cmocka_unit_test(a_cut_office_reports_when_a_channel_works_again),
        cmocka_unit_test(a_rule_that_begins_with_a_level_begins_with_all_that_is_known),
        cmocka_unit_test(the_offices_above_and_below_are_told_of_a_level),
        cmocka_unit_test(perfect_information_tells_every_office_every_fact_at_once),
        cmocka_unit_test(one_clerk_is_a_queue_with_one_server),
        cmocka_unit_test(three_clerks_are_a_queue_with_three_servers),
        cmocka_unit_test(a_higher_level_puts_three_where_one_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
