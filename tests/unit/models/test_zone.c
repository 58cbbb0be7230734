#include "models/people/zone.h"

#include <math.h>
#include <string.h>

#include "analysis/groups.h"
#include "models/people/medium.h"
#include "models/response/shelter.h"
#include "stage.h"
#include "tests/cmocka_all.h"

/* ---- a boat or bus that comes by a timetable ---- */

enum { COMES = 1, LOADED, LANDS };

struct crew_params {
    bool boat;
    int32_t seats;
    mu_time at, every;
    uint32_t times;
    mu_entity_id zone, shelter;
    uint32_t node;
};

static const struct mu_kind crew_kinds[] = {
    {"crew.loaded", "person", "persons", "people came aboard"},
    {"crew.left", "person", "persons", "people still there"},
    {0},
};

static void crew_start(struct mu_ctx *ctx, void *state)
{
    const struct crew_params *p = mu_params(ctx);

    (void)state;
    for (uint32_t k = 0; k < p->times; k++)
        mu_send(ctx, mu_self(ctx), p->at + k * p->every, COMES, &k, sizeof k);
}

static void crew_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct crew_params *p = mu_params(ctx);
    struct mu_lift_groups groups;

    (void)state;
    if (ev->type == COMES) {
        const struct mu_lift lift = {.seats = p->seats, .boat = p->boat, .answer = LOADED};
        mu_send(ctx, p->zone, MU_SECOND, MU_ZONE_LIFT, &lift, sizeof lift);
        return;
    }
    memcpy(&groups, ev->body, ev->size);
    if (ev->type == LOADED) {
        mu_record(ctx, &(struct mu_happening){.kind = 0, .value = groups.persons});
        mu_record(ctx, &(struct mu_happening){.kind = 1, .value = groups.left});
        mu_send(ctx, mu_self(ctx), 5 * MU_MINUTE, LANDS, &groups, ev->size);
        return;
    }
    groups.node = p->node;
    groups.shelter = p->shelter;
    mu_send(ctx, groups.zone, MU_SECOND, MU_ZONE_SET_DOWN, &groups, ev->size);
}

static const struct mu_param no_params[] = {MU_PARAMS_END};
static const struct mu_model crew_model = {
    .name = "crew",
    .params = no_params,
    .params_size = sizeof(struct crew_params),
    .state_size = 1,
    .kinds = crew_kinds,
    .start = crew_start,
    .handle = crew_handle,
};
static void no_event(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)ctx;
    (void)state;
    (void)ev;
}
static const struct mu_model dike_model = {
    .name = "dike", .params = no_params, .params_size = 1, .state_size = 1, .handle = no_event};

/* ---- the village ---- */

/* A road along y = 0: village at 1000 m, shelter "a" at 3000, "b" at 5000, kin at 9000. */
struct village {
    struct stage stage;
    struct mu_world *world;
    struct mu_zone_params *zone;
    struct mu_roads_params *roads;
    struct mu_medium_params *horn;
    struct mu_channel_params *phone;
    struct mu_shelter_params *a, *b, *kin;
    struct stage_water *water;
    struct crew_params *crew;
    mu_entity_id media[1], channels[1];
    uint32_t at, node_a, shore;
    struct mu_result result;
};

static struct mu_dist fixed(double v)
{
    return mu_dist_fixed(v);
}

static void *params(const struct village *v, const char *model, const char *name)
{
    mu_entity_id id = mu_world_find(v->world, model, name);

    assert_true(id.i > 0);
    return mu_world_params(v->world, id);
}

static void set_zone(struct village *v)
{
    *v->zone = (struct mu_zone_params){
        .at = {1000, 0},
        .population = 3000,
        .group_size = 3,
        .radius = 0,
        .share_with_vehicle = 1,
        .storeys = fixed(2),
        .share_strong = 1,
        .media = {v->media, 1},
        .channels = {v->channels, 1},
        .detect_delay = fixed(600),
        .looks_every = 30 * MU_MINUTE,
        .report_within = 30 * MU_MINUTE,
        .reports = 1,
        .word_rate = 1,
        .word_shape = 1,
        .leave_on_word = 1,
        .leave_on_advice = 0.5,
        .leave_on_order = 1,
        .leave_on_water = 1,
        .belief = 0.9,
        .needless_after = 2 * MU_DAY,
        .decide_word = fixed(600),
        .decide_advice = fixed(600),
        .decide_order = fixed(600),
        .decide_water = fixed(60),
        .prepare = fixed(1200),
        .walk_limit = 5000,
        .walking_speed = 1.2,
        .street_speed = 5,
        .access = 30 * MU_SECOND,
        .register_time = 30 * MU_MINUTE,
        .ride_wait = 20 * MU_MINUTE,
        .retry_every = MU_HOUR,
        .return_after = 5 * MU_DAY,
        .board_time = 10 * MU_SECOND,
        .tries = 3,
        .doors = 3,
        .ride_seats = 40,
        .wet_depth = 0.05,
        .trap_depth = 0.61,
        .power_depth = 0.3,
        .cut_depth = 0.3,
        .done_share = 0.95,
    };
}

