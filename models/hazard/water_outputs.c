/* What the water leaves in the result: volumes, grids, its balance. */
#include <math.h>

#include "models/geo.h"
#include "models/hazard/water_state.h"

static size_t cells_of(const struct mu_ctx *ctx)
{
    const struct mu_geo *geo = mu_geography(ctx);

    return geo->terrain.nx * geo->terrain.ny;
}

/* The depths come first in the block of the flood's state. */
static const double *depths(const struct mu_ctx *ctx, const struct mu_water *w)
{
    return mu_at(ctx, w->flood);
}

static double stored(const struct mu_ctx *ctx, const struct mu_water *w)
{
    struct mu_water copy = *w;
    struct mu_flood flood = mu_water_flood(ctx, &copy);

    return mu_flood_volume(&flood);
}

/* ---- series ------------------------------------------------------------------------------ */

static double series_in(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct mu_water *)state)->volume_in;
}

static double series_out(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct mu_water *)state)->volume_out;
}

static double series_stored(const struct mu_ctx *ctx, const void *state)
{
    return stored(ctx, state);
}

static double series_area(const struct mu_ctx *ctx, const void *state)
{
    const struct mu_water_params *p = mu_params(ctx);
    const struct mu_geo *geo = mu_geography(ctx);
    const double *h = depths(ctx, state);
    size_t n = cells_of(ctx), wet = 0;

    for (size_t i = 0; i < n; i++)
        wet += h[i] > p->arrival_depth;
    return (double)wet * geo->terrain.dx * geo->terrain.dx;
}

const struct mu_series mu_water_series[] = {
    {"volume_in", "m3", "water that came in through breaches", series_in},
    {"volume_out", "m3", "water that left through breaches and open edges", series_out},
    {"volume_stored", "m3", "water on the land", series_stored},
    {"wet_area", "m2", "land under water", series_area},
    {0},
};

/* ---- grids ------------------------------------------------------------------------------- */

static void grid_depth(const struct mu_ctx *ctx, const void *state, float *cells)
{
    const double *h = depths(ctx, state);
    size_t n = cells_of(ctx);

    for (size_t i = 0; i < n; i++)
        cells[i] = (float)h[i];
}

static void copy(const struct mu_ctx *ctx, const float *from, float *cells)
{
    size_t n = cells_of(ctx);

    for (size_t i = 0; i < n; i++)
        cells[i] = from[i];
}

static void grid_deepest(const struct mu_ctx *ctx, const void *state, float *cells)
{
    copy(ctx, mu_water_watch(ctx, state, NULL).deepest, cells);
}

static void grid_fastest(const struct mu_ctx *ctx, const void *state, float *cells)
{
    copy(ctx, mu_water_watch(ctx, state, NULL).fastest, cells);
}

static void grid_strongest(const struct mu_ctx *ctx, const void *state, float *cells)
{
    copy(ctx, mu_water_watch(ctx, state, NULL).strongest, cells);
}

static void grid_arrival(const struct mu_ctx *ctx, const void *state, float *cells)
{
    const float *arrival = mu_water_watch(ctx, state, NULL).arrival;
    size_t n = cells_of(ctx);

    for (size_t i = 0; i < n; i++)
        cells[i] = arrival[i] > 0 ? arrival[i] : NAN;
}

/* Water that has come to rest is no longer looked at, and stays where it is. */
static void grid_duration(const struct mu_ctx *ctx, const void *state, float *cells)
{
    const struct mu_water *w = state;
    const struct mu_water_params *p = mu_params(ctx);
    const float *duration = mu_water_watch(ctx, w, NULL).duration;
    const double *h = depths(ctx, w);
    double since = (double)mu_now(ctx) / (double)MU_SECOND - w->looked;
    size_t n = cells_of(ctx);

    for (size_t i = 0; i < n; i++)
        cells[i] = duration[i] + (h[i] > p->arrival_depth ? (float)since : 0);
}

static void grid_ground(const struct mu_ctx *ctx, const void *state, float *cells)
{
    const struct mu_geo *geo = mu_geography(ctx);
    size_t n = cells_of(ctx);

    (void)state;
    for (size_t i = 0; i < n; i++)
        cells[i] = (float)geo->terrain.z[i];
}

const struct mu_grid_output mu_water_outputs[] = {
    {"depth", "m", "flood_water_thickness", "depth of the water", false, grid_depth},
    {"max_depth", "m", "flood_water_thickness", "greatest depth", true, grid_deepest},
    {"max_speed", "m/s", "flood_water_speed", "greatest speed", true, grid_fastest},
    {"max_depth_speed", "m2/s", NULL, "greatest product of depth and speed", true, grid_strongest},
    {"arrival", "s", NULL, "when the water came, since the start; NaN where it never did", true,
     grid_arrival},
    {"duration", "s", "flood_water_duration_above_threshold", "how long it was flooded", true,
     grid_duration},
    {"ground", "m", "surface_altitude", "terrain above the datum", true, grid_ground},
    {0},
};

/* ---- the balance --------------------------------------------------------------------------- */

const struct mu_kind mu_water_kinds[] = {
    {"water.balance", "1", "(in - out - stored) / in", "volume at the end: made or lost"},
    {0},
};

void mu_water_finish(struct mu_ctx *ctx, void *state)
{
    const struct mu_water *w = state;

    if (w->volume_in <= 0)
        return;
    mu_record(ctx, &(struct mu_happening){.value = (w->volume_in - w->volume_out - stored(ctx, w)) /
                                                   w->volume_in});
}
