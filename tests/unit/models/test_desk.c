/* The dispatcher and requests: who is sent where, when an item of rescue ends, who gets a team. */
#include "tests/cmocka_all.h"

#include "hq.h"

#define S MU_SECOND

static struct hq_saying trapped(const struct hq *h, mu_time at, double persons)
{
    return (struct hq_saying){at, hq_find(h, "office/A"), MU_ZONE_Q_TRAPPED, persons, 0};
}

/* A boat team of office A with 10 seats at x, which needs `job` seconds for an order. */
static struct hq_team *set_team(struct hq *h, const char *name, double x, double job_s)
{
    struct hq_team *t = hq_params(h, name);

    t->real = (struct mu_team_params){.owner = hq_find(h, "office/A"),
                                      .at = {x, 0},
                                      .boats = 1,
                                      .seats = 10,
                                      .available_from = MU_NEVER};
    t->answer = (struct hq_answer){.after = mu_seconds(job_s), .value = 10};
    return t;
}

static void set_fleet(struct hq *h, const char *name, int64_t buses)
{
    struct hq_fleet *f = hq_params(h, name);

    f->real =
        (struct mu_fleet_params){.owner = hq_find(h, "office/A"), .vehicles = buses, .seats = 40};
    f->answer = (struct hq_answer){.after = 7200 * S, .value = 40};
}

static struct mu_item desk_item(enum mu_verb verb, const char *when)
{
    return (struct mu_item){
        .id = "i", .does = (int32_t)verb, .for_each = "zone", .when.text = when, .roads = ""};
}

static void put(struct hq *h, const char *zone, double x)
{
    ((struct hq_zone *)hq_params(h, zone))->at = (struct mu_point){x, 0};
}

/* ---- who goes where ---- */

static void the_nearest_free_team_goes_and_the_worst_place_comes_first(void **unused)
{
    struct hq h = hq_open("office/A zone/X zone/Y zone/Z team/far team/near");
    const struct mu_item item = desk_item(MU_VERB_RESCUE, "sum(zone.trapped) >= 75 persons");
    const struct hq_saying x = trapped(&h, 1000 * S, 5), y = trapped(&h, 1000 * S, 50),
                           z = trapped(&h, 1000 * S, 20);
    static const char *const expected[][2] = {{"team/near", "zone/Y"}, {"team/far", "zone/Z"}};
    struct mu_result r;

    (void)unused;
    put(&h, "zone/X", 1000);
    put(&h, "zone/Y", 2000);
    put(&h, "zone/Z", 3000);
    set_team(&h, "team/far", 90000, 36000);
    set_team(&h, "team/near", 0, 36000);
    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/X", &x, 1);
    hq_says(&h, "zone/Y", &y, 1);
    hq_says(&h, "zone/Z", &z, 1);
    hq_play(&h, &r);
    /* Read one after the other until 1240 s, decided for all at 1840 s. */
    for (size_t k = 0; k < 2; k++) {
        const size_t row = drill_row(&r, "dispatch.sent", k);
        assert_near(hq_when(&r, "dispatch.sent", NULL, k), 1840, 0);
        assert_int_equal(r.events.subject[row], mu_result_thing(&r, expected[k][0]));
        assert_int_equal(r.events.object[row], mu_result_thing(&r, expected[k][1]));
    }
    mu_result_fini(&r);
}

/* 100 people, 10 seats a team: 100 / (10 x 8 trips) > 1, so a second one goes; 100 / 160 < 1. */
static void more_go_where_more_wait_than_those_sent_can_carry(void **unused)
{
    struct hq h = hq_open("office/A zone/Z team/a team/b team/c");
    const struct mu_item item = desk_item(MU_VERB_RESCUE, "it.trapped > 0 persons");
    const struct hq_saying z = trapped(&h, 1000 * S, 100);
    struct mu_result r;

    (void)unused;
    set_team(&h, "team/a", 0, 36000);
    set_team(&h, "team/b", 0, 36000);
    set_team(&h, "team/c", 0, 36000);
    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/Z", &z, 1);
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "dispatch.sent", NULL), 2);
    assert_int_equal(hq_times(&r, "hq.order", "team/c"), 0);
    mu_result_fini(&r);
}

