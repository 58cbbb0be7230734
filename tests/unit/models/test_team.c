/* Teams: called, assembled, on the road, on the water. Every duration is fixed, so that each
 * instant follows by hand. */
#include "tests/cmocka_all.h"

#include "drill.h"
#include "models/response/team.h"

static const char *const names[] = {"office/A", "office/B",  "roads/R",   "water/W",
                                    "dike/D",   "zone/Z",    "landing/L", "landing/M",
                                    "team/T",   "channel/C", NULL};

/* Base at node 0, landings L at node 2 and M at node 9, the zone 3 km from L: legs of 600 s
 * at 5 m/s. Eight people are trapped, a boat holds four, the water is 2 m deep. */
static struct mu_team_params *make(struct mu_world **world)
{
    struct mu_team_params *t;

    *world = drill_world(names);
    ((struct mu_landing_params *)drill_params(*world, "landing/L"))->at = drill_node(2);
    ((struct mu_landing_params *)drill_params(*world, "landing/M"))->at = drill_node(9);
    ((struct drill_water *)drill_params(*world, "water/W"))->depth = 2;
    ((struct drill_zone *)drill_params(*world, "zone/Z"))->real =
        (struct mu_zone_params){.at = drill_node(5), .population = 8};
    t = drill_params(*world, "team/T");
    *t = (struct mu_team_params){
        .owner = drill_find(*world, "office/A"),
        .at = drill_node(0),
        .outside_speed = 10,
        .available_from = MU_NEVER,
        .persons = 20,
        .show_up = 1,
        .mobilisation = mu_dist_fixed(600),
        .move_off = 60 * MU_SECOND,
        .boats = 1,
        .crew = 2,
        .seats = 4,
        .boat_speed = 5,
        .night_speed = 0.5,
        .clock = 12 * MU_HOUR,
        .detour = 1,
        .launch = 300 * MU_SECOND,
        .search = mu_dist_fixed(120),
        .unload = 60 * MU_SECOND,
        .unload_each = 15 * MU_SECOND,
        .draft = 0.3,
        .shallow = 0.7,
        .refloat = mu_dist_fixed(400),
        .repair = mu_dist_fixed(900),
        .shift = 12 * MU_HOUR,
        .rest = 8 * MU_HOUR,
        .look_every = 30 * MU_MINUTE,
        .look_time = 5 * MU_MINUTE,
        .report_every = MU_HOUR,
    };
    return t;
}

static struct mu_order rescue(const struct mu_world *world)
{
    return (struct mu_order){.verb = MU_VERB_RESCUE,
                             .issuer = drill_find(world, "office/A"),
                             .target = drill_find(world, "zone/Z"),
                             .deadline = MU_NEVER};
}

static void play(struct mu_world *world, const struct mu_order *order, struct mu_result *result)
{
    struct mu_run *run = drill_run(world);

    drill_order(run, drill_find(world, "team/T"), 0, order);
    drill_finish(run, 5 * MU_DAY, result);
    mu_world_destroy(world);
}

static void play_rescue(struct mu_world *world, struct mu_result *result)
{
    struct mu_order order = rescue(world);

    play(world, &order, result);
}

static void one_boat_fetches_eight_people_in_two_trips(void **unused)
{
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world);
    play_rescue(world, &r);
    /* Called at 0, assembled after 600 s, off after 60 s, 2 km at 10 m/s = 200 s: 860 s.
     * Launch 300 s, leg 600 s, search 120 s, boarding 4 x 10 s, leg 600 s: 2520 s.
     * Unloading 60 + 4 x 15 = 120 s, then 600 + 120 + 40 + 600 s: 4000 s. Done at 4120 s. */
    assert_near(drill_seconds(&r, "team.called", 0), 0, 0);
    assert_near(drill_seconds(&r, "team.assembled", 0), 600, 0);
    assert_near(drill_seconds(&r, "team.departed", 0), 600, 0);
    assert_near(drill_seconds(&r, "team.arrived", 0), 860, 0);
    assert_int_equal(drill_count(&r, "boat.trip"), 2);
    assert_near(drill_seconds(&r, "boat.trip", 0), 2520, 1e-6);
    assert_near(drill_value(&r, "boat.trip", 0), 4, 0);
    assert_near(drill_seconds(&r, "drill.set_down", 0), 2640, 1e-6);
    assert_near(drill_seconds(&r, "boat.trip", 1), 4000, 1e-6);
    assert_near(drill_seconds(&r, "team.released", 0), 4120, 1e-6);
    assert_near(drill_value(&r, "team.released", 0), 8, 0);
    mu_result_fini(&r);
}

