#include "models/roads/roads.h"

#include <stdio.h>

#include "models/roads/roads_impl.h"
#include "sim/assert.h"

/* A road farther off than this is another place's: muster calibration. */
#define FAR 1000.0 /* m */

void mu_roads_check_near(const struct mu_check *check, struct mu_point at)
{
    const struct mu_geo *geo = check->geography;
    uint32_t node = geo ? mu_network_nearest(&geo->roads, at) : UINT32_MAX;

    if (node == UINT32_MAX)
        return;
    double metres = mu_distance(geo->roads.nodes[node], at);
    if (metres > FAR)
        mu_diag_warning(check->diags, check->place(check, "at"),
                        "%s: the nearest junction of roads is %.1f km away, and everybody comes "
                        "and goes there",
                        check->entity, metres / 1000);
}

struct mu_roads_view mu_roads_view(struct mu_ctx *ctx, void *state)
{
    const struct mu_geo *geo = mu_geography(ctx);
    struct mu_roads *s = state;

    return (struct mu_roads_view){
        .ctx = ctx,
        .p = mu_params(ctx),
        .net = &geo->roads,
        .s = s,
        .links = mu_at(ctx, s->links),
        .streets = mu_at(ctx, s->streets),
    };
}

static void roads_start(struct mu_ctx *ctx, void *state)
{
    struct mu_roads_view v = mu_roads_view(ctx, state);

    if (v.p->egress < mu_lookahead(ctx)) {
        mu_fail(ctx, "%s: egress is %.6g s; it must be at least the lookahead of %.6g s",
                mu_name(ctx, mu_self(ctx)), (double)v.p->egress / 1e6,
                (double)mu_lookahead(ctx) / 1e6);
        return;
    }
    if (v.net->n_links == 0)
        return;
    v.s->links = mu_alloc(ctx, v.net->n_links, sizeof(struct mu_road_link));
    v.s->streets = mu_alloc(ctx, v.net->n_links, sizeof(struct mu_street));
    v = mu_roads_view(ctx, state);
    mu_ways_start(&v);
    mu_streets_start(&v);
}

static uint32_t number_in(const struct mu_event *ev)
{
    const uint32_t *number = ev->body;

    mu_assert(ev->size == sizeof *number);
    return *number;
}

static void on_order(struct mu_roads_view *v, const struct mu_event *ev)
{
    const struct mu_order *order = ev->body;

    mu_assert(ev->size == sizeof *order && order->verb == MU_VERB_ROAD);
    mu_streets_order(v, order);
}

static void roads_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct mu_roads_view v = mu_roads_view(ctx, state);

    switch (ev->type) {
    case MU_MSG_ORDER: on_order(&v, ev); break;
    case MU_ROADS_TRIP: mu_trips_begin(&v, ev); break;
    case MU_ROADS_NEXT: mu_trips_next(&v, number_in(ev)); break;
    case MU_ROADS_GIVES_UP: mu_trips_give_up(&v, number_in(ev)); break;
    case MU_ROADS_NEWS: mu_streets_news(&v, ev); break;
    default: mu_bug("the roads got an event of a type they do not know");
    }
}

static void roads_board(struct mu_ctx *ctx, void *state, mu_entity_id owner)
{
    struct mu_roads_view v = mu_roads_view(ctx, state);

    if (owner.i == v.s->water.i && v.s->cells.i > 0)
        mu_streets_flood(&v, mu_board(ctx, owner));
}

static double vehicles(const struct mu_ctx *ctx, const void *state)
{
    const struct mu_roads *s = state;

    (void)ctx;
    return (double)(s->moving[MU_BY_CAR] + s->moving[MU_BY_BUS] + s->moving[MU_BY_TRUCK]);
}

static double walkers(const struct mu_ctx *ctx, const void *state)
{
    const struct mu_roads *s = state;

    (void)ctx;
    return (double)s->moving[MU_ON_FOOT];
}

static double closed_km(const struct mu_ctx *ctx, const void *state)
{
    const struct mu_roads *s = state;

    (void)ctx;
    return (double)s->closed_mm / 1e6;
}

static size_t count_links(const void *geography)
{
    const struct mu_geo *geo = geography;

    return geo ? geo->roads.n_links : 0;
}

static void name_link(const void *geography, size_t i, char *text, size_t size)
{
    const struct mu_geo *geo = geography;
    const char *name = geo->roads.links[i].name;

    if (name && *name)
        snprintf(text, size, "road/%s#%zu", name, i);
    else
        snprintf(text, size, "road/#%zu", i);
}

#define ROW struct mu_roads_params