static void somebody_looks_where_only_the_flood_is_known(void **unused)
{
    struct hq h = hq_open("office/A zone/Z team/a team/b");
    const struct mu_item item = desk_item(MU_VERB_RESCUE, "it.flooded");
    const struct hq_saying z = {1000 * S, hq_find(&h, "office/A"), MU_ZONE_Q_FLOODED, 1, 0};
    struct mu_result r;

    (void)unused;
    set_team(&h, "team/a", 0, 3600);
    set_team(&h, "team/b", 0, 3600);
    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/Z", &z, 1);
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "dispatch.sent", NULL), 1);
    assert_near(drill_value(&r, "dispatch.sent", 0), 1, 0);
    assert_int_equal(hq_times(&r, "item.done", NULL), 1);
    mu_result_fini(&r);
}

static void a_fleet_serves_two_villages_with_different_buses(void **unused)
{
    struct hq h = hq_open("office/A zone/Y zone/Z fleet/f");
    const struct mu_item item = desk_item(MU_VERB_TRANSPORT, "it.waiting > 0 persons");
    const struct hq_saying y = {1000 * S, hq_find(&h, "office/A"), MU_ZONE_Q_WAITING, 100, 0};
    struct mu_result r;

    (void)unused;
    set_fleet(&h, "fleet/f", 5); /* 3 buses for 100 people, 2 more for the next 100 */
    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/Y", &y, 1);
    hq_says(&h, "zone/Z", &y, 1);
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "hq.order", "fleet/f"), 2);
    assert_near(hq_when(&r, "hq.order", "fleet/f", 1), 1840, 0); /* without waiting for the first */
    mu_result_fini(&r);
}

static void several_places_of_one_item_are_served_each(void **unused)
{
    struct hq h = hq_open("office/A zone/X zone/Y zone/Z team/a team/b");
    struct mu_item item = desk_item(MU_VERB_RESCUE, "sum(zone.trapped) > 0 persons");
    const struct hq_saying some = trapped(&h, 1000 * S, 5);
    struct mu_result r;

    (void)unused;
    item.for_each = NULL;
    item.at = hq_refs(&h, "zone/Y zone/Z");
    set_team(&h, "team/a", 0, 3600);
    set_team(&h, "team/b", 0, 3600);
    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/X", &some, 1);
    hq_says(&h, "zone/Y", &some, 1);
    hq_says(&h, "zone/Z", &some, 1);
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "dispatch.sent", NULL), 2); /* not to X */
    assert_int_equal(hq_times(&r, "item.done", "office/A:i"), 2);
    mu_result_fini(&r);
}

static void a_team_that_is_not_there_yet_is_sent_when_it_comes(void **unused)
{
    struct hq h = hq_open("office/A zone/Z team/a");
    const struct mu_item item = desk_item(MU_VERB_RESCUE, "it.trapped > 0 persons");
    const struct hq_saying z = trapped(&h, 1000 * S, 5);
    struct mu_result r;

    (void)unused;
    set_team(&h, "team/a", 0, 3600)->real.available_from = 50000 * S;
    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/Z", &z, 1);
    hq_play(&h, &r);
    assert_near(hq_when(&r, "dispatch.sent", "team/a", 0), 50000, 0);
    mu_result_fini(&r);
}

/* ---- the end of it ---- */

static void rescue_ends_when_nobody_is_known_to_wait_and_begins_again(void **unused)
{
    struct hq h = hq_open("office/A zone/Z team/a");
    const struct mu_item item = desk_item(MU_VERB_RESCUE, "it.trapped > 0 persons");
    const struct hq_saying z[] = {trapped(&h, 1000 * S, 5), trapped(&h, 20000 * S, 3)};
    struct mu_result r;

    (void)unused;
    set_team(&h, "team/a", 0, 3600);
    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/Z", z, 2);
    hq_play(&h, &r);
    /* Started at 1720, heard at 1780, done at 5380, known 1 s later: what was seen at 1000 s
     * sends nobody again. The news of 20000 s are read at 20120 s, and no decision is needed. */
    assert_near(hq_when(&r, "item.done", "office/A:i", 0), 5381, 0);
    assert_near(hq_when(&r, "item.started", "office/A:i", 1), 20120, 0);
    assert_near(hq_when(&r, "hq.order", "team/a", 1), 20180, 0);
    assert_near(hq_when(&r, "item.done", "office/A:i", 1), 23781, 0);
    assert_int_equal(hq_times(&r, "item.triggered", NULL), 1);
    mu_result_fini(&r);
}