static void the_issuer_hears_started_done_with_the_number_moved_and_free(void **unused)
{
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world);
    play_rescue(world, &r);
    assert_int_equal(drill_count(&r, "drill.status"), 3);
    assert_int_equal(drill_value(&r, "drill.status", 0), MU_STATUS_STARTED);
    assert_int_equal(drill_value(&r, "drill.status", 1), MU_STATUS_DONE);
    assert_near(drill_value(&r, "drill.worth", 1), 8, 0);
    assert_int_equal(drill_value(&r, "drill.status", 2), MU_STATUS_FREE);
    mu_result_fini(&r);
}

static void two_boats_are_done_when_one_boat_has_made_half_its_way(void **unused)
{
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world)->boats = 2;
    play_rescue(world, &r);
    assert_int_equal(drill_count(&r, "boat.trip"), 2);
    assert_near(drill_seconds(&r, "team.released", 0), 2640, 1e-6);
    mu_result_fini(&r);
}

static void a_boat_without_a_crew_stays_on_its_trailer(void **unused)
{
    struct mu_world *world;
    struct mu_team_params *t;
    struct mu_result r;

    (void)unused;
    t = make(&world);
    t->boats = 10;
    t->persons = 5;
    t->show_up = 0.8; /* four come: two boats of two */
    t->seats = 2;
    play_rescue(world, &r);
    assert_near(drill_value(&r, "team.assembled", 0), 4, 0);
    /* Two boats of two seats fetch eight people in two rounds each. */
    assert_int_equal(drill_count(&r, "boat.trip"), 4);
    assert_true(drill_seconds(&r, "boat.trip", 0) == drill_seconds(&r, "boat.trip", 1));
    assert_true(drill_seconds(&r, "boat.trip", 2) > drill_seconds(&r, "boat.trip", 1));
    mu_result_fini(&r);
}

static void boats_take_twice_as_long_by_night(void **unused)
{
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world)->clock = 21 * MU_HOUR;
    play_rescue(world, &r);
    /* Both legs of the first trip take 600 s longer. */
    assert_near(drill_seconds(&r, "boat.trip", 0), 2520 + 2 * 600, 1e-6);
    mu_result_fini(&r);
}

static void in_deep_water_a_mishap_is_a_fouled_propeller(void **unused)
{
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world)->mishap = 1;
    play_rescue(world, &r);
    assert_int_equal(drill_count(&r, "boat.fouled"), 2); /* once on each of two trips */
    assert_int_equal(drill_count(&r, "boat.stranded"), 0);
    assert_near(drill_value(&r, "boat.fouled", 0), 900, 0);
    assert_near(drill_seconds(&r, "boat.trip", 0), 2520 + 900, 1e-5);
    mu_result_fini(&r);
}

static void in_shallow_water_it_runs_aground(void **unused)
{
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world)->mishap = 1;
    ((struct drill_water *)drill_params(world, "water/W"))->depth = 0.5;
    play_rescue(world, &r);
    assert_int_equal(drill_count(&r, "boat.stranded"), 2);
    assert_int_equal(drill_count(&r, "boat.fouled"), 0);
    assert_near(drill_seconds(&r, "boat.trip", 0), 2520 + 400, 1e-5);
    mu_result_fini(&r);
}

static void no_boat_goes_where_people_can_walk(void **unused)
{
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world);
    ((struct drill_water *)drill_params(world, "water/W"))->depth = 0.2;
    play_rescue(world, &r);
    assert_int_equal(drill_count(&r, "boat.trip"), 0);
    assert_near(drill_value(&r, "team.released", 0), 0, 0);
    mu_result_fini(&r);
}

static void crews_rest_after_a_shift(void **unused)
{
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world)->shift = 2000 * MU_SECOND;
    play_rescue(world, &r);
    /* The shift began at 600 s; at 2640 s it is over, and they rest until 600 + 2000 s + 8 h.
     * By then it is 20:43, day: both legs take 600 s, with 120 + 40 s at the zone. */
    assert_near(drill_seconds(&r, "boat.trip", 1), 2600 + 8 * 3600 + 2 * 600 + 160, 1e-5);
    mu_result_fini(&r);
}

static void a_landing_without_a_way_is_left_for_the_next(void **unused)
{
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world);
    ((struct drill_roads *)drill_params(world, "roads/R"))->no_way_to = 2;
    play_rescue(world, &r);
    assert_int_equal(drill_count(&r, "team.blocked"), 1);
    assert_int_equal(drill_count(&r, "team.departed"), 2);
    assert_int_equal(drill_count(&r, "boat.trip"), 2);
    /* At 600 + 60 + 1 s it is blocked; then 60 s and 9 km: 661 + 960 s. */
    assert_near(drill_seconds(&r, "team.arrived", 0), 1621, 1e-6);
    mu_result_fini(&r);
}

