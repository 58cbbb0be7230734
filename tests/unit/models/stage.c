#include "tests/cmocka_all.h"

#include "stage.h"

#include <stdlib.h>
#include <string.h>

#include "models/hazard/water_board.h"

/* ---- network ---- */

void stage_init(struct stage *s)
{
    *s = (struct stage){.geo.terrain = {.nx = STAGE_NX, .ny = STAGE_NY, .dx = 100}};
    s->geo.terrain.z = s->z;
    s->geo.roads = (struct mu_network){
        .nodes = s->nodes,
        .links = s->links,
        .first_out = s->first_out,
        .points = s->points,
    };
}

uint32_t stage_node(struct stage *s, double x, double y)
{
    assert_true(s->geo.roads.n_nodes < STAGE_MAX);
    s->nodes[s->geo.roads.n_nodes] = (struct mu_point){x, y};
    return (uint32_t)s->geo.roads.n_nodes++;
}

void stage_one_way(struct stage *s, uint32_t a, uint32_t b, const char *name)
{
    assert_true(s->geo.roads.n_links < 2 * STAGE_MAX);
    s->links[s->geo.roads.n_links++] = (struct mu_link){
        .from = a,
        .to = b,
        .twin = UINT32_MAX,
        .length = mu_distance(s->nodes[a], s->nodes[b]),
        .speed = 10,
        .capacity = 0.5,
        .lanes = 1,
        .name = name,
        .road_class = "test",
    };
}

void stage_road(struct stage *s, uint32_t a, uint32_t b, const char *name)
{
    stage_one_way(s, a, b, name);
    stage_one_way(s, b, a, name);
}

static int by_ends(const void *a, const void *b)
{
    const struct mu_link *x = a, *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

uint32_t stage_link(const struct stage *s, uint32_t from, uint32_t to)
{
    for (uint32_t l = 0; l < s->geo.roads.n_links; l++)
        if (s->links[l].from == from && s->links[l].to == to)
            return l;
    return UINT32_MAX;
}

void stage_finish(struct stage *s)
{
    size_t m = s->geo.roads.n_links;

    qsort(s->links, m, sizeof *s->links, by_ends);
    for (size_t l = 0; l < m; l++) {
        s->links[l].twin = stage_link(s, s->links[l].to, s->links[l].from);
        s->first_out[s->links[l].from + 1]++;
    }
    for (size_t v = 0; v < s->geo.roads.n_nodes; v++)
        s->first_out[v + 1] += s->first_out[v];
}

/* ---- water ---- */

static const struct mu_param no_params[] = {MU_PARAMS_END};

static size_t board_size(const struct mu_ctx *ctx)
{
    (void)ctx;
    return mu_water_board_size(STAGE_NX * STAGE_NY, 1);
}

static bool advance(struct mu_ctx *ctx, void *state, void *board, mu_time from, mu_time to)
{
    const struct stage_water *p = mu_params(ctx);
    size_t dikes;
    mu_entity_id dike = mu_first_of(ctx, "dike", &dikes);
    bool changed = false;

    (void)state;
    mu_water_board_init(board, STAGE_NX * STAGE_NY, dikes > 0 ? dike : MU_NOBODY, 1);
    for (size_t k = 0; k < p->n; k++) {
        const struct stage_wave *w = &p->waves[k];
        bool now = w->at <= to && (w->at > from || from == to);
        changed |= now;
        for (size_t c = w->first; now && c <= w->last; c++) {
            mu_water_board_depths(board)[c] = (float)w->depth;
            mu_water_board_speeds(board)[c] = (float)w->speed;
        }
    }
    bool opens = p->dike_opens > from && p->dike_opens <= to;
    if (opens)
        mu_water_board_breaches(board)[0].open = true;
    return changed || opens;
}

static const struct mu_field water_field = {.board_size = board_size, .advance = advance};

static void ignore(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)ctx;
    (void)state;
    (void)ev;
}

const struct mu_model stage_water_model = {
    .name = "water",
    .params = no_params,
    .params_size = sizeof(struct stage_water),
    .state_size = 1,
    .field = &water_field,
    .handle = ignore,
};

/* ---- asker ---- */

enum { ASKS = 1, ARRIVED, STRANDED, NO_ROUTE };

static const struct mu_kind asker_kinds[] = {
    {"asker.asks", "1", "token", "a trip is asked for"},
    {"asker.arrived", "1", "token", "it arrived"},
    {"asker.stranded", "1", "token", "it was caught by the water"},
    {"asker.no_route", "1", "token", "it found no way"},
    {"asker.metres", "m", "metres", "so far it came"},
    {"asker.node", "1", "node", "there it ended"},
    {0},
};

static void asker_start(struct mu_ctx *ctx, void *state)
{
    const struct stage_asker *p = mu_params(ctx);

    (void)state;
    for (uint32_t k = 0; k < p->n; k++)
        mu_send(ctx, mu_self(ctx), p->trips[k].at, ASKS, &k, sizeof k);
}

static void ask(struct mu_ctx *ctx, uint32_t k)
{
    const struct stage_asker *p = mu_params(ctx);
    struct mu_trip trip = p->trips[k].trip;
    size_t n;

    trip.arrived = ARRIVED;
    trip.stranded = STRANDED;
    trip.no_route = NO_ROUTE;
    mu_send(ctx, mu_first_of(ctx, "roads", &n), MU_SECOND, MU_ROADS_TRIP, &trip, sizeof trip);
}