static void what_was_done_in_time_is_not_late_when_it_begins_again(void **unused)
{
    struct hq h = hq_open("office/A zone/Z team/a");
    struct mu_item item = desk_item(MU_VERB_RESCUE, "it.trapped > 0 persons");
    const struct hq_saying z[] = {trapped(&h, 1000 * S, 5), trapped(&h, 20000 * S, 3)};
    struct mu_result r;

    (void)unused;
    item.deadline = 21000 * S; /* 22120 s; done at 5381 s, and again under way then */
    set_team(&h, "team/a", 0, 3600);
    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/Z", z, 2);
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "item.done", "office/A:i"), 2);
    assert_int_equal(hq_times(&r, "item.late", NULL), 0);
    mu_result_fini(&r);
}

static void what_was_seen_before_they_came_back_sends_nobody(void **unused)
{
    struct hq h = hq_open("office/A zone/Z team/a");
    const struct mu_item item = desk_item(MU_VERB_RESCUE, "it.trapped > 0 persons");
    const struct hq_saying z[] = {trapped(&h, 1000 * S, 5), trapped(&h, 5370 * S, 3)};
    struct mu_result r;

    (void)unused;
    set_team(&h, "team/a", 0, 3600);
    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/Z", z, 2);
    hq_play(&h, &r);
    /* Seen before the team was done at 5381 s, so that it is old when it is read at 5490 s. */
    assert_int_equal(hq_times(&r, "dispatch.sent", NULL), 1);
    mu_result_fini(&r);
}

static void an_item_without_people_known_to_wait_is_done_without_a_team(void **unused)
{
    struct hq h = hq_open("office/A zone/Z team/a");
    const struct mu_item item = desk_item(MU_VERB_RESCUE, "it.flooded");
    const struct hq_saying z[] = {trapped(&h, 1000 * S, 0),
                                  {1000 * S, hq_find(&h, "office/A"), MU_ZONE_Q_FLOODED, 1, 0}};
    struct mu_result r;

    (void)unused;
    set_team(&h, "team/a", 0, 3600);
    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/Z", z, 2);
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "dispatch.sent", NULL), 0);
    assert_int_equal(hq_times(&r, "item.done", NULL), 1);
    mu_result_fini(&r);
}

static void who_could_not_get_there_is_not_sent_there_again_at_once(void **unused)
{
    struct hq h = hq_open("office/A zone/Z team/a");
    const struct mu_item item = desk_item(MU_VERB_RESCUE, "it.trapped > 0 persons");
    const struct hq_saying z = trapped(&h, 1000 * S, 5);
    struct mu_result r;

    (void)unused;
    set_team(&h, "team/a", 0, 100)->answer.fails = true;
    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/Z", &z, 1);
    hq_play(&h, &r);
    /* Sent at 1720, failed at 1880, known at 1881 s; again two hours later. */
    assert_near(hq_when(&r, "dispatch.sent", "team/a", 0), 1720, 0);
    assert_near(hq_when(&r, "dispatch.sent", "team/a", 1), 1881 + 7200, 0);
    mu_result_fini(&r);
}

