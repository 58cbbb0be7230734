#include "models/hazard/water.h"

#include <math.h>
#include <string.h>

#include "models/hazard/dike.h"
#include "models/hazard/flood_watch.h"
#include "models/hazard/ground.h"
#include "models/hazard/opening.h"
#include "models/hazard/water_state.h"
#include "sim/digest.h"

/* Slower than this the water stands: 1e-6 m2/s moves 1 mm in a day over a cell of 100 m. */
#define REST 1e-6

/* ---- what others ask -------------------------------------------------------------------- */

mu_entity_id mu_water_of(const struct mu_ctx *ctx)
{
    size_t n;
    mu_entity_id first = mu_first_of(ctx, "water", &n);

    return n > 0 ? first : MU_NOBODY;
}

double mu_water_stage(const struct mu_ctx *ctx, mu_entity_id dike)
{
    mu_entity_id water = mu_water_of(ctx);
    const struct mu_dike_params *p = mu_params_of(ctx, dike);
    struct mu_water_breach b = mu_water_breach(mu_board(ctx, water), dike);

    if (p->reservoir.n > 0 && (b.open || b.closed))
        return b.outside; /* it falls by what has run out */
    return mu_dike_stage(p, mu_params_of(ctx, water), mu_now(ctx));
}

/* ---- state ------------------------------------------------------------------------------ */

struct mu_flood mu_water_flood(const struct mu_ctx *ctx, struct mu_water *w)
{
    const struct mu_geo *geo = mu_geography(ctx);
    struct mu_flood flood = {.nx = geo->terrain.nx,
                             .ny = geo->terrain.ny,
                             .dx = geo->terrain.dx,
                             .z = geo->terrain.z,
                             .spans = mu_at(ctx, w->spans),
                             .now = &w->now,
                             .rules = &w->rules,
                             .crew = mu_crew(ctx)};

    mu_flood_view(&flood, mu_at(ctx, w->crests), mu_at(ctx, w->flood));
    return flood;
}

static struct mu_flood_rules rules_of(const struct mu_water_params *p)
{
    return (struct mu_flood_rules){
        .manning = p->manning,
        .theta = p->theta,
        .dry = p->dry_depth,
        .alpha = p->courant,
        .open = {[MU_EDGE_WEST] = p->west == 1,
                 [MU_EDGE_EAST] = p->east == 1,
                 [MU_EDGE_SOUTH] = p->south == 1,
                 [MU_EDGE_NORTH] = p->north == 1},
        .edge_slope = p->edge_slope,
    };
}

static void alloc_state(struct mu_ctx *ctx, struct mu_water *w, const struct mu_grid *t)
{
    w->crests = mu_alloc(ctx, mu_flood_crest_doubles(t->nx, t->ny), sizeof(double));
    w->flood = mu_alloc(ctx, mu_flood_state_doubles(t->nx, t->ny), sizeof(double));
    w->spans = mu_alloc(ctx, 2 * t->ny, sizeof(struct mu_flood_span));
    w->peaks = mu_alloc(ctx, MU_WATER_PEAKS * t->nx * t->ny, sizeof(float));
    if (w->n_dikes > 0)
        w->openings = mu_alloc(ctx, w->n_dikes, sizeof(struct mu_opening));
}

static void water_start(struct mu_ctx *ctx, void *state)
{
    const struct mu_water_params *p = mu_params(ctx);
    const struct mu_geo *geo = mu_geography(ctx);
    struct mu_water *w = state;
    size_t n;

    mu_first_of(ctx, "water", &n);
    if (n > 1) {
        mu_fail(ctx, "there are %zu entities \"water\"; one holds all the water", n);
        return;
    }
    if (geo->terrain.nx == 0 || geo->terrain.ny == 0) {
        mu_fail(ctx, "%s: there is no terrain to flow over", mu_name(ctx, mu_self(ctx)));
        return;
    }
    w->first_dike = mu_first_of(ctx, "dike", &n);
    w->n_dikes = (uint32_t)n;
    w->rules = rules_of(p);
    w->still = true;
    alloc_state(ctx, w, &geo->terrain);
    mu_flood_crests(geo->terrain.z, geo->terrain.nx, geo->terrain.ny, mu_at(ctx, w->crests));
    if (p->embankments)
        mu_ground_raise(geo, mu_at(ctx, w->crests));
}

/* ---- messages: kept with their stamps until the solver comes to them ------------------------ */

static void keep(struct mu_ctx *ctx, struct mu_water *w, struct mu_water_change change)
{
    if (w->n_changes == w->changes_room) {
        uint32_t room = w->changes_room ? 2 * w->changes_room : 16;
        mu_ref larger = mu_alloc(ctx, room, sizeof change);

        if (w->n_changes > 0)
            memcpy(mu_at(ctx, larger), mu_at(ctx, w->changes), w->n_changes * sizeof change);
        w->changes = larger;
        w->changes_room = room;
    }
    ((struct mu_water_change *)mu_at(ctx, w->changes))[w->n_changes++] = change;
}

