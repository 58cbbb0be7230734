/* Depots: requests, bays, trucks, the three kinds of reserve; no kilogram lost. */
#include "tests/cmocka_all.h"

#include <math.h>

#include "drill.h"
#include "models/response/depot.h"
#include "models/response/shelter.h"

static const char *const names[] = {"office/A", "roads/R",   "goods/rice", "goods/rock",
                                    "depot/D",  "shelter/S", "depot/E",    NULL};

/* Depot D at node 0, shelter S at node 6: 600 s of road. Rice: 30 t on the shelf. A truck of
 * 10 t takes 600 s to load and 300 s to unload. */
static struct mu_depot_params *make(struct mu_world **world, const struct mu_depot_stock *rows,
                                    size_t n)
{
    struct mu_depot_params *d, *e;

    *world = drill_world(names);
    *(struct mu_shelter_params *)drill_params(*world, "shelter/S") = (struct mu_shelter_params){
        .at = drill_node(6), .capacity = 1000, .open = true, .count_every = MU_DAY};
    e = drill_params(*world, "depot/E");
    *e = (struct mu_depot_params){.at = drill_node(6),
                                  .bays = 1,
                                  .trucks = 1,
                                  .truck_load = 1,
                                  .load_rate = 1,
                                  .unload_rate = 1};
    d = drill_params(*world, "depot/D");
    *d = (struct mu_depot_params){
        .at = drill_node(0),
        .stock = drill_table(*world, rows, n, sizeof *rows),
        .bays = 1,
        .trucks = 1,
        .truck_load = 10000,
        .load_rate = 10000.0 / 600,
        .unload_rate = 10000.0 / 300,
        .move_off = 60 * MU_SECOND,
        .retry = MU_HOUR,
    };
    return d;
}

static mu_entity_id rice(void)
{
    return (mu_entity_id){3}; /* depot/D, depot/E, goods/rice, ... */
}

static struct mu_depot_stock shelf(double kg)
{
    return (struct mu_depot_stock){
        .goods = rice(), .kg = kg, .kind = MU_RESERVE_IN_KIND, .real_share = 1, .fill = 1};
}

static struct mu_order supply(const struct mu_world *world, double kg)
{
    return (struct mu_order){.verb = MU_VERB_SUPPLY,
                             .issuer = drill_find(world, "office/A"),
                             .target = drill_find(world, "shelter/S"),
                             .to = drill_find(world, "shelter/S"),
                             .goods = rice(),
                             .amount = kg,
                             .deadline = MU_NEVER};
}

/* At every sample: shelf + trucks + handed over - received is what lay there at the start. */
static void assert_conserved(const struct mu_result *r, double kg)
{
    const struct mu_series_info *stock = mu_result_series(r, "depot.stock");
    const struct mu_series_info *trucks = mu_result_series(r, "depot.on_trucks");
    const struct mu_series_info *out = mu_result_series(r, "depot.delivered");
    const struct mu_series_info *in = mu_result_series(r, "depot.received");

    for (size_t i = 0; i < r->n_samples; i++)
        assert_near(stock->values[i * stock->n] + trucks->values[i * stock->n] +
                        out->values[i * stock->n] - in->values[i * stock->n],
                    kg, 1e-6);
}

static void play(struct mu_world *world, double kg, mu_time until, struct mu_result *r)
{
    struct mu_order order = supply(world, kg);
    struct mu_run *run;

    assert_int_equal(drill_find(world, "goods/rice").i, rice().i);
    run = drill_run(world);
    drill_order(run, drill_find(world, "depot/D"), 0, &order);
    drill_finish(run, until, r);
}

