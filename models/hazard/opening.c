#include "models/hazard/opening.h"

#include <math.h>

#include "models/hazard/weir.h"

/* ---- where it leads --------------------------------------------------------------------- */

/* The cell at `s` metres along the dike from the middle of the opening, on the line through
 * the inside point; false where that is off the map or as high as the crest. */
static bool cell_at(const struct mu_dike_params *dike, const struct mu_grid *terrain, double s,
                    size_t *cell)
{
    double across = mu_distance(dike->at, dike->inside);
    struct mu_point along = {-(dike->inside.y - dike->at.y) / across,
                             (dike->inside.x - dike->at.x) / across};
    struct mu_point p = {dike->inside.x + s * along.x, dike->inside.y + s * along.y};

    return mu_grid_cell(terrain, p, cell) && terrain->z[*cell] < dike->crest;
}

static void lead_to(struct mu_opening *o, size_t cell, double from, double to)
{
    if (o->n > 0 && o->cells[o->n - 1].cell == cell) {
        o->cells[o->n - 1].to = to;
        return;
    }
    o->cells[o->n++] = (struct mu_opening_cell){(uint32_t)cell, from, to};
}

/* The full width in MU_OPENING_CELLS equal pieces; a piece before no usable cell goes to the
 * last one that was. */
static void find_cells(struct mu_opening *o, const struct mu_dike_params *dike,
                       const struct mu_grid *terrain)
{
    double piece = dike->max_width / MU_OPENING_CELLS, half = dike->max_width / 2;
    size_t last;

    if (!mu_grid_cell(terrain, dike->inside, &last))
        return;
    for (int k = 0; k < MU_OPENING_CELLS; k++) {
        double from = k * piece - half;

        cell_at(dike, terrain, from + piece / 2, &last);
        lead_to(o, last, from, from + piece);
    }
}

void mu_opening_begin(struct mu_opening *opening, const struct mu_dike_params *dike,
                      const struct mu_grid *terrain)
{
    struct mu_breach_law law = mu_dike_law(dike);

    *opening = (struct mu_opening){.view.open = true};
    mu_breach_open(&law, &opening->breach);
    if (dike->reservoir.n > 0)
        opening->volume =
            mu_reservoir_volume(dike->reservoir.rows, dike->reservoir.n, dike->reservoir_level);
    find_cells(opening, dike, terrain);
}

/* ---- water through it --------------------------------------------------------------------- */

double mu_opening_outside(const struct mu_opening *opening, const struct mu_dike_params *dike,
                          double river)
{
    if (dike->reservoir.n > 0)
        return mu_reservoir_stage(dike->reservoir.rows, dike->reservoir.n, opening->volume);
    return river;
}

/* Metres of the eroded width in front of a cell. */
static double stretch(const struct mu_opening *o, const struct mu_opening_cell *c)
{
    double half = o->breach.width / 2;

    return fmax(fmin(c->to, half) - fmax(c->from, -half), 0);
}

static double inside(const struct mu_opening *o, const struct mu_flood *flood)
{
    double sum = 0, width = 0;

    for (uint32_t k = 0; k < o->n; k++) {
        double b = stretch(o, &o->cells[k]);

        sum += b * mu_flood_level(flood, o->cells[k].cell);
        width += b;
    }
    return width > 0 ? sum / width : 0;
}

double mu_opening_depth(const struct mu_opening *opening, const struct mu_flood *flood,
                        double outside)
{
    double depth = 0;

    for (uint32_t k = 0; k < opening->n; k++)
        if (stretch(opening, &opening->cells[k]) > 0)
            depth =
                fmax(depth, outside - fmax(flood->z[opening->cells[k].cell], opening->breach.sill));
    return depth;
}

/* What may still leave the reservoir over the sill; without one, anything. */
static double held(const struct mu_opening *o, const struct mu_dike_params *dike)
{
    if (dike->reservoir.n == 0)
        return INFINITY;
    return fmax(o->volume -
                    mu_reservoir_volume(dike->reservoir.rows, dike->reservoir.n, o->breach.sill),
                0);
}

/* Volume through the stretch before one cell [m3], inwards positive. `share` of the stretch
 * is open. */
static double pass(struct mu_opening *o, const struct mu_dike_params *dike,
                   const struct mu_opening_cell *c, struct mu_flood *flood, double outside,
                   double share, double dt)
{
    double width = dike->weir_coefficient * share * stretch(o, c);
    /* Ground higher than the sill is the crest. */
    double crest = fmax(o->breach.sill, flood->z[c->cell]);
    double q = mu_weir_flow_into(width, crest, outside, mu_flood_level(flood, c->cell),
                                 flood->dx * flood->dx, dt);
    double volume = mu_flood_add(flood, c->cell, fmin(q * dt, held(o, dike)));

    o->volume -= dike->reservoir.n > 0 ? volume : 0;
    return volume;
}

static void look(struct mu_opening *o, double outside, double level, double volume, double dt)
{
    struct mu_water_breach *v = &o->view;

    v->eroded = o->breach.width;
    v->filled = fmin(o->filled, o->breach.width);
    v->width = v->eroded - v->filled;
    v->sill = o->breach.sill;
    v->outside = outside;
    v->inside = level;
    v->discharge = volume / dt;
    v->speed = v->width > 0 ? mu_weir_speed(v->sill, outside, level) : 0;
    v->volume_in += fmax(volume, 0);
    v->volume_out += fmax(-volume, 0);
}

double mu_opening_step(struct mu_opening *opening, const struct mu_dike_params *dike,
                       struct mu_flood *flood, double river, double dt)
{
    struct mu_breach_law law = mu_dike_law(dike);
    double outside = mu_opening_outside(opening, dike, river);
    double level = inside(opening, flood);
    double volume = 0, share;

    mu_breach_grow(&law, &opening->breach, dt, outside, level, opening->ends);
    share = fmax(1 - opening->filled / opening->breach.width, 0);
    for (uint32_t k = 0; share > 0 && k < opening->n; k++)
        if (stretch(opening, &opening->cells[k]) > 0)
            volume += pass(opening, dike, &opening->cells[k], flood, outside, share, dt);
    look(opening, outside, level, volume, dt);
    return volume;
}

void mu_opening_narrow(struct mu_opening *opening, double filled, int32_t ends)
{
    struct mu_water_breach *v = &opening->view;

    opening->filled = fmax(opening->filled, filled);
    opening->ends = ends > opening->ends ? ends : opening->ends;
    if (!v->open || opening->filled < opening->breach.width)
        return;
    v->open = false;
    v->closed = true;
    v->filled = v->eroded = opening->breach.width;
    v->width = v->discharge = v->speed = 0;
}
