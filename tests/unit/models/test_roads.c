#include "models/roads/roads.h"

#include <math.h>
#include <string.h>

#include "stage.h"
#include "tests/cmocka_all.h"

static const struct mu_model *const models[] = {&mu_roads_model, &stage_asker_model,
                                                &stage_water_model, &stage_office_model, NULL};
static const char *const names[][2] = {
    {"roads", "all"}, {"asker", "a"}, {"water", "w"}, {"office", "o"}, {NULL, NULL}};

/* A world with one asker; tests change roads, trips and water before it runs. */
struct drive {
    struct stage stage;
    struct mu_world *world;
    struct mu_roads_params *roads;
    struct stage_asker *asker;
    struct stage_water *water;
    struct stage_trip trips[STAGE_TRIPS];
    struct mu_result result;
};

static void *params(const struct drive *d, const char *model, const char *name)
{
    return mu_world_params(d->world, mu_world_find(d->world, model, name));
}

static struct drive *open_drive(void)
{
    struct drive *d = test_calloc(1, sizeof *d);

    stage_init(&d->stage);
    return d;
}

static void begin(struct drive *d)
{
    stage_finish(&d->stage);
    d->world = stage_world(&d->stage, models, names, MU_DAY);
    d->roads = params(d, "roads", "all");
    *d->roads = stage_roads_params;
    d->asker = params(d, "asker", "a");
    d->asker->trips = d->trips;
    d->water = params(d, "water", "w");
}

static void go(struct drive *d, double at_s, uint32_t from, uint32_t to, enum mu_traveller how)
{
    d->trips[d->asker->n] = (struct stage_trip){
        .at = mu_seconds(at_s),
        .trip =
            {.token = d->asker->n, .from = from, .to = to, .traveller = (int32_t)how, .persons = 3},
    };
    d->asker->n++;
}

static void wave(struct drive *d, mu_time at, size_t first, size_t last, double depth)
{
    d->water->waves[d->water->n++] = (struct stage_wave){at, first, last, depth, 0.5};
}

static void close_drive(struct drive *d)
{
    mu_result_fini(&d->result);
    mu_world_destroy(d->world);
    test_free(d);
}

static void order(struct drive *d, struct mu_run *run, mu_time at, const char *roads, double amount)
{
    struct mu_order what = {
        .verb = MU_VERB_ROAD, .issuer = mu_world_find(d->world, "office", "o"), .amount = amount};

    strcpy(what.text, roads);
    assert_int_equal(mu_run_post(run, mu_world_find(d->world, "roads", "all"), at, MU_MSG_ORDER,
                                 &what, sizeof what),
                     MU_OK);
}

static void run(struct drive *d)
{
    stage_result(stage_run(d->world), MU_DAY, &d->result);
}

/* 1 s to the roads, 1000 m at 10 m/s, 30 s to the door: 131 s. On foot 1000 / 1.2 s. */
static void a_lone_trip_takes_its_free_flow_time(void **unused)
{
    struct drive *d = open_drive();
    uint32_t a = stage_node(&d->stage, 0, 0), b = stage_node(&d->stage, 1000, 0);

    (void)unused;
    stage_road(&d->stage, a, b, "S1");
    begin(d);
    go(d, 0, a, b, MU_BY_CAR);
    go(d, 0, b, a, MU_ON_FOOT);
    run(d);
    assert_int_equal(stage_count(&d->result, "asker.arrived"), 2);
    assert_true(stage_seconds(&d->result, "asker.arrived", 0) == 131);
    assert_true(fabs(stage_seconds(&d->result, "asker.arrived", 1) - (31 + 1000 / 1.2)) < 1e-5);
    assert_true(stage_value(&d->result, "asker.metres", 0) == 1000);
    close_drive(d);
}

/* 900 vehicles in 0.25 h, one each second; free time 300 s; capacity 0.5 vehicles/s. The last
 * leaves 2 s a vehicle after the first: 300 + 899 x 2 = 2098 s, the continuous case 2100 s; it
 * entered at 899 s, so that it lost 2098 - 899 - 300 = 899 s. All together lose
 * sum (2 i - i) = 899 x 900 / 2 s = 112.4 h. */
