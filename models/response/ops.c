#include "models/response/ops.h"

#include <string.h>

#include "models/geo.h"
#include "models/hazard/water.h"
#include "models/hazard/water_board.h"
#include "models/people/zone.h"
#include "models/response/depot.h"
#include "models/response/fleet.h"
#include "models/response/hospital.h"
#include "models/response/shelter.h"
#include "models/response/team.h"
#include "models/response/works.h"
#include "sim/assert.h"

/* The offset of the point in each model's parameters. */
static const struct standing {
    const char *model;
    size_t offset;
} standing[] = {
    {"zone", offsetof(struct mu_zone_params, at)},
    {"landing", offsetof(struct mu_landing_params, at)},
    {"shelter", offsetof(struct mu_shelter_params, at)},
    {"works", offsetof(struct mu_works_params, at)},
    {"depot", offsetof(struct mu_depot_params, at)},
    {"fleet", offsetof(struct mu_fleet_params, at)},
    {"team", offsetof(struct mu_team_params, at)},
    {"hospital", offsetof(struct mu_hospital_params, at)},
};

bool mu_ops_point(const struct mu_ctx *ctx, mu_entity_id id, struct mu_point *at)
{
    if (id.i == 0)
        return false;
    for (size_t i = 0; i < sizeof standing / sizeof *standing; i++) {
        if (strcmp(mu_model_of(ctx, id), standing[i].model) != 0)
            continue;
        memcpy(at, (const char *)mu_params_of(ctx, id) + standing[i].offset, sizeof *at);
        return true;
    }
    return false;
}

uint32_t mu_ops_node(const struct mu_ctx *ctx, struct mu_point at)
{
    const struct mu_geo *geo = mu_geography(ctx);

    return mu_network_nearest(&geo->roads, at);
}

double mu_ops_depth(const struct mu_ctx *ctx, struct mu_point at)
{
    const struct mu_geo *geo = mu_geography(ctx);
    size_t cell;
    mu_entity_id water = mu_water_of(ctx);
    const void *board = water.i != 0 ? mu_board(ctx, water) : NULL;

    if (!board || !mu_grid_cell(&geo->terrain, at, &cell))
        return 0;
    return mu_water_depth(board, cell);
}

void mu_ops_drive(struct mu_ctx *ctx, const struct mu_trip *trip, mu_time delay)
{
    size_t n;
    mu_entity_id roads = mu_first_of(ctx, "roads", &n);

    if (n == 0 || trip->from == UINT32_MAX || trip->to == UINT32_MAX) {
        mu_fail(ctx, "%s is to drive, and the world has no roads", mu_name(ctx, mu_self(ctx)));
        return;
    }
    mu_send(ctx, roads, delay, MU_ROADS_TRIP, trip, sizeof *trip);
}

void mu_ops_status(struct mu_ctx *ctx, const struct mu_order *order, enum mu_status_kind kind,
                   double value)
{
    const struct mu_status status = {
        .kind = (int32_t)kind, .item = order->item, .target = order->target, .value = value};

    if (order->issuer.i != 0)
        mu_send(ctx, order->issuer, 0, MU_MSG_STATUS, &status, sizeof status);
}

mu_time mu_ops_duration(const struct mu_ctx *ctx, const struct mu_dist *dist, uint32_t purpose,
                        uint64_t index)
{
    struct mu_stream stream = mu_stream_for(ctx, purpose, index);
    double s = mu_draw(dist, &stream);

    return mu_seconds(s > 0 ? s : 0);
}

void mu_ops_note(struct mu_ctx *ctx, struct mu_telling *telling, mu_entity_id of, uint32_t quantity,
                 double value)
{
    mu_assert(telling->n < sizeof telling->told / sizeof *telling->told);
    telling->told[telling->n++] = (struct mu_told){
        .fact = mu_fact_of(ctx, of, quantity), .value = value, .observed = mu_now(ctx)};
}

void mu_ops_tell(struct mu_ctx *ctx, const struct mu_telling *telling,
                 const struct mu_refs *channels, mu_entity_id office, uint32_t *number)
{
    int32_t stage = *number == 0 ? MU_REPORT_INITIAL : MU_REPORT_FOLLOW_UP;

    if (!mu_perfect_information(ctx) && (channels->n == 0 || office.i == 0))
        return;
    mu_report_tell_in_the_end(ctx, channels, office, true, number, stage, MU_NEVER, telling->told,
                              telling->n);
}