static void set_shelters(struct village *v)
{
    v->a = params(v, "shelter", "a");
    v->b = params(v, "shelter", "b");
    v->kin = params(v, "shelter", "kin");
    *v->a = (struct mu_shelter_params){.at = {3000, 0}, .capacity = 1e6, .open = true};
    v->a->turn_away = MU_MINUTE;
    v->a->count_every = MU_DAY;
    *v->b = *v->kin = *v->a;
    v->b->at.x = 5000;
    v->kin->at.x = 9000;
    v->kin->homes = true;
}

static void set_rest(struct village *v)
{
    v->roads = params(v, "roads", "all");
    *v->roads = stage_roads_params;
    v->horn = params(v, "medium", "horn");
    *v->horn = (struct mu_medium_params){1, 1, 0.05, 0.05, 1, false, false, 0};
    v->phone = params(v, "channel", "phone");
    v->phone->delay = fixed(60);
    v->phone->tries = 1;
    v->water = params(v, "water", "w");
    v->crew = params(v, "crew", "boats");
    v->crew->zone = mu_world_find(v->world, "zone", "V");
    v->crew->node = v->shore;
    v->media[0] = mu_world_find(v->world, "medium", "horn");
    v->channels[0] = mu_world_find(v->world, "channel", "phone");
}

static struct village *open_village(void)
{
    static const struct mu_model *const models[] = {
        &mu_zone_model,     &mu_medium_model,    &mu_roads_model, &mu_shelter_model, &crew_model,
        &stage_water_model, &stage_office_model, &dike_model,     &mu_channel_model, NULL};
    static const char *const names[][2] = {
        {"zone", "V"},    {"medium", "horn"}, {"roads", "all"},     {"shelter", "a"},
        {"shelter", "b"}, {"shelter", "kin"}, {"crew", "boats"},    {"water", "w"},
        {"office", "o"},  {"dike", "d"},      {"channel", "phone"}, {NULL, NULL}};
    struct village *v = test_calloc(1, sizeof *v);

    stage_init(&v->stage);
    v->at = stage_node(&v->stage, 1000, 0);
    v->node_a = stage_node(&v->stage, 3000, 0);
    uint32_t b = stage_node(&v->stage, 5000, 0), kin = stage_node(&v->stage, 9000, 0);
    v->shore = stage_node(&v->stage, 4500, 0);
    stage_road(&v->stage, v->at, v->node_a, "S1");
    stage_road(&v->stage, v->node_a, v->shore, "S2");
    stage_road(&v->stage, v->shore, b, "S3");
    stage_road(&v->stage, b, kin, "S4");
    for (size_t l = 0; l < v->stage.geo.roads.n_links; l++)
        v->stage.links[l].capacity = 100; /* no queues unless a test wants them */
    stage_finish(&v->stage);
    v->world = stage_world(&v->stage, models, names, 20 * MU_DAY);
    v->zone = params(v, "zone", "V");
    set_zone(v);
    set_shelters(v);
    set_rest(v);
    return v;
}

static void close_village(struct village *v)
{
    mu_result_fini(&v->result);
    mu_world_destroy(v->world);
    test_free(v);
}

static void wave(struct village *v, mu_time at, size_t first, size_t last, double depth,
                 double speed)
{
    v->water->waves[v->water->n++] = (struct stage_wave){at, first, last, depth, speed};
}

static void order(struct village *v, struct mu_run *run, mu_time at, int32_t verb)
{
    const struct mu_order what = {.verb = verb,
                                  .issuer = mu_world_find(v->world, "office", "o"),
                                  .media = 1,
                                  .deadline = MU_NEVER};

    assert_int_equal(mu_run_post(run, mu_world_find(v->world, "zone", "V"), at, MU_MSG_ORDER, &what,
                                 sizeof what),
                     MU_OK);
}