static void validation_26_a_bottleneck_delays_as_the_formula_says(void **unused)
{
    struct drive *d = open_drive();
    uint32_t a = stage_node(&d->stage, 0, 0), b = stage_node(&d->stage, 3000, 0);
    double total = 0, last = 0;

    (void)unused;
    stage_road(&d->stage, a, b, "S1");
    begin(d);
    for (int k = 0; k < 900; k++)
        go(d, k, a, b, MU_BY_CAR);
    run(d);
    assert_int_equal(stage_count(&d->result, "asker.arrived"), 900);
    for (size_t row = 0; row < d->result.events.n; row++) {
        if (d->result.events.kind[row] != mu_result_kind(&d->result, "asker.arrived"))
            continue;
        double out = (double)d->result.events.time[row] / 1e6 - 31; /* message and egress */
        total += out - d->result.events.value[row] - 300;
        last = out;
    }
    assert_true(fabs(last - 2100) < 21);
    assert_true(fabs(last - 899 - 300 - 900) < 9);
    assert_true(fabs(total / 3600 - 112.5) < 1.125);
    close_drive(d);
}

/* A bus takes the room of two cars: the car behind it leaves 4 s after it, not 2. */
static void a_bus_takes_up_the_flow_of_two_cars(void **unused)
{
    struct drive *d = open_drive();
    uint32_t a = stage_node(&d->stage, 0, 0), b = stage_node(&d->stage, 1000, 0);

    (void)unused;
    stage_road(&d->stage, a, b, "S1");
    begin(d);
    go(d, 0, a, b, MU_BY_BUS); /* 50 km/h: 10 m/s of the road is slower */
    go(d, 0, a, b, MU_BY_CAR);
    go(d, 0, a, b, MU_BY_CAR);
    run(d);
    assert_true(stage_seconds(&d->result, "asker.arrived", 0) == 131);
    assert_true(stage_seconds(&d->result, "asker.arrived", 1) == 135);
    assert_true(stage_seconds(&d->result, "asker.arrived", 2) == 137);
    close_drive(d);
}

/* a - b - c. The road b - c is closed at the very instant at which the car reaches b (1 s and
 * 100 s for 1 km) and opened at 20 min; the driver waits for up to an hour. He leaves when it
 * opens and is 100 s and 30 s later at the door. */
static void validation_31_who_stands_before_a_closed_road_leaves_when_it_opens(void **unused)
{
    struct drive *d = open_drive();
    uint32_t a = stage_node(&d->stage, 0, 0), b = stage_node(&d->stage, 1000, 0);
    uint32_t c = stage_node(&d->stage, 2000, 0);

    (void)unused;
    stage_road(&d->stage, a, b, "S1");
    stage_road(&d->stage, b, c, "S2");
    begin(d);
    d->roads->patience = MU_HOUR;
    go(d, 0, a, c, MU_BY_CAR);
    struct mu_run *r = stage_run(d->world);
    order(d, r, 101 * MU_SECOND, "X, S2", 1);
    order(d, r, 20 * MU_MINUTE, "S2", 0);
    stage_result(r, MU_DAY, &d->result);
    assert_int_equal(stage_count(&d->result, "asker.arrived"), 1);
    assert_true(stage_seconds(&d->result, "asker.arrived", 0) == 1200 + 100 + 30);
    assert_int_equal(stage_count(&d->result, "road.closed"), 1);
    assert_int_equal(stage_count(&d->result, "road.opened"), 1);
    close_drive(d);
}

/* Capacity 0 is a road that never opens: nobody is lost, who has no way is handed back. */
static void validation_31_no_capacity_is_closed_too(void **unused)
{
    struct drive *d = open_drive();
    uint32_t a = stage_node(&d->stage, 0, 0), b = stage_node(&d->stage, 1000, 0);

    (void)unused;
    stage_road(&d->stage, a, b, "S1");
    d->stage.links[0].capacity = d->stage.links[1].capacity = 0;
    begin(d);
    d->roads->patience = MU_MINUTE;
    go(d, 0, a, b, MU_BY_CAR);
    run(d);
    assert_int_equal(stage_count(&d->result, "asker.no_route"), 1);
    assert_true(stage_seconds(&d->result, "asker.no_route", 0) == 1 + 60 + 30);
    close_drive(d);
}