static void asker_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct mu_trip_end *end = ev->body;

    (void)state;
    if (ev->type == ASKS) {
        ask(ctx, *(const uint32_t *)ev->body);
        return;
    }
    mu_record(ctx, &(struct mu_happening){.kind = (uint32_t)ev->type - ASKS,
                                          .value = (double)end->token});
    mu_record(ctx, &(struct mu_happening){.kind = 4, .value = end->metres});
    mu_record(ctx, &(struct mu_happening){.kind = 5, .value = end->node});
}

const struct mu_model stage_asker_model = {
    .name = "asker",
    .params = no_params,
    .params_size = sizeof(struct stage_asker),
    .state_size = 1,
    .kinds = asker_kinds,
    .start = asker_start,
    .handle = asker_handle,
};

/* ---- office ---- */

static const struct mu_kind office_kinds[] = {
    {"office.status", "1", "enum mu_status_kind", "it was told of progress"},
    {"office.worth", "1", "value", "the value of that"},
    {"office.told", "1", "facts", "it got a report"},
    {0},
};

static void office_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct mu_status *status = ev->body;

    (void)state;
    if (ev->type != MU_MSG_STATUS) {
        mu_record(ctx, &(struct mu_happening){.kind = 2});
        return;
    }
    mu_record(ctx, &(struct mu_happening){.kind = 0, .value = status->kind});
    mu_record(ctx, &(struct mu_happening){.kind = 1, .value = status->value});
}

const struct mu_model stage_office_model = {
    .name = "office",
    .params = no_params,
    .params_size = 1,
    .state_size = 1,
    .site = MU_SITE_OPERATIONS,
    .kinds = office_kinds,
    .handle = office_handle,
};

/* ---- worlds ---- */

const struct mu_roads_params stage_roads_params = {
    .walking_speed = 1.2,
    .bus_speed = 50 / 3.6,
    .truck_speed = 50 / 3.6,
    .wading_speed = 1.8,
    .bus_equivalent = 2,
    .truck_equivalent = 2,
    .ford_low = {.kind = MU_DIST_FIXED, .a = 0.3, .lo = -1, .hi = 9},
    .ford_high = {.kind = MU_DIST_FIXED, .a = 0.5, .lo = -1, .hi = 9},
    .high_share = 0,
    .ford_foot = 0.61,
    .closed_foot = 0.61,
    .closed_car = 0.3,
    .closed_heavy = 0.5,
    .reopen_margin = 0.05,
    .news_delay = 15 * MU_MINUTE,
    .patience = 0,
    .egress = 30 * MU_SECOND,
};

struct mu_world *stage_world(struct stage *s, const struct mu_model *const *models,
                             const char *const (*names)[2], mu_time end)
{
    struct mu_world *world = mu_world_create(models);

    assert_non_null(world);
    mu_world_set_options(world, &(struct mu_world_options){.end = end,
                                                           .lookahead = MU_SECOND,
                                                           .publish_every = MU_MINUTE,
                                                           .sample_every = MU_MINUTE,
                                                           .geography = &s->geo});
    for (; (*names)[0]; names++)
        assert_int_equal(mu_world_name(world, (*names)[0], (*names)[1]), MU_OK);
    assert_int_equal(mu_world_seal(world), MU_OK);
    return world;
}

struct mu_run *stage_run(struct mu_world *world)
{
    const struct mu_run_options options = {.seed = 1};
    struct mu_run *run;

    assert_int_equal(mu_world_finish(world), MU_OK);
    assert_int_equal(mu_run_create(world, &options, &run), MU_OK);
    return run;
}

void stage_result(struct mu_run *run, mu_time t, struct mu_result *result)
{
    enum mu_err err = mu_run_until(run, t);

    if (err != MU_OK)
        print_error("%s\n", mu_run_failure(run));
    assert_int_equal(err, MU_OK);
    assert_int_equal(mu_run_finish(run, result), MU_OK);
    mu_run_destroy(run);
}

size_t stage_row(const struct mu_result *r, const char *kind, size_t k)
{
    size_t wanted = mu_result_kind(r, kind);

    for (size_t row = 0; row < r->events.n; row++)
        if (r->events.kind[row] == wanted && k-- == 0)
            return row;
    return SIZE_MAX;
}

size_t stage_count(const struct mu_result *r, const char *kind)
{
    size_t n = 0;

    while (stage_row(r, kind, n) != SIZE_MAX)
        n++;
    return n;
}

double stage_seconds(const struct mu_result *r, const char *kind, size_t k)
{
    size_t row = stage_row(r, kind, k);

    assert_true(row != SIZE_MAX);
    return (double)r->events.time[row] / (double)MU_SECOND;
}

double stage_value(const struct mu_result *r, const char *kind, size_t k)
{
    size_t row = stage_row(r, kind, k);

    assert_true(row != SIZE_MAX);
    return r->events.value[row];
}

double stage_sum(const struct mu_result *r, const char *kind)
{
    size_t wanted = mu_result_kind(r, kind);
    double sum = 0;

    for (size_t row = 0; row < r->events.n; row++)
        if (r->events.kind[row] == wanted)
            sum += r->events.value[row];
    return sum;
}