static double last_of(const struct village *v, const char *name)
{
    const struct mu_series_info *s = mu_result_series(&v->result, name);

    assert_non_null(s);
    assert_int_equal(s->n, 1);
    return s->values[v->result.n_samples - 1];
}

/* Every test ends here: nobody may be lost, at any sample, by any event. */
static void check_people(const struct village *v)
{
    static const char *const where[] = {"zone.at_home", "zone.preparing", "zone.on_road",
                                        "zone.waiting", "zone.trapped",   "zone.aboard",
                                        "zone.away",    "zone.dead"};
    char text[256] = "";

    for (size_t k = 0; k < v->result.n_samples; k++) {
        double sum = 0;
        for (size_t s = 0; s < sizeof where / sizeof *where; s++)
            sum += mu_result_series(&v->result, where[s])->values[k];
        assert_true(sum == (double)v->zone->population);
    }
    if (!mu_people_conserved(&v->result, text, sizeof text))
        fail_msg("%s", text);
}

static void finish(struct village *v, struct mu_run *run, mu_time until)
{
    stage_result(run, until, &v->result);
    check_people(v);
}

static void the_last_group_is_what_is_left_over(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->population = 100; /* 33 threes and one */
    struct mu_run *run = stage_run(v->world);
    assert_int_equal(mu_world_things(v->world) - mu_world_entities(v->world),
                     34 + v->stage.geo.roads.n_links);
    order(v, run, 0, MU_VERB_EVACUATE);
    finish(v, run, MU_DAY);
    assert_int_equal(stage_count(&v->result, "group.sheltered"), 34);
    assert_true(stage_sum(&v->result, "group.sheltered") == 100);
    assert_true(last_of(v, "zone.away") == 100);
    close_village(v);
}

/* 1000 groups, P(30 min) = 1 - exp(-1.5) = 0.777; two standard errors are 2.6 %. */
static void an_order_is_heard_along_the_mediums_curve(void **unused)
{
    struct village *v = open_village();
    size_t by_30 = 0;

    (void)unused;
    struct mu_run *run = stage_run(v->world);
    order(v, run, 0, MU_VERB_EVACUATE);
    finish(v, run, MU_DAY);
    for (size_t k = 0; k < 1000; k++)
        by_30 += stage_seconds(&v->result, "group.warned", k) <= 1800;
    assert_int_equal(stage_count(&v->result, "group.warned"), 1000);
    assert_in_range(by_30, 737, 817);
    close_village(v);
}

/* Decides 600 s after hearing, packs for 1200 s, 30 s to the car, 2 km at 10 m/s, 30 s to the
 * door, 1800 s at the desk. */
static void a_group_goes_its_way_in_the_expected_time(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->population = 3;
    struct mu_run *run = stage_run(v->world);
    order(v, run, 0, MU_VERB_EVACUATE);
    finish(v, run, MU_DAY);
    double t = stage_seconds(&v->result, "group.warned", 0);
    assert_true(fabs(stage_seconds(&v->result, "group.decided", 0) - (t += 600)) < 1e-3);
    assert_true(fabs(stage_seconds(&v->result, "group.departed", 0) - (t += 1200)) < 1e-3);
    assert_true(fabs(stage_seconds(&v->result, "group.arrived", 0) - (t += 260)) < 1e-3);
    assert_true(fabs(stage_seconds(&v->result, "group.sheltered", 0) - (t += 1800)) < 1e-3);
    close_village(v);
}

/* The office is told that it has begun, and that all who obey have left. */
static void an_order_to_leave_is_done_when_those_who_obey_have_left(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->refuse_share = 0.2;
    struct mu_run *run = stage_run(v->world);
    order(v, run, 0, MU_VERB_EVACUATE);
    finish(v, run, MU_DAY);
    assert_int_equal(stage_count(&v->result, "office.status"), 2);
    assert_true(stage_value(&v->result, "office.status", 0) == MU_STATUS_STARTED);
    assert_true(stage_value(&v->result, "office.status", 1) == MU_STATUS_DONE);
    size_t n = stage_count(&v->result, "group.refused");
    assert_in_range(n, 162, 238); /* 200 +- 3 standard deviations of 12.6 */
    assert_true(last_of(v, "zone.at_home") == 3.0 * (double)n);
    close_village(v);
}