/* a to b directly (1 km) or over c, off the water (3 km). The water comes at 10 min; the
 * public learns of it 15 min later. Who starts at 12 min finds out at the road and goes round;
 * who starts at 30 min knows. Both are as fast; so the news only spares the surprise. */
static void a_flooded_road_is_gone_round(void **unused)
{
    struct drive *d = open_drive();
    uint32_t a = stage_node(&d->stage, 0, 0), b = stage_node(&d->stage, 1000, 0);
    uint32_t c = stage_node(&d->stage, 500, 1414.2135623730951);

    (void)unused;
    stage_road(&d->stage, a, b, "S1");
    stage_road(&d->stage, a, c, "S2");
    stage_road(&d->stage, c, b, "S3");
    begin(d);
    wave(d, 10 * MU_MINUTE, 4, 6, 1.0);
    go(d, 0, a, b, MU_BY_CAR);
    go(d, 720, a, b, MU_BY_CAR);
    go(d, 1800, a, b, MU_BY_CAR);
    run(d);
    assert_int_equal(stage_count(&d->result, "asker.arrived"), 3);
    assert_true(fabs(stage_seconds(&d->result, "asker.arrived", 0) - 131) < 1e-5);
    assert_true(fabs(stage_seconds(&d->result, "asker.arrived", 1) - (720 + 331)) < 1e-5);
    assert_true(fabs(stage_seconds(&d->result, "asker.arrived", 2) - (1800 + 331)) < 1e-5);
    assert_true(stage_seconds(&d->result, "road.closed", 0) == 600);
    close_drive(d);
}

/* 0.2 m: a low car fords 0.3 m, at 1.8 m/s instead of 10: 1000 / 1.8 s. */
static void shallow_water_is_forded_slowly(void **unused)
{
    struct drive *d = open_drive();
    uint32_t a = stage_node(&d->stage, 0, 0), b = stage_node(&d->stage, 1000, 0);

    (void)unused;
    stage_road(&d->stage, a, b, "S1");
    begin(d);
    wave(d, MU_MINUTE, 4, 6, 0.2);
    go(d, 120, a, b, MU_BY_CAR);
    run(d);
    assert_true(fabs(stage_seconds(&d->result, "asker.arrived", 0) - (151 + 1000 / 1.8)) < 1e-5);
    assert_int_equal(stage_count(&d->result, "road.closed"), 0);
    close_drive(d);
}

/* An embankment 1 m above the land stays dry under 1 m of water. */
static void a_raised_road_stays_open(void **unused)
{
    struct drive *d = open_drive();
    uint32_t a = stage_node(&d->stage, 0, 0), b = stage_node(&d->stage, 1000, 0);

    (void)unused;
    stage_road(&d->stage, a, b, "S1");
    d->stage.links[0].raised = d->stage.links[1].raised = 1;
    begin(d);
    wave(d, MU_MINUTE, 4, 6, 1);
    go(d, 120, a, b, MU_BY_CAR);
    run(d);
    assert_true(stage_seconds(&d->result, "asker.arrived", 0) == 120 + 131);
    close_drive(d);
}

/* On the road at 60 s when 0.5 m come: a car (0.3 m) is caught, handed back 30 s later with the
 * node it left; who goes on foot (0.61 m) wades on. */
