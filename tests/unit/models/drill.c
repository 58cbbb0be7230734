#include "tests/cmocka_all.h"

#include "drill.h"

#include <math.h>
#include <string.h>

#include "models/command/report.h"
#include "models/hazard/water.h"
#include "models/response/depot.h"
#include "models/response/fleet.h"
#include "models/response/hospital.h"
#include "models/response/shelter.h"
#include "models/response/team.h"
#include "models/response/works.h"
#include "models/roads/roads.h"

#define ROAD_SPEED 10.0
#define BOARDING_S 10.0

static const struct mu_kind kinds[] = {
    {"drill.status", "1", "kind", "an office was told of progress"},
    {"drill.worth", "1", "value", "the value of that"},
    {"drill.aboard", "person", "persons", "people were taken aboard"},
    {"drill.set_down", "person", "persons", "people were set down"},
    {"drill.full", "1", "group", "a group was turned away"},
    {"drill.trip", "m", "metres", "a trip was asked for"},
    {"drill.told", "1", "value", "an office was told a fact"},
    {"drill.narrow", "m", "closed", "a breach was narrowed"},
    {0},
};

static const struct mu_param no_params[] = {MU_PARAMS_END};

static void start_nothing(struct mu_ctx *ctx, void *state)
{
    (void)ctx;
    (void)state;
}

/* ---- office ---- */

static void on_report(struct mu_ctx *ctx, const struct mu_report *report)
{
    for (uint32_t i = 0; i < report->n; i++) {
        mu_entity_id of = mu_fact_entity(ctx, report->told[i].fact, NULL);

        mu_record(ctx, &(struct mu_happening){.kind = DRILL_TOLD,
                                              .object = mu_thing_of(of),
                                              .value = report->told[i].value});
    }
}

static void office_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct mu_status *status = ev->body;

    (void)state;
    if (ev->type == MU_MSG_REPORT)
        on_report(ctx, ev->body);
    if (ev->type != MU_MSG_STATUS)
        return;
    mu_record(ctx, &(struct mu_happening){.kind = DRILL_STATUS,
                                          .object = mu_thing_of(ev->from),
                                          .value = status->kind});
    mu_record(ctx, &(struct mu_happening){.kind = DRILL_WORTH, .value = status->value});
}

static const struct mu_model office = {
    .name = "office",
    .params = no_params,
    .params_size = 1,
    .state_size = 1,
    .site = MU_SITE_OPERATIONS,
    .kinds = kinds,
    .start = start_nothing,
    .handle = office_handle,
};

/* ---- roads ---- */

static void roads_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct drill_roads *p = mu_params(ctx);
    const struct mu_geo *geo = mu_geography(ctx);
    const struct mu_trip *trip = ev->body;
    double m = mu_distance(geo->roads.nodes[trip->from], geo->roads.nodes[trip->to]);
    struct mu_trip_end end = {
        .token = trip->token, .node = trip->to, .metres = m, .started = mu_now(ctx)};
    uint16_t type = trip->arrived;
    mu_time delay = mu_seconds(m / ROAD_SPEED);

    (void)state;
    mu_record(ctx, &(struct mu_happening){
                       .kind = DRILL_TRIP, .object = mu_thing_of(ev->from), .value = m});
    if (trip->to == p->no_way_to || trip->to == p->water_at) {
        type = trip->to == p->water_at ? trip->stranded : trip->no_route;
        end.node = trip->from;
        delay = MU_SECOND;
    }
    mu_send(ctx, ev->from, delay, type, &end, sizeof end);
}

static const struct mu_model roads = {
    .name = "roads",
    .params = no_params,
    .params_size = sizeof(struct drill_roads),
    .state_size = 1,
    .site = MU_SITE_OWN,
    .kinds = kinds,
    .start = start_nothing,
    .handle = roads_handle,
};

/* ---- zone ---- */

struct zone {
    int64_t trapped;
    uint32_t next;
};

static void zone_start(struct mu_ctx *ctx, void *state)
{
    const struct drill_zone *p = mu_params(ctx);

    ((struct zone *)state)->trapped = p->real.population;
}

static void on_lift(struct mu_ctx *ctx, struct zone *z, const struct mu_event *ev)
{
    const struct mu_lift *lift = ev->body;
    struct mu_lift_groups answer = {
        .vehicle = lift->vehicle, .boat = lift->boat, .zone = mu_self(ctx)};

    while (answer.persons + 2 <= lift->seats && z->trapped >= 2 && answer.n < MU_LIFT_MAX) {
        answer.groups[answer.n++] = z->next++;
        answer.persons += 2;
        z->trapped -= 2;
    }
    answer.left = (double)z->trapped;
    if (answer.n > 0)
        mu_record(ctx, &(struct mu_happening){.kind = DRILL_ABOARD,
                                              .object = mu_thing_of(ev->from),
                                              .value = answer.persons});
    mu_send(ctx, ev->from, mu_seconds(fmax(1, BOARDING_S * answer.persons)), lift->answer, &answer,
            mu_lift_size(answer.n));
}