/* Refusers leave when the water is at the door, unless they are of those who never do. */
static void water_at_the_door_moves_those_whom_no_order_moved(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->refuse_share = 1;
    v->zone->never_share = 0.5;
    v->horn->rate = v->horn->rate_night = 1000; /* all hear it before the water comes */
    wave(v, 2 * MU_HOUR, 10, 10, 0.2, 0);
    struct mu_run *run = stage_run(v->world);
    order(v, run, 0, MU_VERB_EVACUATE);
    finish(v, run, MU_DAY);
    assert_int_equal(stage_count(&v->result, "group.refused"), 1000);
    assert_in_range(stage_count(&v->result, "group.departed"), 450, 550);
    assert_int_equal(stage_count(&v->result, "group.flooded"), 1000);
    close_village(v);
}

/* 0.61 m and more hold everybody who is at home. */
static void deep_water_traps_and_lower_water_frees(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->ground_spread = 0.2;
    v->zone->leave_on_water = 0;
    wave(v, MU_HOUR, 10, 10, 0.6, 0);
    wave(v, 3 * MU_HOUR, 10, 10, 2, 0);
    wave(v, 5 * MU_HOUR, 10, 10, 0, 0);
    finish(v, stage_run(v->world), MU_DAY);
    size_t early = 0;
    for (size_t k = 0; k < 1000; k++)
        early += stage_seconds(&v->result, "group.trapped", k) == 3600;
    assert_int_equal(stage_count(&v->result, "group.trapped"), 1000);
    assert_in_range(early, 430, 530); /* ground under -0.01 m: Phi(-0.05) = 48 % */
    assert_int_equal(stage_count(&v->result, "group.returned"), 1000);
    assert_true(stage_seconds(&v->result, "zone.flooded", 0) == 3600);
    assert_true(fabs(stage_value(&v->result, "zone.flooded", 0) - 0.6) < 1e-6);
    close_village(v);
}

/* When a group was trapped, by the event since which it waited for its boat. */
static double trapped_since(const struct village *v, size_t k)
{
    size_t row = stage_row(&v->result, "group.boarded", k);
    size_t since = (size_t)v->result.events.since[row] - 1;

    assert_int_equal(v->result.events.kind[since], mu_result_kind(&v->result, "group.trapped"));
    assert_int_equal(v->result.events.subject[since], v->result.events.subject[row]);
    return (double)v->result.events.time[since];
}

/* The water rises by 5 cm a minute, so that the lowest homes are trapped first. Boats of 6 take
 * two groups; those set down walk or ride on, and end in a shelter. */
static void boats_fetch_the_trapped_the_lowest_first(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->population = 30;
    v->zone->ground_spread = 0.3;
    v->zone->leave_on_water = 0;
    for (int k = 1; k <= 25; k++)
        wave(v, MU_HOUR + k * MU_MINUTE, 0, 20, 0.05 * k, 0);
    *v->crew = (struct crew_params){.boat = true,
                                    .seats = 6,
                                    .at = 2 * MU_HOUR,
                                    .every = MU_HOUR,
                                    .times = 6,
                                    .zone = v->crew->zone,
                                    .node = v->shore};
    finish(v, stage_run(v->world), 2 * MU_DAY);
    assert_int_equal(stage_count(&v->result, "group.trapped"), 10);
    for (size_t k = 0; k < 5; k++) {
        assert_true(stage_value(&v->result, "crew.loaded", k) == 6);
        assert_true(stage_value(&v->result, "crew.left", k) == 24.0 - 6.0 * (double)k);
    }
    assert_true(stage_value(&v->result, "crew.loaded", 5) == 0);
    /* 1 s to the zone, 6 x 10 s to board, 300 s to the shore, 1 s. */
    assert_true(stage_seconds(&v->result, "group.landed", 0) == 7200 + 362);
    assert_int_equal(stage_count(&v->result, "group.sheltered"), 10);
    assert_true(last_of(v, "zone.away") == 30);
    for (size_t k = 1; k < 10; k++)
        assert_true(trapped_since(v, k - 1) <= trapped_since(v, k));
    assert_true(trapped_since(v, 0) < trapped_since(v, 9));
    close_village(v);
}

