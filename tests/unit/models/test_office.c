/* Items of a plan: they act on what their owner was told, and on nothing else. */
#include "tests/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "hq.h"

#define S MU_SECOND

static struct hq_saying says(const struct hq *h, mu_time at, const char *to, uint32_t quantity,
                             double value)
{
    return (struct hq_saying){at, hq_find(h, to), quantity, value, 0};
}

static struct mu_item evacuate(struct hq *h, const char *id, const char *when)
{
    return (struct mu_item){.id = id,
                            .does = MU_VERB_EVACUATE,
                            .when.text = when,
                            .at = hq_refs(h, "zone/Z"),
                            .with = hq_refs(h, "medium/m"),
                            .roads = ""};
}

/* Of an office A with one item, and a zone that says once, at 1000 s, that it is flooded. */
static struct hq one_item(const char *when)
{
    struct hq h = hq_open("office/A zone/Z zone/Y medium/m");
    const struct mu_item item = evacuate(&h, "i", when);
    const struct hq_saying flooded = says(&h, 1000 * S, "office/A", MU_ZONE_Q_FLOODED, 1);

    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/Z", &flooded, 1);
    return h;
}

/* ---- knowledge ---- */

static void an_item_fires_when_its_owner_has_been_told(void **unused)
{
    struct hq h = one_item("Z.flooded");
    struct mu_result r;

    (void)unused;
    hq_play(&h, &r);
    /* Seen at 1000 s; called in until 1060 s, read until 1120 s; decided in 600 s; told 60 s
     * later; answered at once, heard 1 s later. */
    assert_near(hq_when(&r, "item.triggered", "office/A:i", 0), 1120, 0);
    assert_near(hq_when(&r, "item.started", "office/A:i", 0), 1720, 0);
    assert_near(hq_when(&r, "hq.order", "zone/Z", 0), 1780, 0);
    assert_near(hq_when(&r, "item.done", "office/A:i", 0), 1781, 0);
    assert_int_equal(hq_times(&r, "item.triggered", NULL), 1);
    mu_result_fini(&r);
}

static void who_was_not_told_does_nothing(void **unused)
{
    struct hq h = hq_open("office/A office/B zone/Z medium/m");
    const struct mu_item item = evacuate(&h, "i", "Z.flooded");
    const struct hq_saying flooded = says(&h, 1000 * S, "office/A", MU_ZONE_Q_FLOODED, 1);
    struct mu_result r;

    (void)unused;
    hq_plan(&h, "office/B", &item, 1);
    hq_says(&h, "zone/Z", &flooded, 1);
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "item.triggered", NULL), 0);
    mu_result_fini(&r);
}

static void with_all_channels_cut_nothing_that_needs_knowledge_fires(void **unused)
{
    struct hq h = hq_open("office/A zone/Z medium/m");
    const char *const triggers[] = {"Z.flooded",
                                    "any(zone.flooded)",
                                    "Z.depth > 1 m",
                                    "since(Z.flooded) >= 1 min",
                                    "age(Z.flooded) >= 1 min",
                                    "not (Z.depth < 9 m)"};
    struct mu_item items[6];
    char ids[6][4];
    const struct hq_saying says_all[] = {says(&h, 1000 * S, "office/A", MU_ZONE_Q_FLOODED, 1),
                                         says(&h, 1000 * S, "office/A", MU_ZONE_Q_DEPTH, 3)};
    struct mu_result r;

    (void)unused;
    for (int i = 0; i < 6; i++) {
        snprintf(ids[i], sizeof ids[i], "i%d", i);
        items[i] = evacuate(&h, ids[i], triggers[i]);
    }
    hq_plan(&h, "office/A", items, 6);
    hq_says(&h, "zone/Z", says_all, 2);
    hq_cut(&h, "channel/phone", 0, MU_NEVER, "");
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "item.triggered", NULL), 0);
    assert_int_equal(hq_times(&r, "report.missed", NULL), 2);
    mu_result_fini(&r);
}