static void water_catches_whom_it_is_too_deep_for(void **unused)
{
    struct drive *d = open_drive();
    uint32_t a = stage_node(&d->stage, 0, 0), b = stage_node(&d->stage, 1000, 0);

    (void)unused;
    stage_road(&d->stage, a, b, "S1");
    begin(d);
    wave(d, MU_MINUTE, 4, 6, 0.5);
    go(d, 0, a, b, MU_BY_CAR);
    go(d, 0, b, a, MU_ON_FOOT);
    run(d);
    assert_int_equal(stage_count(&d->result, "asker.stranded"), 1);
    assert_true(stage_seconds(&d->result, "trip.stranded", 0) == 60);
    assert_true(stage_seconds(&d->result, "asker.stranded", 0) == 90);
    assert_true(stage_value(&d->result, "asker.node", 0) == a);
    assert_int_equal(stage_count(&d->result, "asker.arrived"), 1);
    /* The closing of the road is the cause. */
    size_t row = stage_row(&d->result, "trip.stranded", 0);
    assert_int_equal(d->result.events.cause[row], stage_row(&d->result, "road.closed", 0) + 1);
    close_drive(d);
}

/* The only road is under water from the start: no way, at once (no patience). */
static void without_a_way_a_trip_is_handed_back(void **unused)
{
    struct drive *d = open_drive();
    uint32_t a = stage_node(&d->stage, 0, 0), b = stage_node(&d->stage, 1000, 0);
    uint32_t alone = stage_node(&d->stage, 5000, 0);

    (void)unused;
    stage_road(&d->stage, a, b, "S1");
    begin(d);
    wave(d, MU_MINUTE, 4, 6, 1);
    go(d, 120, a, b, MU_BY_CAR);
    go(d, 130, a, alone, MU_BY_CAR);
    go(d, 140, a, UINT32_MAX, MU_BY_CAR);
    run(d);
    assert_int_equal(stage_count(&d->result, "asker.no_route"), 3);
    assert_true(stage_seconds(&d->result, "asker.no_route", 0) == 120 + 31);
    assert_true(stage_value(&d->result, "asker.node", 0) == a);
    close_drive(d);
}

/* 1 m at 1 min, 0.28 m at 10 min (within the margin of 0.05 m: still closed), dry at 20 min. */
static void a_road_opens_when_the_water_has_fallen_by_the_margin(void **unused)
{
    struct drive *d = open_drive();
    uint32_t a = stage_node(&d->stage, 0, 0), b = stage_node(&d->stage, 1000, 0);

    (void)unused;
    stage_road(&d->stage, a, b, "S1");
    begin(d);
    wave(d, MU_MINUTE, 4, 6, 1);
    wave(d, 10 * MU_MINUTE, 4, 6, 0.28);
    wave(d, 20 * MU_MINUTE, 4, 6, 0);
    run(d);
    assert_int_equal(stage_count(&d->result, "road.closed"), 1);
    assert_int_equal(stage_count(&d->result, "road.opened"), 1);
    assert_true(stage_seconds(&d->result, "road.opened", 0) == 1200);
    const struct mu_series_info *closed = mu_result_series(&d->result, "roads.closed");
    assert_non_null(closed);
    assert_true(closed->values[5] == 1); /* km, once for both directions */
    assert_true(closed->values[30] == 0);
    close_drive(d);
}

/* One road of each name is closed; the office hears that 1 is, or that none was found. */
static void orders_close_roads_by_name_and_are_answered(void **unused)
{
    struct drive *d = open_drive();
    uint32_t a = stage_node(&d->stage, 0, 0), b = stage_node(&d->stage, 1000, 0);

    (void)unused;
    stage_road(&d->stage, a, b, "River Road");
    begin(d);
    go(d, 120, a, b, MU_BY_CAR);
    go(d, 120, a, b, MU_ON_FOOT);
    struct mu_run *r = stage_run(d->world);
    order(d, r, MU_MINUTE, "River Road", 1);
    order(d, r, MU_MINUTE, "River", 1);
    stage_result(r, MU_DAY, &d->result);
    assert_int_equal(stage_count(&d->result, "asker.no_route"), 1);
    assert_int_equal(stage_count(&d->result, "asker.arrived"), 1); /* people on foot may pass */
    assert_true(stage_value(&d->result, "office.status", 0) == MU_STATUS_DONE);
    assert_true(stage_value(&d->result, "office.worth", 0) == 1);
    assert_true(stage_value(&d->result, "office.status", 1) == MU_STATUS_FAILED);
    close_drive(d);
}