static const struct mu_param roads_params[] = {
    MU_PARAM_NUMBER(ROW, walking_speed, "m/s", "1.2 m/s", 0.1, 3, "people on foot",
                    .source = "Highway Capacity Manual 2010: 1.2 m/s (4 ft/s) for design"),
    MU_PARAM_NUMBER(ROW, bus_speed, "m/s", "50 km/h", 1, 40, "a bus is at most this fast",
                    .source = "muster calibration: country roads, loaded"),
    MU_PARAM_NUMBER(ROW, truck_speed, "m/s", "50 km/h", 1, 40, "a truck is at most this fast",
                    .source = "muster calibration: country roads, loaded"),
    MU_PARAM_NUMBER(ROW, wading_speed, "m/s", "1.8 m/s", 0.1, 10,
                    "highest speed where water stands on the road",
                    .source = "LifeSim 2: vehicles in water drive at stop-and-go speed, 4 mph"),
    MU_PARAM_NUMBER(ROW, bus_equivalent, "1", "2", 1, 10, "cars that one bus counts for",
                    .source = "Highway Capacity Manual 2016, heavy vehicles on level ground"),
    MU_PARAM_NUMBER(ROW, truck_equivalent, "1", "2", 1, 10, "cars that one truck counts for",
                    .source = "Highway Capacity Manual 2016, heavy vehicles on level ground"),
    MU_PARAM_DIST(ROW, ford_low, "m", "normal(35 cm, sd 20 cm) in [6 cm, 300 cm]", 0, 5,
                  "deepest water a low vehicle drives into",
                  .source = "LifeSim 2, low clearance: N(35, 20) cm in [6, 300]"),
    MU_PARAM_DIST(ROW, ford_high, "m", "normal(52 cm, sd 20 cm) in [10 cm, 300 cm]", 0, 5,
                  "the same for a high one; every bus and truck is high",
                  .source = "LifeSim 2, high clearance: N(52, 20) cm in [10, 300]"),
    MU_PARAM_NUMBER(ROW, high_share, "1", "0.5", 0, 1, "share of cars with high clearance",
                    .source = "LifeSim 2: half the vehicles of each type"),
    MU_PARAM_NUMBER(ROW, ford_foot, "m", "0.61 m", 0, 2, "deepest water people walk into",
                    .source = "LifeSim 2: pedestrians ford less than 2 ft"),
    MU_PARAM_NUMBER(ROW, closed_foot, "m", "0.61 m", 0.01, 5,
                    "a road with deeper water is said to be closed to people on foot",
                    .source = "LifeSim 2: pedestrians ford less than 2 ft"),
    MU_PARAM_NUMBER(ROW, closed_car, "m", "0.3 m", 0.01, 5, "the same for cars",
                    .source = "Pregnolato et al. 2017: 0.3 m stops an ordinary car"),
    MU_PARAM_NUMBER(ROW, closed_heavy, "m", "0.5 m", 0.01, 5, "the same for buses and trucks",
                    .source = "LifeSim 2: mean of the high clearance class, 0.52 m, rounded"),
    MU_PARAM_NUMBER(ROW, reopen_margin, "m", "0.05 m", 0, 1,
                    "a closed road opens when the water is this much lower",
                    .source = "muster calibration: waves must not open and close it"),
    MU_PARAM_DURATION(ROW, news_delay, "15 min", 0, 86400,
                      "until the public knows that a road was closed or opened",
                      .source = "muster calibration; LifeSim 2 refreshes live traffic in 5 min"),
    MU_PARAM_DURATION(ROW, patience, "10 min", 0, 86400,
                      "how long somebody without a way left waits for one",
                      .source = "muster calibration"),
    MU_PARAM_DURATION(ROW, egress, "30 s", 0.001, 3600,
                      "from the end of the last road to the door; at least the lookahead",
                      .source = "muster calibration: parking, a few steps"),
    MU_PARAMS_END,
};

static const struct mu_kind roads_kinds[] = {
    [MU_ROADS_CLOSED] = {"road.closed", "m", "depth of the water on it", "closed to cars"},
    [MU_ROADS_OPENED] = {"road.opened", "m", "depth of the water on it", "open to cars again"},
    [MU_ROADS_NO_ROUTE] = {"trip.no_route", "person", "persons aboard", "no way was left"},
    [MU_ROADS_STRANDED] = {"trip.stranded", "person", "persons aboard", "caught by the water"},
    {0},
};

static const struct mu_series roads_series[] = {
    {"vehicles", "1", "vehicles on the roads", vehicles},
    {"walkers", "1", "groups on foot on the roads", walkers},
    {"closed", "km", "length of roads closed to cars", closed_km},
    {0},
};

const struct mu_model mu_roads_model = {
    .name = "roads",
    .summary = "traffic: trips over the road network, queues, closures by water and by order",
    .params = roads_params,
    .params_size = sizeof(struct mu_roads_params),
    .state_size = sizeof(struct mu_roads),
    .site = MU_SITE_OWN,
    .kinds = roads_kinds,
    .series = roads_series,
    .part_kind = "road",
    .geo_parts = count_links,
    .geo_part_name = name_link,
    .start = roads_start,
    .handle = roads_handle,
    .board = roads_board,
};