static void an_item_ends_with_the_last_answer_and_fails_with_one(void **unused)
{
    struct hq h = hq_open("office/A zone/Y zone/Z medium/m");
    struct mu_item items[] = {evacuate(&h, "both", "true"), evacuate(&h, "one", "true")};
    struct mu_result r;

    (void)unused;
    items[0].at = hq_refs(&h, "zone/Y zone/Z");
    items[1].at = hq_refs(&h, "zone/Y");
    hq_plan(&h, "office/A", items, 2);
    ((struct hq_zone *)hq_params(&h, "zone/Y"))->answer = (struct hq_answer){100 * S, .value = 7};
    ((struct hq_zone *)hq_params(&h, "zone/Z"))->answer =
        (struct hq_answer){300 * S, .fails = true};
    hq_play(&h, &r);
    /* Ordered at 600 s, heard at 660 s, answered after 100 and 300 s, heard 1 s later. */
    assert_near(hq_when(&r, "item.done", "office/A:one", 0), 761, 0);
    assert_near(r.events.value[drill_row(&r, "item.done", 0)], 7, 0);
    assert_near(hq_when(&r, "item.failed", "office/A:both", 0), 961, 0);
    assert_int_equal(hq_times(&r, "item.done", "office/A:both"), 0);
    mu_result_fini(&r);
}

/* ---- time ---- */

static void since_fires_at_the_very_instant(void **unused)
{
    struct hq h = one_item("since(Z.flooded) >= 30 min");
    struct mu_result r;

    (void)unused;
    hq_play(&h, &r);
    assert_near(hq_when(&r, "item.triggered", NULL, 0), 1120 + 1800, 0);
    mu_result_fini(&r);
}

static void since_is_forgotten_when_it_turns_false(void **unused)
{
    struct hq h = one_item("since(Z.flooded) >= 30 min");
    const struct hq_saying rows[] = {says(&h, 1000 * S, "office/A", MU_ZONE_Q_FLOODED, 1),
                                     says(&h, 2000 * S, "office/A", MU_ZONE_Q_FLOODED, 0),
                                     says(&h, 2500 * S, "office/A", MU_ZONE_Q_FLOODED, 1)};
    struct mu_result r;

    (void)unused;
    hq_says(&h, "zone/Z", rows, 3);
    hq_play(&h, &r);
    assert_near(hq_when(&r, "item.triggered", NULL, 0), 2620 + 1800, 0);
    mu_result_fini(&r);
}

static void age_counts_from_the_observation_and_a_confirmation_renews_it(void **unused)
{
    struct hq h = one_item("age(Z.flooded) >= 1 h");
    const struct hq_saying rows[] = {says(&h, 1000 * S, "office/A", MU_ZONE_Q_FLOODED, 1),
                                     says(&h, 3000 * S, "office/A", MU_ZONE_Q_FLOODED, 1)};
    struct mu_result r;

    (void)unused;
    hq_says(&h, "zone/Z", rows, 2);
    hq_play(&h, &r);
    assert_near(hq_when(&r, "item.triggered", NULL, 0), 3000 + 3600, 0);
    mu_result_fini(&r);
}

static void a_confirmation_makes_news_young_again(void **unused)
{
    struct hq h = one_item("age(Z.flooded) < 5 min and Y.flooded");
    const struct hq_saying z[] = {says(&h, 1000 * S, "office/A", MU_ZONE_Q_FLOODED, 1),
                                  says(&h, 6000 * S, "office/A", MU_ZONE_Q_FLOODED, 1)};
    const struct hq_saying y = says(&h, 5000 * S, "office/A", MU_ZONE_Q_FLOODED, 1);
    struct mu_result r;

    (void)unused;
    hq_says(&h, "zone/Z", z, 2);
    hq_says(&h, "zone/Y", &y, 1);
    hq_play(&h, &r);
    assert_near(hq_when(&r, "item.triggered", NULL, 0), 6120, 0); /* nothing new, only young */
    mu_result_fini(&r);
}

static void the_own_level_is_known_at_once(void **unused)
{
    struct hq h = hq_open("office/A zone/Z medium/m");
    struct mu_item items[] = {
        evacuate(&h, "i", "office/A.level >= III"),
        {.id = "up", .does = MU_VERB_LEVEL, .level = 2, .when.text = "Z.flooded", .roads = ""}};
    const struct hq_saying flooded = says(&h, 1000 * S, "office/A", MU_ZONE_Q_FLOODED, 1);
    struct mu_result r;

    (void)unused;
    hq_plan(&h, "office/A", items, 2);
    hq_says(&h, "zone/Z", &flooded, 1);
    hq_play(&h, &r);
    assert_near(hq_when(&r, "office.level", "office/A", 0), 1720, 0);
    assert_near(hq_when(&r, "item.triggered", "office/A:i", 0), 1720, 0);
    mu_result_fini(&r);
}