static void boats_are_put_in_where_the_first_people_are_ashore_soonest(void **unused)
{
    struct mu_world *world;
    struct mu_result r;
    mu_entity_id m;

    (void)unused;
    make(&world);
    ((struct mu_landing_params *)drill_params(world, "landing/L"))->at = drill_node(0);
    ((struct mu_landing_params *)drill_params(world, "landing/M"))->at = drill_node(4);
    m = drill_find(world, "landing/M");
    play_rescue(world, &r);
    /* From L at the base 2 x 1000 s by boat; from M 468 s of road and 2 x 200 s by boat. */
    assert_int_equal(r.events.place[drill_row(&r, "team.arrived", 0)], m.i);
    mu_result_fini(&r);
}

static void without_any_way_the_order_has_failed(void **unused)
{
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world);
    ((struct drill_roads *)drill_params(world, "roads/R"))->no_way_to = 2;
    ((struct drill_roads *)drill_params(world, "roads/R"))->water_at = 9;
    play_rescue(world, &r);
    assert_int_equal(drill_count(&r, "team.blocked"), 2);
    assert_int_equal(drill_value(&r, "drill.status", 1), MU_STATUS_FAILED);
    assert_int_equal(drill_value(&r, "drill.status", 2), MU_STATUS_FREE);
    mu_result_fini(&r);
}

static void a_force_from_outside_comes_when_it_can_and_takes_its_way(void **unused)
{
    struct mu_world *world;
    struct mu_team_params *t;
    struct mu_result r;

    (void)unused;
    t = make(&world);
    t->available_from = MU_HOUR;
    t->distance_outside = 36000; /* at 10 m/s: one hour */
    play_rescue(world, &r);
    assert_near(drill_seconds(&r, "team.assembled", 0), 3600 + 600, 1e-6);
    assert_near(drill_seconds(&r, "team.arrived", 0), 4200 + 3600 + 260, 1e-6);
    mu_result_fini(&r);
}