static bool is_dike(struct mu_ctx *ctx, const struct mu_water *w, mu_entity_id dike)
{
    if (dike.i >= w->first_dike.i && dike.i - w->first_dike.i < w->n_dikes)
        return true;
    mu_fail(ctx, "%s was told of a breach in something that is no dike",
            mu_name(ctx, mu_self(ctx)));
    return false;
}

static void water_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct mu_water_change change = {.at = ev->at, .type = ev->type};

    switch ((enum mu_water_event)ev->type) {
    case MU_WATER_BREACH:
        change.what.dike = ((const struct mu_water_breaks *)ev->body)->dike;
        break;
    case MU_WATER_NARROW: change.what = *(const struct mu_water_narrow *)ev->body; break;
    default: mu_fail(ctx, "the water takes no message of type %d", ev->type); return;
    }
    if (is_dike(ctx, state, change.what.dike))
        keep(ctx, state, change);
}

/* ---- the solver -------------------------------------------------------------------------- */

/* All that one call of advance needs at hand. */
struct work {
    struct mu_ctx *ctx;
    struct mu_water *w;
    const struct mu_water_params *p;
    struct mu_flood flood;
    struct mu_opening *openings;
};

static const struct mu_dike_params *dike_of(const struct work *k, uint32_t i)
{
    return mu_params_of(k->ctx, (mu_entity_id){k->w->first_dike.i + i});
}

static void apply(struct work *k, const struct mu_water_change *change)
{
    const struct mu_geo *geo = mu_geography(k->ctx);
    uint32_t i = change->what.dike.i - k->w->first_dike.i;
    struct mu_opening *o = &k->openings[i];

    k->w->still = false;
    if (change->type == MU_WATER_NARROW)
        mu_opening_narrow(o, change->what.closed, change->what.ends);
    else if (!o->view.open && !o->view.closed)
        mu_opening_begin(o, dike_of(k, i), &geo->terrain);
}

/* Applies what is stamped `t` or earlier; returns the stamp of the next, at most `to`. */
static mu_time apply_until(struct work *k, mu_time t, mu_time to)
{
    const struct mu_water_change *changes = mu_at(k->ctx, k->w->changes);
    uint32_t i = k->w->next_change;

    for (; i < k->w->n_changes && changes[i].at <= t; i++)
        apply(k, &changes[i]);
    k->w->next_change = i;
    return i < k->w->n_changes && changes[i].at < to ? changes[i].at : to;
}

static double river_at(const struct work *k, const struct mu_dike_params *dike, mu_time t)
{
    return k->p->river.n > 0 ? mu_dike_stage(dike, k->p, t) : 0;
}

static bool any_open(const struct work *k)
{
    for (uint32_t i = 0; i < k->w->n_dikes; i++)
        if (k->openings[i].view.open)
            return true;
    return false;
}

/* The deepest water of the next step: what stands, and what may come through a breach. */
static double depth_ahead(const struct work *k, mu_time t)
{
    double depth = k->w->now.h_max;

    for (uint32_t i = 0; i < k->w->n_dikes; i++) {
        const struct mu_opening *o = &k->openings[i];
        const struct mu_dike_params *dike = dike_of(k, i);

        if (o->view.open)
            depth =
                fmax(depth, mu_opening_depth(o, &k->flood,
                                             mu_opening_outside(o, dike, river_at(k, dike, t))));
    }
    return depth;
}

/* The span to `next` in equal steps of whole microseconds, none longer than is stable. */
static mu_time step_length(const struct work *k, mu_time t, mu_time next)
{
    mu_time span = next - t, most;
    double depth = depth_ahead(k, t);

    if (depth <= 0)
        return span;
    most = (mu_time)(mu_flood_step_limit(&k->flood, depth) * (double)MU_SECOND);
    if (most < 1)
        most = 1;
    mu_time n = (span + most - 1) / most;
    return (span + n - 1) / n;
}

static void step(struct work *k, mu_time t, mu_time length)
{
    struct mu_water *w = k->w;
    double dt = (double)length / (double)MU_SECOND;

    w->volume_out += mu_flood_step(&k->flood, dt);
    for (uint32_t i = 0; i < w->n_dikes; i++) {
        const struct mu_dike_params *dike = dike_of(k, i);
        double volume;

        if (!k->openings[i].view.open)
            continue;
        volume =
            mu_opening_step(&k->openings[i], dike, &k->flood, river_at(k, dike, t + length), dt);
        w->volume_in += fmax(volume, 0);
        w->volume_out += fmax(-volume, 0);
    }
}

static void solve(struct work *k, mu_time from, mu_time to)
{
    for (mu_time t = from; t < to;) {
        mu_time next = apply_until(k, t, to);
        mu_time length = next - t;

        if (!k->w->still) {
            length = step_length(k, t, next);
            step(k, t, length);
        }
        t += length;
    }
    k->w->n_changes = k->w->next_change = 0;
}