static void who_waves_a_boat_on_is_not_counted_as_waiting(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->population = 30;
    v->zone->refuse_boat = 1;
    wave(v, MU_HOUR, 10, 10, 3, 0);
    *v->crew = (struct crew_params){.boat = true,
                                    .seats = 6,
                                    .at = 2 * MU_HOUR,
                                    .every = MU_HOUR,
                                    .times = 2,
                                    .zone = v->crew->zone,
                                    .node = v->shore};
    finish(v, stage_run(v->world), MU_DAY);
    assert_true(stage_value(&v->result, "crew.loaded", 0) == 0);
    assert_true(stage_value(&v->result, "crew.left", 0) == 0);
    assert_int_equal(stage_count(&v->result, "group.refused"), 10);
    assert_true(last_of(v, "zone.trapped") == 30);
    close_village(v);
}

/* No car and too far to walk: they wait for the bus, which sets them down at the shelter. */
static void who_cannot_go_alone_waits_for_a_bus(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->population = 90;
    v->zone->share_with_vehicle = 0;
    v->zone->walk_limit = 1000;
    *v->crew = (struct crew_params){.seats = 50,
                                    .at = 5 * MU_HOUR,
                                    .every = MU_HOUR,
                                    .times = 2,
                                    .zone = v->crew->zone,
                                    .shelter = mu_world_find(v->world, "shelter", "a")};
    struct mu_run *run = stage_run(v->world);
    order(v, run, 0, MU_VERB_EVACUATE);
    finish(v, run, MU_DAY);
    assert_int_equal(stage_count(&v->result, "group.waiting"), 30);
    assert_true(stage_value(&v->result, "crew.loaded", 0) == 48); /* 16 threes */
    assert_true(stage_value(&v->result, "crew.left", 0) == 42);
    assert_true(stage_value(&v->result, "crew.loaded", 1) == 42);
    assert_int_equal(stage_count(&v->result, "group.landed"), 0);
    assert_true(last_of(v, "zone.away") == 90);
    close_village(v);
}

/* Water round their homes, but not too deep: a boat finds them, counts them and takes them. */
static void who_waits_in_the_wet_is_fetched_by_boat(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->population = 30;
    v->zone->share_with_vehicle = 0;
    v->zone->walk_limit = 1000;
    wave(v, 4 * MU_HOUR, 10, 10, 0.4, 0);
    *v->crew = (struct crew_params){.boat = true,
                                    .seats = 18,
                                    .at = 5 * MU_HOUR,
                                    .every = MU_HOUR,
                                    .times = 2,
                                    .zone = v->crew->zone,
                                    .node = v->shore};
    struct mu_run *run = stage_run(v->world);
    order(v, run, 0, MU_VERB_EVACUATE);
    finish(v, run, MU_DAY);
    assert_int_equal(stage_count(&v->result, "group.trapped"), 0);
    assert_true(stage_value(&v->result, "crew.loaded", 0) == 18);
    assert_true(stage_value(&v->result, "crew.left", 0) == 12);
    assert_true(stage_value(&v->result, "crew.left", 1) == 0);
    assert_true(last_of(v, "zone.away") == 30);
    close_village(v);
}

/* The first boat comes while everybody is still at home with wet feet; whoever decides to wait
 * for a bus after that is found by the next one. */
static void who_waits_after_a_boat_came_in_vain_is_fetched_by_the_next(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->population = 30;
    v->zone->share_with_vehicle = 0;
    v->zone->walk_limit = 1000;
    v->zone->leave_on_water = 1;
    v->zone->decide_water = fixed(3 * 3600);
    wave(v, MU_HOUR, 10, 10, 0.4, 0);
    *v->crew = (struct crew_params){.boat = true,
                                    .seats = 30,
                                    .at = 2 * MU_HOUR,
                                    .every = 10 * MU_HOUR,
                                    .times = 2,
                                    .zone = v->crew->zone,
                                    .node = v->shore};
    finish(v, stage_run(v->world), MU_DAY);
    assert_true(stage_value(&v->result, "crew.loaded", 0) == 0);
    assert_true(stage_value(&v->result, "crew.loaded", 1) == 30);
    assert_true(stage_value(&v->result, "crew.left", 1) == 0);
    close_village(v);
}

/* The road is under water all the time: three tries an hour and more apart, then they wait. */
static void without_a_road_people_turn_back_and_in_the_end_wait(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->population = 30;
    wave(v, MU_MINUTE, 15, 18, 2, 0);
    struct mu_run *run = stage_run(v->world);
    order(v, run, MU_HOUR, MU_VERB_EVACUATE);
    finish(v, run, 2 * MU_DAY);
    assert_int_equal(stage_count(&v->result, "group.departed"), 30);
    assert_int_equal(stage_count(&v->result, "group.turned_back"), 30);
    assert_int_equal(stage_count(&v->result, "group.waiting"), 10);
    assert_int_equal(stage_count(&v->result, "zone.isolated"), 1);
    assert_true(last_of(v, "zone.waiting") == 30);
    close_village(v);
}