/* Share of drivers who enter water of a depth, from the quantiles: LifeSim's two classes,
 * normal (35, 20) cm in [6, 300] and (52, 20) cm in [10, 300]. */
static double enters(double mean, double lo, double depth)
{
    const struct mu_dist d = {.kind = MU_DIST_NORMAL, .a = mean, .b = 0.2, .lo = lo, .hi = 3};
    double below = 0, above = 1;

    while (above - below > 1e-9) {
        double u = (below + above) / 2;
        if (mu_dist_quantile(&d, u) < depth)
            below = u;
        else
            above = u;
    }
    return 1 - below;
}

static void validation_22_fording_depths_are_those_of_lifesim(void **unused)
{
    const struct mu_dist low = {.kind = MU_DIST_NORMAL, .a = 0.35, .b = 0.2, .lo = 0.06, .hi = 3};
    const struct mu_dist high = {.kind = MU_DIST_NORMAL, .a = 0.52, .b = 0.2, .lo = 0.1, .hi = 3};

    (void)unused;
    assert_true(fabs(enters(0.35, 0.06, 0.30) - 0.64622) < 1e-5);
    assert_true(fabs(enters(0.35, 0.06, 0.46) - 0.31427) < 1e-5);
    assert_true(fabs(enters(0.35, 0.06, 0.60) - 0.11403) < 1e-5);
    assert_true(fabs(enters(0.52, 0.10, 0.30) - 0.88006) < 1e-5);
    assert_true(fabs(enters(0.52, 0.10, 0.46) - 0.62915) < 1e-5);
    assert_true(fabs(enters(0.52, 0.10, 0.60) - 0.35085) < 1e-5);
    assert_true(fabs(mu_dist_mean(&low) - 0.38010) < 1e-5);
    assert_true(fabs(mu_dist_mean(&high) - 0.52896) < 1e-5);
}

static struct mu_place somewhere(const struct mu_check *check, const char *key)
{
    (void)check;
    assert_string_equal(key, "at");
    return (struct mu_place){"x.yaml", 1, 1};
}

static void a_place_far_from_any_road_is_said(void **unused)
{
    struct mu_point junction = {500, 0};
    struct mu_geo geo = {.roads = {.n_nodes = 1, .nodes = &junction}};
    struct mu_diags diags = {0};
    const struct mu_check check = {
        .diags = &diags, .entity = "zone \"a\"", .place = somewhere, .geography = &geo};

    (void)unused;
    mu_roads_check_near(&check, (struct mu_point){500, 999});
    assert_int_equal(diags.n, 0);
    mu_roads_check_near(&check, (struct mu_point){500, 3200});
    assert_int_equal(diags.warnings, 1);
    assert_non_null(strstr(diags.items[0].text, "3.2 km"));
    geo.roads.n_nodes = 0; /* a world without roads needs none */
    mu_roads_check_near(&check, (struct mu_point){500, 3200});
    assert_int_equal(diags.n, 1);
    mu_diags_fini(&diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lone_trip_takes_its_free_flow_time),
        cmocka_unit_test(validation_26_a_bottleneck_delays_as_the_formula_says),
        cmocka_unit_test(a_bus_takes_up_the_flow_of_two_cars),
        cmocka_unit_test(validation_31_who_stands_before_a_closed_road_leaves_when_it_opens),
        cmocka_unit_test(validation_31_no_capacity_is_closed_too),
        cmocka_unit_test(a_flooded_road_is_gone_round),
        cmocka_unit_test(shallow_water_is_forded_slowly),
        cmocka_unit_test(a_raised_road_stays_open),
        cmocka_unit_test(water_catches_whom_it_is_too_deep_for),
        cmocka_unit_test(without_a_way_a_trip_is_handed_back),
        cmocka_unit_test(a_road_opens_when_the_water_has_fallen_by_the_margin),
        cmocka_unit_test(orders_close_roads_by_name_and_are_answered),
        cmocka_unit_test(validation_22_fording_depths_are_those_of_lifesim),
        cmocka_unit_test(a_place_far_from_any_road_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