static void a_level_decided_on_older_grounds_comes_too_late(void **unused)
{
    struct hq h = hq_open("office/A zone/Z medium/m");
    const struct mu_item items[] = {{.id = "four",
                                     .does = MU_VERB_LEVEL,
                                     .level = 1,
                                     .when.text = "Z.depth > 1 m",
                                     .roads = "",
                                     .after = 3600 * S},
                                    {.id = "one",
                                     .does = MU_VERB_LEVEL,
                                     .level = 4,
                                     .when.text = "Z.depth > 2 m",
                                     .roads = ""}};
    const struct hq_saying rows[] = {says(&h, 1000 * S, "office/A", MU_ZONE_Q_DEPTH, 1.5),
                                     says(&h, 2000 * S, "office/A", MU_ZONE_Q_DEPTH, 2.5)};
    struct mu_result r;

    (void)unused;
    hq_plan(&h, "office/A", items, 2);
    hq_says(&h, "zone/Z", rows, 2);
    hq_play(&h, &r);
    /* Level I at 2720 s; what was triggered at 1120 s acts at 5320 s and changes nothing. */
    assert_int_equal(hq_times(&r, "office.level", NULL), 1);
    assert_near(drill_value(&r, "office.level", 0), 4, 0);
    assert_near(hq_when(&r, "item.done", "office/A:four", 0), 5320, 0);
    mu_result_fini(&r);
}

/* ---- deadlines ---- */

static void an_item_is_late_when_its_deadline_passes_before_the_answer(void **unused)
{
    struct hq h = hq_open("office/A zone/Z medium/m");
    struct mu_item items[] = {evacuate(&h, "slow", "true"), evacuate(&h, "quick", "true"),
                              evacuate(&h, "free", "true")};
    struct mu_result r;

    (void)unused;
    items[0].deadline = 700 * S;
    items[1].deadline = 800 * S; /* 0 = none */
    hq_plan(&h, "office/A", items, 3);
    ((struct hq_zone *)hq_params(&h, "zone/Z"))->answer = (struct hq_answer){.after = 100 * S};
    hq_play(&h, &r);
    /* 600 s to decide, 60 s by phone, 100 s to do, 1 s back: 761 s. */
    assert_near(hq_when(&r, "item.late", "office/A:slow", 0), 700, 0);
    assert_int_equal(hq_times(&r, "item.late", NULL), 1);
    assert_int_equal(hq_times(&r, "item.done", NULL), 3);
    mu_result_fini(&r);
}

/* ---- orders ---- */

static void a_lost_order_is_repeated_until_it_is_heard(void **unused)
{
    struct hq h = hq_open("office/A zone/Z medium/m");
    const struct mu_item item = evacuate(&h, "i", "true");
    struct mu_result r;

    (void)unused;
    hq_plan(&h, "office/A", &item, 1);
    ((struct mu_channel_params *)hq_params(&h, "channel/phone"))->loss = 0.8;
    hq_play(&h, &r);
    const size_t lost = hq_times(&r, "order.lost", "office/A");
    assert_true(lost > 0); /* 1 of 5 gets through; this seed loses the first */
    assert_int_equal(hq_times(&r, "hq.order", "zone/Z"), 1);
    /* Each loss costs 60 s for the call and 600 s until it is noticed. */
    assert_near(hq_when(&r, "hq.order", "zone/Z", 0), 600 + 660.0 * (double)lost + 60, 0);
    assert_int_equal(hq_times(&r, "item.done", NULL), 1);
    mu_result_fini(&r);
}

static void an_order_waits_for_a_channel(void **unused)
{
    struct hq h = hq_open("office/A zone/Z medium/m");
    const struct mu_item item = evacuate(&h, "i", "true");
    struct mu_result r;

    (void)unused;
    hq_plan(&h, "office/A", &item, 1);
    hq_cut(&h, "channel/phone", 0, 1300 * S, "office/A");
    hq_play(&h, &r);
    /* Tried at 600, 900, 1200 and 1500 s. */
    assert_int_equal(hq_times(&r, "order.missed", NULL), 1);
    assert_near(hq_when(&r, "hq.order", "zone/Z", 0), 1560, 0);
    mu_result_fini(&r);
}