/* A car is on the road when it floods: trapped there, fetched by boat. */
static void whom_the_water_catches_on_the_road_a_boat_fetches(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->population = 3;
    struct mu_run *run;
    v->horn->rate = v->horn->rate_night =
        1000; /* heard at once, so that they drive from 1830 s on */
    wave(v, 32 * MU_MINUTE, 15, 18, 0.5, 0);
    *v->crew = (struct crew_params){.boat = true,
                                    .seats = 6,
                                    .at = 2 * MU_HOUR,
                                    .times = 1,
                                    .zone = v->crew->zone,
                                    .node = v->shore};
    run = stage_run(v->world);
    order(v, run, 0, MU_VERB_EVACUATE);
    finish(v, run, MU_DAY);
    assert_int_equal(stage_count(&v->result, "trip.stranded"), 1);
    assert_int_equal(stage_count(&v->result, "group.trapped"), 1);
    assert_true(stage_seconds(&v->result, "group.trapped", 0) == 32 * 60 + 30);
    assert_int_equal(stage_count(&v->result, "group.sheltered"), 1);
    close_village(v);
}

/* Shelter "a" holds 99: one group more is turned away and drives on to "b". */
static void who_finds_a_shelter_full_goes_on_to_the_next(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->population = 102;
    v->a->capacity = 99;
    struct mu_run *run = stage_run(v->world);
    order(v, run, 0, MU_VERB_EVACUATE);
    finish(v, run, MU_DAY);
    assert_int_equal(stage_count(&v->result, "group.sheltered"), 34);
    size_t at_b = 0;
    for (size_t k = 0; k < 34; k++) {
        size_t row = stage_row(&v->result, "group.sheltered", k);
        at_b += v->result.events.place[row] == mu_world_find(v->world, "shelter", "b").i;
    }
    assert_int_equal(at_b, 1);
    close_village(v);
}

/* None is open: after as many doors as they try they stay where they are. */
static void without_an_open_shelter_people_stay_outside(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->population = 30;
    v->zone->doors = 1;
    v->a->open = v->b->open = false;
    struct mu_run *run = stage_run(v->world);
    order(v, run, 0, MU_VERB_EVACUATE);
    finish(v, run, MU_DAY);
    assert_int_equal(stage_count(&v->result, "group.arrived"), 10);
    assert_int_equal(stage_count(&v->result, "group.unsheltered"), 10);
    assert_int_equal(stage_count(&v->result, "group.sheltered"), 0);
    assert_true(last_of(v, "zone.away") == 30);
    close_village(v);
}

static void some_go_to_relatives(void **unused)
{
    struct village *v = open_village();
    size_t kin = 0;

    (void)unused;
    v->zone->relatives_share = 0.55;
    struct mu_run *run = stage_run(v->world);
    order(v, run, 0, MU_VERB_EVACUATE);
    finish(v, run, MU_DAY);
    for (size_t row = 0; row < v->result.events.n; row++)
        kin += v->result.events.kind[row] == mu_result_kind(&v->result, "group.arrived") &&
               v->result.events.place[row] == mu_world_find(v->world, "shelter", "kin").i;
    assert_in_range(kin, 500, 600); /* 550 +- 3 x 15.7 */
    close_village(v);
}

/* 3 m at 3 m/s: 9 m2/s, more than any limit of masonry (8): all houses fall. The high curve
 * kills 0.708 of 3000, with a standard error of 1000 groups: 0.37 / sqrt(1000) = 1.2 %. */
static void falling_houses_kill_by_the_high_curve(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->hurt_high = 0.5;
    wave(v, MU_HOUR, 10, 10, 3, 3);
    finish(v, stage_run(v->world), 6 * MU_HOUR);
    double dead = stage_sum(&v->result, "group.dead");
    assert_true(fabs(dead / 3000 - 0.708) < 0.036);
    assert_true(last_of(v, "zone.dead") == dead);
    /* Half of the survivors are hurt. */
    double hurt = stage_sum(&v->result, "group.injured");
    assert_true(fabs(hurt / (3000 - dead) - 0.5) < 0.06);
    close_village(v);
}