static double fastest(const struct mu_flood *f)
{
    double most = 0;

    for (size_t k = 0; k < (f->nx + 1) * f->ny; k++)
        most = fmax(most, fabs(f->qx[k]));
    for (size_t k = 0; k < f->nx * (f->ny + 1); k++)
        most = fmax(most, fabs(f->qy[k]));
    return most;
}

static bool comes_to_rest(const struct work *k)
{
    return !any_open(k) && fastest(&k->flood) < REST;
}

/* ---- publication ------------------------------------------------------------------------- */

struct mu_flood_watch mu_water_watch(const struct mu_ctx *ctx, const struct mu_water *w,
                                     void *board)
{
    const struct mu_geo *geo = mu_geography(ctx);
    size_t n = geo->terrain.nx * geo->terrain.ny;
    float *peaks = mu_at(ctx, w->peaks);

    return (struct mu_flood_watch){
        .depth = board ? mu_water_board_depths(board) : NULL,
        .speed = board ? mu_water_board_speeds(board) : NULL,
        .deepest = peaks,
        .fastest = peaks + n,
        .strongest = peaks + 2 * n,
        .arrival = peaks + 3 * n,
        .duration = peaks + 4 * n,
    };
}

static void publish(struct work *k, void *board, mu_time now)
{
    struct mu_water *w = k->w;
    struct mu_water_breach *breaches;
    double at = (double)now / (double)MU_SECOND;

    mu_water_board_init(board, k->flood.nx * k->flood.ny, w->first_dike, w->n_dikes);
    breaches = mu_water_board_breaches(board);
    for (uint32_t i = 0; i < w->n_dikes; i++)
        breaches[i] = k->openings[i].view;
    struct mu_flood_watch watch = mu_water_watch(k->ctx, w, board);
    mu_flood_look(&k->flood, &watch, k->p->arrival_depth, at, w->looked > 0 ? at - w->looked : 0);
    w->looked = at;
}

static bool water_advance(struct mu_ctx *ctx, void *state, void *board, mu_time from, mu_time to)
{
    struct mu_water *w = state;

    if (w->still && w->n_changes == 0)
        return false;
    struct work k = {.ctx = ctx,
                     .w = w,
                     .p = mu_params(ctx),
                     .flood = mu_water_flood(ctx, w),
                     .openings = mu_at(ctx, w->openings)};
    solve(&k, from, to);
    if (!isfinite(w->now.h_max)) {
        mu_fail(ctx, "the water has no finite depth any more");
        return false;
    }
    publish(&k, board, to);
    w->still = comes_to_rest(&k);
    return true;
}

static size_t water_board_size(const struct mu_ctx *ctx)
{
    const struct mu_geo *geo = mu_geography(ctx);
    size_t dikes;

    mu_first_of(ctx, "dike", &dikes);
    return mu_water_board_size(geo->terrain.nx * geo->terrain.ny, dikes);
}

/* Dikes stand on the board by their numbers. */
static void water_basis(const struct mu_ctx *ctx, const void *state, struct mu_basis *basis)
{
    const struct mu_water *w = state;
    const struct mu_geo *geo = mu_geography(ctx);
    const struct mu_grid *t = &geo->terrain;
    const double place[] = {(double)t->nx, (double)t->ny, t->x0, t->y0, t->dx};
    const uint32_t dikes[] = {w->first_dike.i, w->n_dikes};

    basis->land = mu_digest(0, place, sizeof place);
    basis->land = mu_digest(basis->land, t->z, t->nx * t->ny * sizeof *t->z);
    basis->land = mu_digest(basis->land, mu_at(ctx, w->crests),
                            mu_flood_crest_doubles(t->nx, t->ny) * sizeof(double));
    basis->settings = mu_digest(0, dikes, sizeof dikes);
    basis->settings = mu_digest_params(ctx, mu_self(ctx), basis->settings);
    for (uint32_t i = 0; i < w->n_dikes; i++)
        basis->settings =
            mu_digest_params(ctx, (mu_entity_id){w->first_dike.i + i}, basis->settings);
}

static bool water_shape(const struct mu_ctx *ctx, struct mu_grid_shape *shape)
{
    const struct mu_geo *geo = mu_geography(ctx);
    const struct mu_grid *t = &geo->terrain;

    *shape = (struct mu_grid_shape){t->nx, t->ny, t->x0, t->y0, t->dx};
    return true;
}

const struct mu_model mu_water_model = {
    .name = "water",
    .summary = "flood on the land through breaches, from a river or reservoirs",
    .params = mu_water_settings,
    .params_size = sizeof(struct mu_water_params),
    .state_size = sizeof(struct mu_water),
    .site = MU_SITE_OWN,
    .kinds = mu_water_kinds,
    .series = mu_water_series,
    .field = &(const struct mu_field){.board_size = water_board_size,
                                      .advance = water_advance,
                                      .shape = water_shape,
                                      .outputs = mu_water_outputs,
                                      .basis = water_basis},
    .check = mu_water_check,
    .start = water_start,
    .handle = water_handle,
    .finish = mu_water_finish,
};