static void two_orders_to_the_same_place_are_answered_each(void **unused)
{
    struct hq h = hq_open("office/A zone/Z medium/m");
    struct mu_item items[] = {evacuate(&h, "a", "true"), evacuate(&h, "b", "Z.flooded")};
    const struct hq_saying flooded = says(&h, 1000 * S, "office/A", MU_ZONE_Q_FLOODED, 1);
    struct mu_result r;

    (void)unused;
    items[0].does = MU_VERB_WARN;
    hq_plan(&h, "office/A", items, 2);
    hq_says(&h, "zone/Z", &flooded, 1);
    ((struct hq_zone *)hq_params(&h, "zone/Z"))->answer = (struct hq_answer){.after = 3600 * S};
    hq_play(&h, &r);
    assert_near(hq_when(&r, "item.done", "office/A:a", 0), 660 + 3601, 0);
    assert_near(hq_when(&r, "item.done", "office/A:b", 0), 1780 + 3601, 0);
    mu_result_fini(&r);
}

static void what_one_depot_has_not_the_next_is_asked_for(void **unused)
{
    struct hq h = hq_open("office/A shelter/S depot/d1 depot/d2 depot/d3 goods/rice");
    const struct mu_item item = {.id = "i",
                                 .does = MU_VERB_SUPPLY,
                                 .when.text = "true",
                                 .at = hq_refs(&h, "shelter/S"),
                                 .goods = hq_find(&h, "goods/rice"),
                                 .with = hq_refs(&h, "depot/d2 depot/d1 depot/d3"),
                                 .amount = 100,
                                 .roads = ""};
    struct mu_result r;

    (void)unused;
    hq_plan(&h, "office/A", &item, 1);
    ((struct hq_zone *)hq_params(&h, "depot/d2"))->answer =
        (struct hq_answer){.short_by = 70, .value = 30};
    ((struct hq_zone *)hq_params(&h, "depot/d1"))->answer = (struct hq_answer){.short_by = 70};
    ((struct hq_zone *)hq_params(&h, "depot/d3"))->answer = (struct hq_answer){.value = 70};
    hq_play(&h, &r);
    /* In the order of the item: d2 has 30 of 100, d1 none of 70, d3 all 70. */
    assert_near(r.events.value[drill_row(&r, "hq.order", 0)], 100, 0);
    assert_near(hq_when(&r, "hq.order", "depot/d2", 0), 660, 0);
    assert_near(r.events.value[drill_row(&r, "hq.order", 1)], 70, 0);
    assert_near(hq_when(&r, "hq.order", "depot/d1", 0), 721, 0);
    assert_near(r.events.value[drill_row(&r, "hq.order", 2)], 70, 0);
    assert_near(hq_when(&r, "hq.order", "depot/d3", 0), 782, 0);
    assert_near(drill_value(&r, "item.done", 0), 100, 0);
    mu_result_fini(&r);
}

static void an_item_that_no_depot_can_fill_fails(void **unused)
{
    struct hq h = hq_open("office/A shelter/S depot/d goods/rice");
    const struct mu_item item = {.id = "i",
                                 .does = MU_VERB_SUPPLY,
                                 .when.text = "true",
                                 .at = hq_refs(&h, "shelter/S"),
                                 .goods = hq_find(&h, "goods/rice"),
                                 .with = hq_refs(&h, "depot/d"),
                                 .amount = 100,
                                 .roads = ""};
    struct mu_result r;

    (void)unused;
    hq_plan(&h, "office/A", &item, 1);
    ((struct hq_zone *)hq_params(&h, "depot/d"))->answer =
        (struct hq_answer){.short_by = 60, .value = 40};
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "item.failed", NULL), 1);
    assert_near(drill_value(&r, "item.failed", 0), 40, 0); /* what came */
    mu_result_fini(&r);
}

static void an_extra_report_tells_all_that_is_known(void **unused)
{
    struct hq h = hq_open("office/A office/B zone/Z zone/Y");
    const struct mu_item item = {.id = "i",
                                 .does = MU_VERB_REPORT,
                                 .when.text = "Y.flooded",
                                 .to = hq_find(&h, "office/B"),
                                 .roads = ""};
    const struct hq_saying z = says(&h, 1000 * S, "office/A", MU_ZONE_Q_DEPTH, 2);
    const struct hq_saying y = says(&h, 2000 * S, "office/A", MU_ZONE_Q_FLOODED, 1);
    struct mu_result r;

    (void)unused;
    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/Z", &z, 1);
    hq_says(&h, "zone/Y", &y, 1);
    hq_play(&h, &r);
    /* Known at 2120 s, decided at 2720 s: the own level, and one fact of each zone. */
    assert_int_equal(hq_times(&r, "report.sent", "office/A"), 1);
    assert_int_equal(hq_times(&r, "office.told", "office/B"), 3);
    assert_near(hq_when(&r, "item.done", "office/A:i", 0), 2720, 0);
    mu_result_fini(&r);
}