static void a_second_order_waits_for_the_first_and_keeps_its_cause(void **unused)
{
    struct mu_world *world;
    struct mu_run *run;
    struct mu_order first, second;
    struct mu_result r;
    mu_entity_id team;

    (void)unused;
    make(&world);
    first = second = rescue(world);
    second.verb = MU_VERB_SEND;
    second.to = drill_find(world, "landing/M");
    second.target = MU_NOBODY;
    team = drill_find(world, "team/T");
    run = drill_run(world);
    drill_order(run, team, 0, &first);
    drill_order(run, team, MU_MINUTE, &second);
    drill_finish(run, MU_DAY, &r);
    assert_int_equal(drill_count(&r, "team.called"), 2);
    assert_near(drill_seconds(&r, "team.called", 1), 4120, 1e-6);
    /* The order came from outside, so nothing recorded led to the second call. */
    assert_int_equal(r.events.cause[drill_row(&r, "team.called", 1)], 0);
    /* It is assembled already: 60 s and 7 km from node 2. */
    assert_near(drill_seconds(&r, "team.arrived", 1), 4120 + 60 + 700, 1e-6);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void a_team_that_is_assigned_works_for_its_new_office(void **unused)
{
    struct mu_world *world;
    struct mu_run *run;
    struct mu_assignment to;
    struct mu_result r;
    size_t row;

    (void)unused;
    make(&world);
    to = (struct mu_assignment){.office = drill_find(world, "office/B")};
    run = drill_run(world);
    assert_int_equal(
        mu_run_post(run, drill_find(world, "team/T"), 0, MU_TEAM_ASSIGNED, &to, sizeof to), MU_OK);
    drill_finish(run, MU_DAY, &r);
    row = drill_row(&r, "drill.status", 0);
    assert_int_equal(r.events.subject[row], drill_find(world, "office/B").i);
    assert_int_equal(r.events.value[row], MU_STATUS_FREE);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void a_team_cannot_do_what_is_not_its_work(void **unused)
{
    struct mu_world *world;
    struct mu_order order;
    struct mu_result r;

    (void)unused;
    make(&world)->boats = 0;
    order = rescue(world);
    play(world, &order, &r);
    assert_int_equal(drill_count(&r, "team.called"), 0);
    assert_int_equal(drill_value(&r, "drill.status", 0), MU_STATUS_FAILED);
    mu_result_fini(&r);
}

/* A radio that takes 10 s. */
static void give_radio(struct mu_world *world, struct mu_team_params *t)
{
    mu_entity_id radio = drill_find(world, "channel/C");

    *(struct mu_channel_params *)mu_world_params(world, radio) =
        (struct mu_channel_params){.delay = mu_dist_fixed(10), .tries = 1};
    t->channels = drill_refs(world, &radio, 1);
}

static void boats_tell_the_office_who_is_left(void **unused)
{
    struct mu_world *world;
    struct mu_team_params *t;
    struct mu_result r;

    (void)unused;
    t = make(&world);
    give_radio(world, t);
    play_rescue(world, &r);
    /* At 610 s: at work, 20 people, 1 boat. After the first boarding at 1920 s: flooded, 2 m,
     * four left. After the second: flooded, 2 m, nobody. At the end: at work no more, 20, 1. */
    assert_int_equal(drill_count(&r, "drill.told"), 12);
    assert_near(drill_seconds(&r, "drill.told", 0), 610, 1e-6);
    assert_near(drill_value(&r, "drill.told", 0), 1, 0);
    assert_near(drill_value(&r, "drill.told", 1), 20, 0);
    assert_near(drill_seconds(&r, "drill.told", 3), 1930, 1e-6);
    assert_near(drill_value(&r, "drill.told", 3), 1, 0);
    assert_near(drill_value(&r, "drill.told", 4), 2, 1e-6);
    assert_near(drill_value(&r, "drill.told", 5), 4, 0);
    assert_near(drill_value(&r, "drill.told", 8), 0, 0);
    assert_near(drill_value(&r, "drill.told", 9), 0, 0);
    mu_result_fini(&r);
}

static void a_patrol_looks_around_and_tells_what_has_changed(void **unused)
{
    struct mu_world *world;
    struct mu_team_params *t;
    struct mu_order order;
    struct mu_result r;

    (void)unused;
    t = make(&world);
    give_radio(world, t);
    order = rescue(world);
    order.verb = MU_VERB_SEND;
    order.to = order.target;
    play(world, &order, &r);
    /* Assembled at 600 s, 60 s, 5 km: there at 1160 s. A walk of 300 s, a second to ask, ten on
     * the radio. Nothing changes afterwards, so that nothing more is told in five days. */
    assert_near(drill_seconds(&r, "team.arrived", 0), 1160, 1e-6);
    assert_int_equal(drill_count(&r, "drill.told"), 3 + 3 + 3);
    assert_near(drill_seconds(&r, "drill.told", 6), 1160 + 300 + 1 + 10, 1e-6);
    assert_near(drill_value(&r, "drill.told", 8), 8, 0);
    assert_int_equal(drill_count(&r, "drill.aboard"), 0);
    mu_result_fini(&r);
}

/* A hundred boats with mishaps, 4000 people. */
static void people_in_boats_and_ashore_are_those_who_were_taken(void **unused)
{
    struct mu_world *world;
    struct mu_team_params *t;
    struct mu_result r;
    double aboard = 0, ashore = 0;

    (void)unused;
    t = make(&world);
    t->boats = 100;
    t->persons = 200;
    t->mishap = 0.3;
    t->search = (struct mu_dist){.kind = MU_DIST_UNIFORM, .a = 60, .b = 900, .lo = 0, .hi = 900};
    ((struct drill_zone *)drill_params(world, "zone/Z"))->real.population = 4000;
    play_rescue(world, &r);
    aboard = drill_sum(&r, "drill.aboard");
    ashore = drill_sum(&r, "boat.trip");
    assert_near(aboard, 4000, 0);
    assert_near(ashore, 4000, 0);
    assert_near(drill_sum(&r, "drill.set_down"), 4000, 0);
    assert_near(drill_last(&r, "team.aboard"), 0, 0);
    mu_result_fini(&r);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_boat_fetches_eight_people_in_two_trips),
        cmocka_unit_test(the_issuer_hears_started_done_with_the_number_moved_and_free),
        cmocka_unit_test(two_boats_are_done_when_one_boat_has_made_half_its_way),
        cmocka_unit_test(a_boat_without_a_crew_stays_on_its_trailer),
        cmocka_unit_test(boats_take_twice_as_long_by_night),
        cmocka_unit_test(in_deep_water_a_mishap_is_a_fouled_propeller),
        cmocka_unit_test(in_shallow_water_it_runs_aground),
        cmocka_unit_test(no_boat_goes_where_people_can_walk),
        cmocka_unit_test(crews_rest_after_a_shift),
        cmocka_unit_test(a_landing_without_a_way_is_left_for_the_next),
        cmocka_unit_test(boats_are_put_in_where_the_first_people_are_ashore_soonest),
        cmocka_unit_test(without_any_way_the_order_has_failed),
        cmocka_unit_test(a_force_from_outside_comes_when_it_can_and_takes_its_way),
        cmocka_unit_test(a_second_order_waits_for_the_first_and_keeps_its_cause),
        cmocka_unit_test(a_team_that_is_assigned_works_for_its_new_office),
        cmocka_unit_test(a_team_cannot_do_what_is_not_its_work),
        cmocka_unit_test(boats_tell_the_office_who_is_left),
        cmocka_unit_test(a_patrol_looks_around_and_tells_what_has_changed),
        cmocka_unit_test(people_in_boats_and_ashore_are_those_who_were_taken),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