/* Told from outside: `amount` people of group 7 turn up at shelter `to`. */
static void go_to_shelter(struct mu_ctx *ctx, const struct mu_order *order)
{
    const struct mu_shelter_group group = {.group = 7, .persons = order->amount};

    mu_send(ctx, order->to, MU_SECOND, MU_SHELTER_ARRIVE, &group, sizeof group);
}

static void zone_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct mu_lift_groups *down = ev->body;
    const struct mu_shelter_answer *full = ev->body;

    switch (ev->type) {
    case MU_MSG_ORDER: go_to_shelter(ctx, ev->body); break;
    case MU_ZONE_LIFT: on_lift(ctx, state, ev); break;
    case MU_ZONE_SET_DOWN:
        mu_record(ctx, &(struct mu_happening){.kind = DRILL_SET_DOWN,
                                              .place = mu_thing_of(down->shelter),
                                              .value = down->persons});
        break;
    case MU_ZONE_SHELTER_FULL:
        mu_record(ctx, &(struct mu_happening){.kind = DRILL_FULL, .value = full->group});
        break;
    default: mu_fail(ctx, "unexpected message %d", (int)ev->type);
    }
}

static const struct mu_model zone = {
    .name = "zone",
    .params = no_params,
    .params_size = sizeof(struct drill_zone),
    .state_size = sizeof(struct zone),
    .site = MU_SITE_OWN,
    .kinds = kinds,
    .quantities = (const struct mu_quantity[]){{"flooded", "bool", ""},
                                               {"depth", "m", ""},
                                               {"trapped", "person", ""},
                                               {"waiting", "person", ""},
                                               {"present", "person", ""},
                                               {"hurt", "person", ""},
                                               {"cut_off", "bool", ""},
                                               {0}},
    .start = zone_start,
    .handle = zone_handle,
};

/* ---- water ---- */

struct water {
    double filled;
};

static size_t water_board_size(const struct mu_ctx *ctx)
{
    const struct mu_geo *geo = mu_geography(ctx);

    return mu_water_board_size(geo->terrain.nx * geo->terrain.ny, 1);
}

static bool water_advance(struct mu_ctx *ctx, void *state, void *board, mu_time from, mu_time to)
{
    const struct drill_water *p = mu_params(ctx);
    const struct mu_geo *geo = mu_geography(ctx);
    size_t cells = geo->terrain.nx * geo->terrain.ny, n;
    struct mu_water_breach *b;

    (void)from;
    mu_water_board_init(board, cells, mu_first_of(ctx, "dike", &n), 1);
    for (size_t i = 0; i < cells; i++)
        mu_water_board_depths(board)[i] = (float)p->depth;
    b = mu_water_board_breaches(board);
    if (to < p->open_at)
        return true;
    *b = p->breach;
    b->filled = fmin(((struct water *)state)->filled, b->eroded);
    b->closed = b->open && b->filled >= b->eroded;
    b->open = b->open && !b->closed;
    b->width = b->eroded - b->filled;
    return true;
}

static void water_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct mu_water_narrow *narrow = ev->body;

    mu_record(ctx, &(struct mu_happening){.kind = DRILL_NARROW, .value = narrow->closed});
    ((struct water *)state)->filled = narrow->closed;
}

static bool no_shape(const struct mu_ctx *ctx, struct mu_grid_shape *shape)
{
    (void)ctx;
    (void)shape;
    return false;
}

static const struct mu_grid_output no_outputs[] = {{0}};

static const struct mu_field water_field = {.board_size = water_board_size,
                                            .advance = water_advance,
                                            .shape = no_shape,
                                            .outputs = no_outputs};

static const struct mu_model water = {
    .name = "water",
    .params = no_params,
    .params_size = sizeof(struct drill_water),
    .state_size = sizeof(struct water),
    .site = MU_SITE_OWN,
    .kinds = kinds,
    .field = &water_field,
    .start = start_nothing,
    .handle = water_handle,
};

static void dike_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    mu_fail(ctx, "a drill's dike got message %d", (int)ev->type);
}

static const struct mu_model dike = {
    .name = "dike",
    .params = no_params,
    .params_size = 1,
    .state_size = 1,
    .site = MU_SITE_OWN,
    .start = start_nothing,
    .handle = dike_handle,
};

/* ---- worlds ---- */

static const struct mu_model *const models[] = {
    &office,
    &roads,
    &zone,
    &water,
    &dike,
    &mu_team_model,
    &mu_fleet_model,
    &mu_depot_model,
    &mu_shelter_model,
    &mu_works_model,
    &mu_hospital_model,
    &mu_landing_model,
    &mu_goods_model,
    &mu_capability_model,
    &mu_channel_model,
    NULL,
};

struct land {
    struct mu_geo geo;
    struct mu_point nodes[DRILL_NODES];
    double z[400];
};

struct mu_point drill_node(int i)
{
    return (struct mu_point){1000.0 * i, 0};
}

