/* Buses: drivers called, to the zone, to the shelter, again. Every duration is fixed. */
#include "tests/cmocka_all.h"

#include "drill.h"
#include "models/response/fleet.h"
#include "models/response/shelter.h"
#include "models/response/team.h"

static const char *const names[] = {"office/A",  "roads/R",   "zone/Y",  "zone/Z", "shelter/N",
                                    "shelter/S", "shelter/T", "fleet/F", NULL};

/* Yard at node 0, Z at node 3 with 40 people who wait, Y at node 4 with 10; shelters N and T at
 * nodes 5 and 4 (closed on paper), S at node 8 (open). One bus of 20 seats. */
static struct mu_fleet_params *make(struct mu_world **world)
{
    struct mu_fleet_params *f;
    struct mu_shelter_params *n, *s;

    *world = drill_world(names);
    ((struct drill_zone *)drill_params(*world, "zone/Y"))->real =
        (struct mu_zone_params){.at = drill_node(4), .population = 10};
    ((struct drill_zone *)drill_params(*world, "zone/Z"))->real =
        (struct mu_zone_params){.at = drill_node(3), .population = 40};
    n = drill_params(*world, "shelter/N");
    *n = (struct mu_shelter_params){.at = drill_node(5), .capacity = 100};
    *(struct mu_shelter_params *)drill_params(*world, "shelter/T") =
        (struct mu_shelter_params){.at = drill_node(4), .capacity = 100};
    s = drill_params(*world, "shelter/S");
    *s = (struct mu_shelter_params){.at = drill_node(8), .capacity = 100, .open = true};
    f = drill_params(*world, "fleet/F");
    *f = (struct mu_fleet_params){
        .owner = drill_find(*world, "office/A"),
        .at = drill_node(0),
        .vehicles = 1,
        .seats = 20,
        .drivers = mu_dist_fixed(600),
        .move_off = 60 * MU_SECOND,
        .parking = 120 * MU_SECOND,
        .unload = 120 * MU_SECOND,
        .unload_each = 3 * MU_SECOND,
    };
    return f;
}

static struct mu_order transport(const struct mu_world *world, const char *zone)
{
    return (struct mu_order){.verb = MU_VERB_TRANSPORT,
                             .issuer = drill_find(world, "office/A"),
                             .target = drill_find(world, zone),
                             .deadline = MU_NEVER};
}

static void play(struct mu_world *world, const struct mu_order *orders, size_t n,
                 struct mu_result *result)
{
    struct mu_run *run = drill_run(world);

    for (size_t i = 0; i < n; i++)
        drill_order(run, drill_find(world, "fleet/F"), (mu_time)i, &orders[i]);
    drill_finish(run, MU_DAY, result);
}

static void one_bus_brings_forty_people_in_two_trips(void **unused)
{
    struct mu_world *world;
    struct mu_order order;
    struct mu_result r;

    (void)unused;
    make(&world);
    order = transport(world, "zone/Z");
    play(world, &order, 1, &r);
    /* Driver 600 s, off 60 s, 3 km 300 s, parking 120 s, boarding 20 x 10 s, off 60 s, 5 km
     * 500 s: 1840 s. Unloading 120 + 20 x 3 = 180 s; 60 + 500 + 120 + 200 + 60 + 500 s: 3460 s.
     * Done after another 180 s. */
    assert_int_equal(drill_count(&r, "bus.trip"), 2);
    assert_near(drill_seconds(&r, "bus.trip", 0), 1840, 1e-6);
    assert_near(drill_value(&r, "bus.trip", 0), 20, 0);
    assert_int_equal(r.events.place[drill_row(&r, "bus.trip", 0)],
                     drill_find(world, "shelter/S").i);
    assert_near(drill_seconds(&r, "drill.set_down", 0), 2020, 1e-6);
    assert_near(drill_seconds(&r, "bus.trip", 1), 3460, 1e-6);
    assert_near(drill_seconds(&r, "fleet.released", 0), 3640, 1e-6);
    assert_int_equal(drill_value(&r, "drill.status", 1), MU_STATUS_DONE);
    assert_near(drill_value(&r, "drill.worth", 1), 40, 0);
    assert_int_equal(drill_value(&r, "drill.status", 2), MU_STATUS_FREE);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void as_many_buses_go_as_the_known_number_needs(void **unused)
{
    struct mu_world *world;
    struct mu_order order;
    struct mu_result r;

    (void)unused;
    make(&world)->vehicles = 10;
    order = transport(world, "zone/Z");
    order.amount = 30; /* two buses of 20 */
    play(world, &order, 1, &r);
    assert_near(drill_value(&r, "fleet.called", 0), 2, 0);
    assert_int_equal(drill_count(&r, "bus.trip"), 2);
    assert_near(drill_seconds(&r, "bus.trip", 1), 1840, 1e-6);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void a_second_order_takes_the_buses_that_are_left(void **unused)
{
    struct mu_world *world;
    struct mu_order orders[2];
    struct mu_result r;

    (void)unused;
    make(&world)->vehicles = 3;
    orders[0] = transport(world, "zone/Z");
    orders[0].amount = 40;
    orders[1] = transport(world, "zone/Y");
    play(world, orders, 2, &r);
    assert_near(drill_value(&r, "fleet.called", 1), 1, 0);
    assert_near(drill_sum(&r, "bus.trip"), 50, 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void an_order_waits_for_a_bus_and_is_served_then(void **unused)
{
    struct mu_world *world;
    struct mu_order orders[2];
    struct mu_result r;

    (void)unused;
    make(&world);
    orders[0] = transport(world, "zone/Z");
    orders[1] = transport(world, "zone/Y");
    play(world, orders, 2, &r);
    assert_near(drill_seconds(&r, "fleet.called", 1), 3640, 1e-6);
    assert_near(drill_sum(&r, "bus.trip"), 50, 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void the_shelter_of_the_order_comes_before_the_nearest(void **unused)
{
    struct mu_world *world;
    struct mu_order order;
    struct mu_result r;

    (void)unused;
    make(&world);
    order = transport(world, "zone/Z");
    order.to = drill_find(world, "shelter/N");
    play(world, &order, 1, &r);
    assert_int_equal(r.events.place[drill_row(&r, "bus.trip", 0)],
                     drill_find(world, "shelter/N").i);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void who_is_in_a_bus_without_a_way_gets_out_where_it_stands(void **unused)
{
    struct mu_world *world;
    struct mu_order order;
    struct mu_result r;

    (void)unused;
    make(&world);
    ((struct drill_roads *)drill_params(world, "roads/R"))->water_at = 8;
    order = transport(world, "zone/Z");
    play(world, &order, 1, &r);
    assert_int_equal(drill_count(&r, "bus.stranded"), 1);
    assert_int_equal(drill_count(&r, "drill.set_down"), 1);
    assert_near(drill_value(&r, "drill.set_down", 0), 20, 0);
    assert_int_equal(r.events.place[drill_row(&r, "drill.set_down", 0)], 0);
    assert_int_equal(drill_value(&r, "drill.status", 1), MU_STATUS_FAILED);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_bus_brings_forty_people_in_two_trips),
        cmocka_unit_test(as_many_buses_go_as_the_known_number_needs),
        cmocka_unit_test(a_second_order_takes_the_buses_that_are_left),
        cmocka_unit_test(an_order_waits_for_a_bus_and_is_served_then),
        cmocka_unit_test(the_shelter_of_the_order_comes_before_the_nearest),
        cmocka_unit_test(who_is_in_a_bus_without_a_way_gets_out_where_it_stands),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