/* Two storeys (18 ft) and an attic: on 4 m nobody drowns, at low exposure 1.25e-5 die. */
static void still_water_that_leaves_a_refuge_kills_nobody(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    wave(v, MU_HOUR, 10, 10, 4, 0.3);
    finish(v, stage_run(v->world), 6 * MU_HOUR);
    assert_true(stage_sum(&v->result, "group.dead") == 0);
    assert_true(last_of(v, "zone.trapped") == 3000);
    close_village(v);
}

/* On one floor with all of limited mobility the limit is 4 to 6 ft, 1.2 to 1.8 m. */
static void people_who_cannot_climb_drown_in_low_houses(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->storeys = fixed(1);
    v->zone->limited_under_65 = v->zone->limited_65_plus = 1;
    wave(v, MU_HOUR, 10, 10, 1.1, 0);
    wave(v, 2 * MU_HOUR, 10, 10, 1.9, 0);
    finish(v, stage_run(v->world), 6 * MU_HOUR);
    assert_true(stage_sum(&v->result, "group.dead") > 0.6 * 3000);
    assert_true(stage_seconds(&v->result, "group.dead", 0) == 7200);
    close_village(v);
}

/* Nothing came of the first order: all are counted as needless, and after the return fewer
 * believe the next one: 0.9 of them. */
static void needless_moves_are_counted_and_cost_belief(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    struct mu_run *run = stage_run(v->world);
    order(v, run, 0, MU_VERB_EVACUATE);
    order(v, run, 10 * MU_DAY, MU_VERB_EVACUATE);
    finish(v, run, 12 * MU_DAY);
    assert_int_equal(stage_count(&v->result, "group.returned"), 1000);
    assert_int_equal(stage_count(&v->result, "group.needless"), 1000);
    size_t again = stage_count(&v->result, "group.departed") - 1000;
    assert_in_range(again, 871, 929); /* 900 +- 3 x 9.5 */
    close_village(v);
}

/* Half of the groups heed advice; the others of them leave on the order. The same half heeds
 * it whatever else happens: their draws have addresses of their own. */
static void advice_moves_fewer_than_an_order(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    struct mu_run *run = stage_run(v->world);
    order(v, run, 0, MU_VERB_WARN);
    finish(v, run, MU_DAY);
    assert_in_range(stage_count(&v->result, "group.departed"), 450, 550);
    assert_int_equal(stage_count(&v->result, "group.refused"), 0);
    assert_true(stage_value(&v->result, "office.status", 1) == MU_STATUS_DONE);
    assert_true(stage_value(&v->result, "office.worth", 1) == 3000);
    close_village(v);
}

static void a_medium_without_power_does_not_carry(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->horn->needs_power = true;
    v->zone->leave_on_water = 0;
    wave(v, MU_MINUTE, 10, 10, 0.4, 0);
    struct mu_run *run = stage_run(v->world);
    order(v, run, MU_HOUR, MU_VERB_EVACUATE);
    finish(v, run, MU_DAY);
    assert_int_equal(stage_count(&v->result, "group.warned"), 0);
    assert_true(stage_value(&v->result, "office.status", 0) == MU_STATUS_FAILED);
    close_village(v);
}

static void hearsay_spreads_once_a_dike_is_open(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->word_reach = 0.5;
    v->water->dike_opens = 2 * MU_HOUR;
    finish(v, stage_run(v->world), MU_DAY);
    size_t n = stage_count(&v->result, "group.warned");
    assert_in_range(n, 450, 550);
    assert_true(stage_seconds(&v->result, "group.warned", 0) >= 7200);
    assert_int_equal(stage_count(&v->result, "group.departed"), n);
    close_village(v);
}

/* Water at 1 h; 10 min to notice; then a look every 30 min, told only when much has changed:
 * once for the water, once for 35 cm more, and not for 5 cm. */
static void the_reporter_tells_what_has_changed_much(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->office = mu_world_find(v->world, "office", "o");
    v->zone->leave_on_water = 0;
    for (size_t l = 0; l < v->stage.geo.roads.n_links; l++)
        v->stage.links[l].raised = 9; /* a road under water would be news, too */
    wave(v, MU_HOUR, 10, 10, 0.2, 0);
    wave(v, 4 * MU_HOUR, 10, 10, 0.55, 0);
    wave(v, 6 * MU_HOUR, 10, 10, 0.6, 0);
    finish(v, stage_run(v->world), 8 * MU_HOUR);
    assert_int_equal(stage_count(&v->result, "report.sent"), 2);
    assert_true(stage_seconds(&v->result, "report.sent", 0) == 3600 + 600);
    assert_true(stage_seconds(&v->result, "office.told", 0) == 3600 + 600 + 60);
    assert_true(stage_seconds(&v->result, "report.sent", 1) <= 4 * 3600 + 1800);
    assert_int_equal(stage_count(&v->result, "office.told"), 2);
    close_village(v);
}