/* Two teams and a place that neither reaches: half an hour, an hour, two hours between. */
static void a_place_that_nobody_reaches_is_tried_less_and_less_often(void **unused)
{
    struct hq h = hq_open("office/A zone/Z team/a team/b team/c");
    const struct mu_item item = desk_item(MU_VERB_RESCUE, "it.trapped > 0 persons");
    const struct hq_saying z = trapped(&h, 1000 * S, 5);
    static const char *const who[] = {"team/a", "team/b", "team/c"};
    struct mu_result r;

    (void)unused;
    for (int i = 0; i < 3; i++)
        set_team(&h, who[i], 100.0 * i, 100)->answer.fails = true;
    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/Z", &z, 1);
    hq_play(&h, &r);
    /* Each try takes 161 s until its failure is known. */
    assert_near(hq_when(&r, "dispatch.sent", "team/a", 0), 1720, 0);
    assert_near(hq_when(&r, "dispatch.sent", "team/b", 0), 1881 + 1800, 0);
    assert_near(hq_when(&r, "dispatch.sent", "team/c", 0), 3842 + 3600, 0);
    assert_near(hq_when(&r, "dispatch.sent", "team/a", 1), 7603 + 7200, 0);
    assert_near(hq_when(&r, "dispatch.sent", "team/a", 2), 14964 + 14400, 0);
    mu_result_fini(&r);
}

static void a_village_cut_off_waits_until_another_report_arrives(void **unused)
{
    struct hq h = hq_open("office/A zone/Z team/a channel/radio");
    const struct mu_item item = desk_item(MU_VERB_RESCUE, "it.trapped > 0 persons");
    const struct hq_saying z[] = {trapped(&h, 1000 * S, 5), trapped(&h, 30000 * S, 6)};
    struct mu_result r;

    (void)unused;
    set_team(&h, "team/a", 0, 3600);
    ((struct hq_zone *)hq_params(&h, "zone/Z"))->channels = hq_refs(&h, "channel/radio");
    hq_cut(&h, "channel/radio", 0, 20000 * S, "zone/Z");
    hq_plan(&h, "office/A", &item, 1);
    hq_says(&h, "zone/Z", z, 2);
    hq_play(&h, &r);
    assert_near(hq_when(&r, "dispatch.sent", "team/a", 0), 30000 + 120 + 600, 0);
    mu_result_fini(&r);
}

/* ---- requests ---- */

static struct mu_item request(struct hq *h, const char *with)
{
    return (struct mu_item){.id = "ask",
                            .does = MU_VERB_REQUEST,
                            .when.text = "true",
                            .to = hq_find(h, "office/B"),
                            .with = hq_refs(h, with),
                            .roads = ""};
}

static void a_request_is_asked_approved_and_then_done(void **unused)
{
    struct hq h = hq_open("office/A office/B team/a team/b");
    const struct mu_item item = request(&h, "team/a team/b");
    struct mu_result r;

    (void)unused;
    set_team(&h, "team/a", 0, 3600)->real.owner = hq_find(&h, "office/B");
    set_team(&h, "team/b", 0, 3600)->real.owner = hq_find(&h, "office/B");
    hq_plan(&h, "office/A", &item, 1);
    hq_play(&h, &r);
    /* Decided at 600 s, heard at 660 s, approved after 1800 s, told to the teams and to the
     * asker at 2520 s. */
    assert_near(hq_when(&r, "request.received", "office/B", 1), 660, 0);
    assert_near(hq_when(&r, "request.granted", "office/B", 1), 2460, 0);
    assert_near(hq_when(&r, "hq.assigned", "team/a", 0), 2520, 0);
    assert_near(hq_when(&r, "hq.assigned", "team/b", 0), 2520, 0);
    assert_near(hq_when(&r, "item.done", "office/A:ask", 0), 2520, 0);
    mu_result_fini(&r);
}

static void a_team_that_was_given_away_cannot_be_given_again(void **unused)
{
    struct hq h = hq_open("office/A office/B office/C team/t");
    const struct mu_item mine = request(&h, "team/t");
    struct mu_item theirs = request(&h, "team/t");
    struct mu_result r;

    (void)unused;
    theirs.after = 100 * S;
    set_team(&h, "team/t", 0, 3600)->real.owner = hq_find(&h, "office/B");
    hq_plan(&h, "office/A", &mine, 1);
    hq_plan(&h, "office/C", &theirs, 1);
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "hq.assigned", "team/t"), 1);
    assert_int_equal(hq_times(&r, "item.done", "office/A:ask"), 1);
    assert_near(hq_when(&r, "request.refused", "office/B", 0), 2560, 0);
    assert_int_equal(hq_times(&r, "item.failed", "office/C:ask"), 1);
    mu_result_fini(&r);
}