static void make_land(struct land *land)
{
    land->geo = (struct mu_geo){
        .terrain = {.nx = 20, .ny = 20, .dx = 1000, .z = land->z},
        .roads = {.n_nodes = DRILL_NODES, .nodes = land->nodes},
    };
    for (int i = 0; i < DRILL_NODES; i++)
        land->nodes[i] = drill_node(i);
}

struct mu_world *drill_world(const char *const *names)
{
    struct mu_world *world = mu_world_create(models);
    struct mu_world_options options = {.end = 10 * MU_DAY,
                                       .lookahead = MU_SECOND,
                                       .publish_every = MU_MINUTE,
                                       .sample_every = MU_MINUTE};
    struct land *land;

    assert_non_null(world);
    for (size_t i = 0; names[i]; i++) {
        const char *slash = strchr(names[i], '/');
        char model[40] = {0};

        memcpy(model, names[i], (size_t)(slash - names[i]));
        assert_int_equal(mu_world_name(world, model, slash + 1), MU_OK);
    }
    land = mu_world_alloc(world, sizeof *land);
    make_land(land);
    options.geography = &land->geo;
    mu_world_set_options(world, &options);
    assert_int_equal(mu_world_seal(world), MU_OK);
    for (size_t i = 0; names[i]; i++)
        if (strncmp(names[i], "roads/", 6) == 0)
            *(struct drill_roads *)drill_params(world, names[i]) = (struct drill_roads){-1, -1};
    return world;
}

mu_entity_id drill_find(const struct mu_world *world, const char *name)
{
    const char *slash = strchr(name, '/');
    char model[40] = {0};
    mu_entity_id id;

    memcpy(model, name, (size_t)(slash - name));
    id = mu_world_find(world, model, slash + 1);
    assert_int_not_equal(id.i, 0);
    return id;
}

void *drill_params(struct mu_world *world, const char *name)
{
    return mu_world_params(world, drill_find(world, name));
}

struct mu_table drill_table(struct mu_world *world, const void *rows, size_t n, size_t size)
{
    void *copy = mu_world_alloc(world, n * size);

    memcpy(copy, rows, n * size);
    return (struct mu_table){.rows = copy, .n = n};
}

struct mu_refs drill_refs(struct mu_world *world, const mu_entity_id *ids, size_t n)
{
    struct mu_table t = drill_table(world, ids, n, sizeof *ids);

    return (struct mu_refs){.ids = t.rows, .n = n};
}

struct mu_run *drill_run(struct mu_world *world)
{
    const struct mu_run_options options = {.seed = 1};
    struct mu_run *run;

    assert_int_equal(mu_world_finish(world), MU_OK);
    assert_int_equal(mu_run_create(world, &options, &run), MU_OK);
    return run;
}

void drill_order(struct mu_run *run, mu_entity_id to, mu_time at, const struct mu_order *order)
{
    assert_int_equal(mu_run_post(run, to, at, MU_MSG_ORDER, order, sizeof *order), MU_OK);
}

void drill_finish(struct mu_run *run, mu_time t, struct mu_result *result)
{
    enum mu_err err = mu_run_until(run, t);

    if (err != MU_OK)
        fail_msg("%s", mu_run_failure(run));
    assert_int_equal(mu_run_finish(run, result), MU_OK);
    mu_run_destroy(run);
}

void drill_near(double a, double b, double epsilon, const char *file, int line)
{
    if (fabs(a - b) <= epsilon)
        return;
    print_error("%.10g is not %.10g\n", a, b);
    _fail(file, line);
}

size_t drill_count(const struct mu_result *result, const char *kind)
{
    size_t k = mu_result_kind(result, kind), n = 0;

    for (size_t row = 0; row < result->events.n; row++)
        n += result->events.kind[row] == k;
    return n;
}

double drill_sum(const struct mu_result *result, const char *kind)
{
    size_t k = mu_result_kind(result, kind);
    double sum = 0;

    for (size_t row = 0; row < result->events.n; row++)
        sum += result->events.kind[row] == k ? result->events.value[row] : 0;
    return sum;
}

size_t drill_row(const struct mu_result *result, const char *kind, size_t k)
{
    size_t wanted = mu_result_kind(result, kind);

    for (size_t row = 0; row < result->events.n; row++)
        if (result->events.kind[row] == wanted && k-- == 0)
            return row;
    fail_msg("there are not so many of %s", kind);
    return 0;
}

double drill_seconds(const struct mu_result *result, const char *kind, size_t k)
{
    return (double)result->events.time[drill_row(result, kind, k)] / (double)MU_SECOND;
}

double drill_value(const struct mu_result *result, const char *kind, size_t k)
{
    return result->events.value[drill_row(result, kind, k)];
}

double drill_last(const struct mu_result *result, const char *series)
{
    const struct mu_series_info *s = mu_result_series(result, series);
    double sum = 0;

    assert_non_null(s);
    for (size_t i = 0; i < s->n; i++)
        sum += s->values[(result->n_samples - 1) * s->n + i];
    return sum;
}