static void a_reporter_who_conceals_tells_nothing(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->office = mu_world_find(v->world, "office", "o");
    v->zone->conceals = 1;
    wave(v, MU_HOUR, 10, 10, 1.2, 0);
    finish(v, stage_run(v->world), 8 * MU_HOUR);
    assert_int_equal(stage_count(&v->result, "report.sent"), 0);
    assert_int_equal(stage_count(&v->result, "report.concealed"), 1);
    assert_int_equal(stage_count(&v->result, "office.told"), 0);
    close_village(v);
}

static void a_false_alarm_is_marked_and_corrected(void **unused)
{
    struct village *v = open_village();

    (void)unused;
    v->zone->office = mu_world_find(v->world, "office", "o");
    v->zone->false_share = 1;
    finish(v, stage_run(v->world), 20 * MU_DAY);
    assert_int_equal(stage_count(&v->result, "report.false"), 1);
    assert_int_equal(stage_count(&v->result, "report.sent"), 2);
    close_village(v);
}

/* The only channel is down from 1 h to 5 h: told at the first look after that. */
static void a_reporter_cut_off_tries_again(void **unused)
{
    struct village *v = open_village();
    const struct mu_channel_outage down = {.from = MU_HOUR, .until = 5 * MU_HOUR};

    (void)unused;
    v->zone->office = mu_world_find(v->world, "office", "o");
    v->phone->outages = (struct mu_table){&down, 1};
    wave(v, MU_HOUR, 10, 10, 1.2, 0);
    finish(v, stage_run(v->world), 8 * MU_HOUR);
    assert_true(stage_count(&v->result, "report.missed") >= 7);
    assert_int_equal(stage_count(&v->result, "report.sent"), 1);
    assert_true(stage_seconds(&v->result, "report.sent", 0) >= 5 * 3600);
    assert_true(stage_seconds(&v->result, "report.sent", 0) <= 5 * 3600 + 1800);
    close_village(v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_group_is_what_is_left_over),
        cmocka_unit_test(an_order_is_heard_along_the_mediums_curve),
        cmocka_unit_test(a_group_goes_its_way_in_the_expected_time),
        cmocka_unit_test(an_order_to_leave_is_done_when_those_who_obey_have_left),
        cmocka_unit_test(water_at_the_door_moves_those_whom_no_order_moved),
        cmocka_unit_test(deep_water_traps_and_lower_water_frees),
        cmocka_unit_test(boats_fetch_the_trapped_the_lowest_first),
        cmocka_unit_test(who_waves_a_boat_on_is_not_counted_as_waiting),
        cmocka_unit_test(who_cannot_go_alone_waits_for_a_bus),
        cmocka_unit_test(who_waits_in_the_wet_is_fetched_by_boat),
        cmocka_unit_test(who_waits_after_a_boat_came_in_vain_is_fetched_by_the_next),
        cmocka_unit_test(without_a_road_people_turn_back_and_in_the_end_wait),
        cmocka_unit_test(whom_the_water_catches_on_the_road_a_boat_fetches),
        cmocka_unit_test(who_finds_a_shelter_full_goes_on_to_the_next),
        cmocka_unit_test(without_an_open_shelter_people_stay_outside),
        cmocka_unit_test(some_go_to_relatives),
        cmocka_unit_test(falling_houses_kill_by_the_high_curve),
        cmocka_unit_test(still_water_that_leaves_a_refuge_kills_nobody),
        cmocka_unit_test(people_who_cannot_climb_drown_in_low_houses),
        cmocka_unit_test(needless_moves_are_counted_and_cost_belief),
        cmocka_unit_test(advice_moves_fewer_than_an_order),
        cmocka_unit_test(a_medium_without_power_does_not_carry),
        cmocka_unit_test(hearsay_spreads_once_a_dike_is_open),
        cmocka_unit_test(the_reporter_tells_what_has_changed_much),
        cmocka_unit_test(a_reporter_who_conceals_tells_nothing),
        cmocka_unit_test(a_false_alarm_is_marked_and_corrected),
        cmocka_unit_test(a_reporter_cut_off_tries_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