static void who_was_granted_works_for_the_asker_and_no_more_for_the_owner(void **unused)
{
    struct hq h = hq_open("office/A office/B zone/Z team/t");
    const struct mu_item items[] = {request(&h, "team/t"),
                                    desk_item(MU_VERB_RESCUE, "it.trapped > 0 persons")};
    const struct mu_item rescue = items[1];
    const struct hq_saying z[] = {trapped(&h, 10000 * S, 5),
                                  {10000 * S, hq_find(&h, "office/B"), MU_ZONE_Q_TRAPPED, 5, 0}};
    struct mu_result r;

    (void)unused;
    set_team(&h, "team/t", 0, 3600)->real.owner = hq_find(&h, "office/B");
    hq_plan(&h, "office/A", items, 2);
    hq_plan(&h, "office/B", &rescue, 1);
    hq_says(&h, "zone/Z", z, 2);
    hq_play(&h, &r);
    assert_int_equal(hq_times(&r, "dispatch.sent", NULL), 1);
    assert_int_equal(r.events.object[drill_row(&r, "hq.order", 0)],
                     mu_result_thing(&r, "office/A"));
    mu_result_fini(&r);
}

static void who_is_sent_before_he_is_granted_goes_when_he_is(void **unused)
{
    struct hq h = hq_open("office/A office/B zone/Z team/t");
    const struct mu_item items[] = {request(&h, "team/t"),
                                    {.id = "go",
                                     .does = MU_VERB_SEND,
                                     .when.text = "true",
                                     .to = hq_find(&h, "zone/Z"),
                                     .with = hq_refs(&h, "team/t"),
                                     .roads = ""}};
    struct mu_result r;

    (void)unused;
    set_team(&h, "team/t", 0, 3600)->real.owner = hq_find(&h, "office/B");
    hq_plan(&h, "office/A", items, 2);
    hq_play(&h, &r);
    /* Assigned at 2520 s, says so 1 s later, hears at 2581 s, done 3600 s later. */
    assert_near(hq_when(&r, "hq.order", "team/t", 0), 2581, 0);
    assert_int_equal(hq_times(&r, "hq.order", "team/t"), 1);
    assert_near(hq_when(&r, "item.done", "office/A:go", 0), 6182, 0);
    mu_result_fini(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_free_team_goes_and_the_worst_place_comes_first),
        cmocka_unit_test(more_go_where_more_wait_than_those_sent_can_carry),
        cmocka_unit_test(somebody_looks_where_only_the_flood_is_known),
        cmocka_unit_test(a_fleet_serves_two_villages_with_different_buses),
        cmocka_unit_test(several_places_of_one_item_are_served_each),
        cmocka_unit_test(a_team_that_is_not_there_yet_is_sent_when_it_comes),
        cmocka_unit_test(rescue_ends_when_nobody_is_known_to_wait_and_begins_again),
        cmocka_unit_test(what_was_done_in_time_is_not_late_when_it_begins_again),
        cmocka_unit_test(what_was_seen_before_they_came_back_sends_nobody),
        cmocka_unit_test(an_item_without_people_known_to_wait_is_done_without_a_team),
        cmocka_unit_test(who_could_not_get_there_is_not_sent_there_again_at_once),
        cmocka_unit_test(a_place_that_nobody_reaches_is_tried_less_and_less_often),
        cmocka_unit_test(a_village_cut_off_waits_until_another_report_arrives),
        cmocka_unit_test(a_request_is_asked_approved_and_then_done),
        cmocka_unit_test(a_team_that_was_given_away_cannot_be_given_again),
        cmocka_unit_test(who_was_granted_works_for_the_asker_and_no_more_for_the_owner),
        cmocka_unit_test(who_is_sent_before_he_is_granted_goes_when_he_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