/* ---- plan and history ---- */

static void a_history_is_replayed_beside_a_plan(void **unused)
{
    struct hq h = hq_open("office/A zone/Y zone/Z medium/m");
    const struct mu_item item = evacuate(&h, "p", "office/A.level >= III");
    const struct mu_decision rows[] = {
        {.at = 5000 * S, .id = "h1", .does = MU_VERB_LEVEL, .level = 3},
        {.at = 9000 * S,
         .id = "h2",
         .does = MU_VERB_WARN,
         .for_each = "zone",
         .with = hq_refs(&h, "medium/m")},
        {.at = 9500 * S, .id = "h3", .does = MU_VERB_LEVEL, .level = 0},
    };
    struct mu_result r;

    (void)unused;
    hq_plan(&h, "office/A", &item, 1);
    hq_history(&h, "office/A", rows, 3);
    hq_play(&h, &r);
    assert_near(hq_when(&r, "decision.made", "office/A:h1", 0), 5000, 0);
    assert_near(hq_when(&r, "item.triggered", "office/A:p", 0), 5000, 0);
    assert_near(hq_when(&r, "item.done", "office/A:p", 0), 5661, 0);
    assert_int_equal(hq_times(&r, "decision.made", "office/A:h2"), 2); /* one for each zone */
    assert_int_equal(hq_times(&r, "item.done", "office/A:h2"), 2);
    assert_int_equal(hq_times(&r, "office.level", NULL), 2); /* and down again: it was so */
    mu_result_fini(&r);
}

static void one_item_more_leaves_the_draws_of_the_others(void **unused)
{
    double when[2];

    (void)unused;
    for (int more = 0; more < 2; more++) {
        struct hq h = hq_open("office/A zone/Y zone/Z medium/m");
        struct mu_item items[] = {evacuate(&h, "more", "true"), evacuate(&h, "i", "true")};
        struct mu_result r;
        hq_office(&h, "office/A")->decision =
            (struct mu_dist){.kind = MU_DIST_UNIFORM, .a = 100, .b = 1000, .lo = 0, .hi = 1000};
        ((struct mu_channel_params *)hq_params(&h, "channel/phone"))->delay =
            (struct mu_dist){.kind = MU_DIST_UNIFORM, .a = 10, .b = 100, .lo = 0, .hi = 1000};
        hq_plan(&h, "office/A", more ? items : items + 1, more ? 2 : 1);
        hq_play(&h, &r);
        when[more] = hq_when(&r, "item.done", "office/A:i", 0);
        mu_result_fini(&r);
    }
    assert_near(when[0], when[1], 0);
    assert_true(when[0] > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_fires_when_its_owner_has_been_told),
        cmocka_unit_test(who_was_not_told_does_nothing),
        cmocka_unit_test(with_all_channels_cut_nothing_that_needs_knowledge_fires),
        cmocka_unit_test(an_item_ends_with_the_last_answer_and_fails_with_one),
        cmocka_unit_test(since_fires_at_the_very_instant),
        cmocka_unit_test(since_is_forgotten_when_it_turns_false),
        cmocka_unit_test(age_counts_from_the_observation_and_a_confirmation_renews_it),
        cmocka_unit_test(a_confirmation_makes_news_young_again),
        cmocka_unit_test(the_own_level_is_known_at_once),
        cmocka_unit_test(a_level_decided_on_older_grounds_comes_too_late),
        cmocka_unit_test(an_item_is_late_when_its_deadline_passes_before_the_answer),
        cmocka_unit_test(a_lost_order_is_repeated_until_it_is_heard),
        cmocka_unit_test(an_order_waits_for_a_channel),
        cmocka_unit_test(two_orders_to_the_same_place_are_answered_each),
        cmocka_unit_test(what_one_depot_has_not_the_next_is_asked_for),
        cmocka_unit_test(an_item_that_no_depot_can_fill_fails),
        cmocka_unit_test(an_extra_report_tells_all_that_is_known),
        cmocka_unit_test(a_history_is_replayed_beside_a_plan),
        cmocka_unit_test(one_item_more_leaves_the_draws_of_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