static void a_large_load_goes_in_truck_loads(void **unused)
{
    struct mu_depot_stock row = shelf(30000);
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world, &row, 1);
    play(world, 25000, MU_DAY, &r);
    /* Loading 600 s, off 60 s, road 600 s, unloading 300 s: 1560 s. Back: 60 + 600 s, so that
     * the second load begins at 2220 s and arrives at 3780 s; the third, 5 t, begins at 4440 s
     * and takes 300 + 60 + 600 + 150 s: 5550 s. */
    assert_int_equal(drill_count(&r, "truck.trip"), 3);
    assert_near(drill_seconds(&r, "truck.trip", 0), 1560, 1e-5);
    assert_near(drill_seconds(&r, "truck.trip", 1), 3780, 1e-5);
    assert_near(drill_seconds(&r, "truck.trip", 2), 5550, 1e-5);
    assert_near(drill_value(&r, "truck.trip", 2), 5000, 1e-6);
    assert_int_equal(drill_count(&r, "drill.status"), 2);
    assert_int_equal(drill_value(&r, "drill.status", 0), MU_STATUS_STARTED);
    assert_int_equal(drill_value(&r, "drill.status", 1), MU_STATUS_DONE);
    assert_near(drill_value(&r, "drill.worth", 1), 25000, 1e-6);
    assert_near(drill_last(&r, "shelter.stock"), 25000, 1e-6);
    assert_conserved(&r, 30000);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void trucks_share_the_bays(void **unused)
{
    struct mu_depot_stock row = shelf(30000);
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world, &row, 1)->trucks = 3;
    play(world, 30000, MU_DAY, &r);
    /* One bay: the trucks leave 600 s apart. */
    assert_near(drill_seconds(&r, "depot.shipped", 2), 1800, 1e-5);
    assert_near(drill_seconds(&r, "truck.trip", 2), 1560 + 1200, 1e-5);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void what_is_not_there_is_short_and_said_at_once(void **unused)
{
    struct mu_depot_stock row = shelf(8000);
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world, &row, 1);
    play(world, 25000, MU_DAY, &r);
    assert_near(drill_sum(&r, "depot.short"), 17000, 1e-6);
    assert_near(drill_seconds(&r, "depot.short", 0), 0, 0);
    assert_near(drill_sum(&r, "truck.trip"), 8000, 1e-6);
    assert_int_equal(drill_value(&r, "drill.status", 1), MU_STATUS_FAILED);
    assert_near(drill_value(&r, "drill.worth", 1), 17000, 1e-6);
    assert_conserved(&r, 8000);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void an_empty_shelf_is_not_in_the_books(void **unused)
{
    struct mu_depot_stock row = shelf(20000);
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    row.real_share = 0.5;
    make(&world, &row, 1);
    play(world, 20000, MU_DAY, &r);
    assert_near(drill_sum(&r, "truck.trip"), 10000, 1e-6);
    assert_near(drill_sum(&r, "depot.short"), 10000, 1e-6);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void goods_by_agreement_come_after_the_call(void **unused)
{
    struct mu_depot_stock rows[2] = {shelf(10000), shelf(10000)};
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    rows[1].kind = MU_RESERVE_AGREEMENT;
    rows[1].delay = mu_dist_fixed(7200);
    make(&world, rows, 2);
    play(world, 20000, MU_DAY, &r);
    assert_near(drill_seconds(&r, "depot.shipped", 0), 600, 1e-5);
    assert_near(drill_seconds(&r, "depot.shipped", 1), 7200 + 600, 1e-5);
    assert_int_equal(drill_count(&r, "depot.short"), 0);
    assert_conserved(&r, 10000);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void an_agreement_that_is_not_kept_leaves_a_gap(void **unused)
{
    struct mu_depot_stock row = shelf(10000);
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    row.kind = MU_RESERVE_AGREEMENT;
    row.delay = mu_dist_fixed(7200);
    row.fill = 0;
    make(&world, &row, 1);
    play(world, 10000, MU_DAY, &r);
    assert_int_equal(drill_count(&r, "truck.trip"), 0);
    assert_near(drill_seconds(&r, "depot.short", 0), 7200, 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void production_runs_on_demand_at_its_rate(void **unused)
{
    struct mu_depot_stock row = shelf(0);
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    row.kind = MU_RESERVE_PRODUCTION;
    row.delay = mu_dist_fixed(3600);
    row.rate = 10; /* kg/s: a truck load in 1000 s */
    make(&world, &row, 1)->trucks = 5;
    play(world, 15000, MU_DAY, &r);
    /* Start-up 3600 s; 10 t at 4600 s, 5 t at 5100 s; loading 600 and 300 s, one bay. */
    assert_near(drill_seconds(&r, "depot.shipped", 0), 5200, 1e-5);
    assert_near(drill_seconds(&r, "depot.shipped", 1), 5500, 1e-5);
    assert_near(drill_last(&r, "depot.received"), 15000, 1e-6); /* and no more */
    assert_conserved(&r, 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void production_ends_at_its_limit(void **unused)
{
    struct mu_depot_stock row = shelf(12000);
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    row.kind = MU_RESERVE_PRODUCTION;
    row.rate = 10;
    row.delay = mu_dist_fixed(0);
    make(&world, &row, 1);
    play(world, 15000, MU_DAY, &r);
    assert_near(drill_sum(&r, "truck.trip"), 12000, 1e-6);
    assert_near(drill_sum(&r, "depot.short"), 3000, 1e-6);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

static void a_truck_without_a_way_waits_and_keeps_its_load(void **unused)
{
    struct mu_depot_stock row = shelf(10000);
    struct mu_world *world;
    struct mu_result r;

    (void)unused;
    make(&world, &row, 1);
    ((struct drill_roads *)drill_params(world, "roads/R"))->no_way_to = 6;
    play(world, 10000, 5 * MU_HOUR, &r);
    /* At 661 s for the first time; then every 3600 + 60 + 1 s. */
    assert_int_equal(drill_count(&r, "truck.blocked"), 5);
    assert_near(drill_last(&r, "depot.on_trucks"), 10000, 1e-6);
    assert_conserved(&r, 10000);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

/* The load of a second request waited for the truck; its cause is its own request, not the
 * truck that came home. */
static void a_load_that_waited_knows_its_request(void **unused)
{
    struct mu_depot_stock row = shelf(20000);
    struct mu_world *world;
    struct mu_order order;
    struct mu_run *run;
    struct mu_result r;
    size_t row_shipped, row_request;

    (void)unused;
    make(&world, &row, 1);
    order = supply(world, 10000);
    run = drill_run(world);
    drill_order(run, drill_find(world, "depot/D"), 0, &order);
    drill_order(run, drill_find(world, "depot/D"), MU_SECOND, &order);
    drill_finish(run, MU_DAY, &r);
    row_shipped = drill_row(&r, "depot.shipped", 1);
    row_request = drill_row(&r, "depot.request", 1);
    assert_int_equal(r.events.cause[row_shipped], row_request + 1);
    assert_int_equal(r.events.since[row_shipped], row_request + 1);
    assert_int_equal(r.events.since[drill_row(&r, "depot.shipped", 0)], 0);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

/* 11,000 trips by 150 trucks, the size of the real closing. */
static void eleven_thousand_trips_lose_nothing(void **unused)
{
    struct mu_depot_stock row = shelf(2e8);
    struct mu_world *world;
    struct mu_depot_params *d;
    struct mu_result r;

    (void)unused;
    d = make(&world, &row, 1);
    d->trucks = 150;
    d->bays = 20;
    play(world, 1.1e8, 6 * MU_DAY, &r);
    assert_int_equal(drill_count(&r, "truck.trip"), 11000);
    assert_near(drill_last(&r, "shelter.stock"), 1.1e8, 1e-3);
    mu_result_fini(&r);
    mu_world_destroy(world);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_large_load_goes_in_truck_loads),
        cmocka_unit_test(trucks_share_the_bays),
        cmocka_unit_test(what_is_not_there_is_short_and_said_at_once),
        cmocka_unit_test(an_empty_shelf_is_not_in_the_books),
        cmocka_unit_test(goods_by_agreement_come_after_the_call),
        cmocka_unit_test(an_agreement_that_is_not_kept_leaves_a_gap),
        cmocka_unit_test(production_runs_on_demand_at_its_rate),
        cmocka_unit_test(production_ends_at_its_limit),
        cmocka_unit_test(a_truck_without_a_way_waits_and_keeps_its_load),
        cmocka_unit_test(a_load_that_waited_knows_its_request),
        cmocka_unit_test(eleven_thousand_trips_lose_nothing),
    };

    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
