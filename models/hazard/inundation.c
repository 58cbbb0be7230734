#include "models/hazard/inundation.h"

#include <math.h>

#include "models/hazard/inundation_rows.h"
#include "models/hazard/weir.h"

struct range {
    size_t lo, hi;
};

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t mu_flood_crest_doubles(size_t nx, size_t ny)
{
    return (nx + 1) * ny + nx * (ny + 1);
}

size_t mu_flood_state_doubles(size_t nx, size_t ny)
{
    return nx * ny + 2 * mu_flood_crest_doubles(nx, ny);
}

static void exchange(struct mu_flood *f)
{
    double *qx = f->qx, *qy = f->qy;

    f->qx = f->qx_before;
    f->qy = f->qy_before;
    f->qx_before = qx;
    f->qy_before = qy;
}

void mu_flood_view(struct mu_flood *flood, const double *crests, double *state)
{
    size_t nx = flood->nx, ny = flood->ny;

    flood->zx = crests;
    flood->zy = crests + (nx + 1) * ny;
    flood->h = state;
    flood->qx = flood->h + nx * ny;
    flood->qy = flood->qx + (nx + 1) * ny;
    flood->qx_before = flood->qy + nx * (ny + 1);
    flood->qy_before = flood->qx_before + (nx + 1) * ny;
    if (flood->now->second)
        exchange(flood);
}

void mu_flood_crests(const double *z, size_t nx, size_t ny, double *crests)
{
    double *zx = crests, *zy = crests + (nx + 1) * ny;

    for (size_t j = 0; j < ny; j++)
        for (size_t f = 0; f <= nx; f++)
            zx[j * (nx + 1) + f] =
                fmax(z[j * nx + (f > 0 ? f - 1 : 0)], z[j * nx + (f < nx ? f : nx - 1)]);
    for (size_t f = 0; f <= ny; f++)
        for (size_t i = 0; i < nx; i++)
            zy[f * nx + i] =
                fmax(z[(f > 0 ? f - 1 : 0) * nx + i], z[(f < ny ? f : ny - 1) * nx + i]);
}

double mu_flood_step_limit(const struct mu_flood *flood, double depth)
{
    /* A checkerboard of waves without friction grows beyond c dt / dx = sqrt(theta / 2): the
     * smoothing takes from the stability that theta = 1 has. */
    double stable = 0.95 * sqrt(flood->rules->theta / 2);

    return fmin(flood->rules->alpha, stable) * flood->dx / sqrt(MU_GRAVITY * depth);
}

/* ---- rows for threads ---------------------------------------------------------------- */

/* Cells from which another thread pays. Source: muster calibration on 2 cores. */
#define CELLS_OF_A_PART 1000

static size_t cells_of(const struct mu_flood_span *spans, size_t lo, size_t hi)
{
    size_t n = 0;

    for (size_t j = lo; j < hi; j++)
        n += spans[j].hi - spans[j].lo;
    return n;
}

void mu_flood_share(const struct mu_flood *flood, const struct mu_flood_span *spans, size_t lo,
                    size_t hi, struct mu_flood_parts *parts)
{
    const size_t cells = cells_of(spans, lo, hi),
                 most = smaller(mu_crew_size(flood->crew), MU_FLOOD_PARTS);
    const size_t n = larger(smaller(cells / CELLS_OF_A_PART, most), 1);
    size_t row = lo, before = 0;

    parts->n = n;
    for (size_t p = 0; p < n; p++) {
        parts->items[p].lo = row;
        while (row < hi && (p + 1 == n || before * n < cells * (p + 1))) {
            before += spans[row].hi - spans[row].lo;
            row++;
        }
        parts->items[p].hi = row;
    }
}

/* ---- discharges ------------------------------------------------------------------- */

struct step {
    struct mu_flood *flood;
    double dt_dx;
    struct mu_flood_rows rows;
    struct mu_face_numbers numbers;
    struct mu_flood_span *reached; /* by row: cells that may be wet after this step */
    struct mu_flood_parts parts;
};

static struct step step_of(struct mu_flood *flood, double dt)
{
    const struct mu_flood_rules *r = flood->rules;

    return (struct step){
        .flood = flood,
        .dt_dx = dt / flood->dx,
        .rows = mu_flood_rows(),
        .numbers = {.theta = r->theta,
                    .side = (1 - r->theta) / 2,
                    .slope = MU_GRAVITY * dt / flood->dx,
                    .friction = MU_GRAVITY * dt * r->manning * r->manning,
                    .dry = r->dry,
                    .least = 0.5 * r->dry},
        .reached = flood->spans + flood->ny,
    };
}

/* New discharges of the inner faces lo .. hi of a row of cells. */
static void flow_x(const struct step *step, size_t j)
{
    const struct mu_flood *f = step->flood;
    size_t lo = larger(f->spans[j].lo, 1), hi = smaller(f->spans[j].hi + (size_t)1, f->nx);
    const double *h = f->h + j * f->nx + lo, *z = f->z + j * f->nx + lo;
    size_t face = j * (f->nx + 1) + lo;
    const double *q = f->qx_before + face;

    if (f->spans[j].lo >= f->spans[j].hi || lo >= hi)
        return;
    step->rows.faces(&(struct mu_face_row){.h_lo = h - 1,
                                           .z_lo = z - 1,
                                           .h_hi = h,
                                           .z_hi = z,
                                           .crest = f->zx + face,
                                           .q_before = q - 1,
                                           .q = q,
                                           .q_after = q + 1,
                                           .out = f->qx + face},
                     hi - lo, &step->numbers);
}

static struct range union_of(struct mu_flood_span a, struct mu_flood_span b)
{
    if (a.lo >= a.hi)
        return (struct range){b.lo, b.hi};
    if (b.lo >= b.hi)
        return (struct range){a.lo, a.hi};
    return (struct range){smaller(a.lo, b.lo), larger(a.hi, b.hi)};
}

/* New discharges of the faces between rows j - 1 and j. */
static void flow_y(const struct step *step, size_t j)
{
    const struct mu_flood *f = step->flood;
    struct range r = union_of(f->spans[j - 1], f->spans[j]);
    size_t here = j * f->nx + r.lo, south = here - f->nx;
    const double *q = f->qy_before + here;

    if (r.lo >= r.hi)
        return;
    step->rows.faces(&(struct mu_face_row){.h_lo = f->h + south,
                                           .z_lo = f->z + south,
                                           .h_hi = f->h + here,
                                           .z_hi = f->z + here,
                                           .crest = f->zy + here,
                                           .q_before = q - f->nx,
                                           .q = q,
                                           .q_after = q + f->nx,
                                           .out = f->qy + here},
                     r.hi - r.lo, &step->numbers);
}

/* Outflow [m2/s] of a cell through an open edge: normal depth, not above Froude number 1. */
static double edge_flow(const struct mu_flood *f, size_t cell)
{
    double h = f->h[cell];

    if (h <= f->rules->dry)
        return 0;
    return fmin(h * cbrt(h * h) * sqrt(f->rules->edge_slope) / f->rules->manning,
                h * sqrt(MU_GRAVITY * h));
}

/* A wall keeps what it was given. */
static void flow_edges_x(const struct mu_flood *f, size_t j)
{
    const bool *open = f->rules->open;
    size_t west = j * (f->nx + 1), east = west + f->nx, cell = j * f->nx;

    f->qx[west] = open[MU_EDGE_WEST] ? -edge_flow(f, cell) : f->qx_before[west];
    f->qx[east] = open[MU_EDGE_EAST] ? edge_flow(f, cell + f->nx - 1) : f->qx_before[east];
}

static void flow_edges_y(const struct mu_flood *f)
{
    const bool *open = f->rules->open;
    size_t top = f->nx * f->ny;

    for (size_t i = 0; i < f->nx; i++) {
        f->qy[i] = open[MU_EDGE_SOUTH] ? -edge_flow(f, i) : f->qy_before[i];
        f->qy[top + i] =
            open[MU_EDGE_NORTH] ? edge_flow(f, top - f->nx + i) : f->qy_before[top + i];
    }
}

/* ---- where water may stand after this step ---------------------------------------------- */

static struct range rows_reached(const struct mu_flood *f)
{
    size_t lo = f->now->row_lo;

    return (struct range){lo - (lo > 0), smaller(f->now->row_hi + 1, f->ny)};
}

/* The wet cells of row j, those beside them, and those beside wet ones of the rows around. */
static struct mu_flood_span reach(const struct mu_flood *f, size_t j)
{
    const struct mu_flood_span none = {0, 0};
    struct mu_flood_span own = f->spans[j];
    struct range r;

    if (own.lo < own.hi) {
        own.lo -= own.lo > 0;
        own.hi += own.hi < f->nx;
    }
    r = union_of(own, j > 0 ? f->spans[j - 1] : none);
    r = union_of((struct mu_flood_span){(uint32_t)r.lo, (uint32_t)r.hi},
                 j + 1 < f->ny ? f->spans[j + 1] : none);
    return (struct mu_flood_span){(uint32_t)r.lo, (uint32_t)r.hi};
}

static void find_reach(struct step *step)
{
    struct range rows = rows_reached(step->flood);

    for (size_t j = rows.lo; j < rows.hi; j++)
        step->reached[j] = reach(step->flood, j);
    mu_flood_share(step->flood, step->reached, rows.lo, rows.hi, &step->parts);
}

/* ---- no cell gives more than it holds ------------------------------------------------ */

static struct mu_cell_row cell_row(const struct mu_flood *f, size_t j, size_t lo)
{
    const double *west = f->qx + j * (f->nx + 1) + lo, *south = f->qy + j * f->nx + lo;

    return (struct mu_cell_row){.h = f->h + j * f->nx + lo,
                                .west = west,
                                .east = west + 1,
                                .south = south,
                                .north = south + f->nx};
}

static void limit_cell(const struct mu_flood *f, double dt_dx, size_t i, size_t j)
{
    double *west = f->qx + j * (f->nx + 1) + i, *east = west + 1;
    double *south = f->qy + j * f->nx + i, *north = south + f->nx;
    double out = (fmax(*east, 0) - fmin(*west, 0)) + (fmax(*north, 0) - fmin(*south, 0));
    double h = f->h[j * f->nx + i];
    double share;

    if (out * dt_dx <= h)
        return;
    share = h / (out * dt_dx) * (1 - 1e-15); /* rounding must not take the last drop twice */
    *east *= *east > 0 ? share : 1;
    *west *= *west < 0 ? share : 1;
    *north *= *north > 0 ? share : 1;
    *south *= *south < 0 ? share : 1;
}

/* Beyond the wet cells too: what the faces beside it do can draw on a dry cell. A face drains one
 * cell, so that it makes no difference which row is looked at first. */
static void limit_row(const struct step *step, size_t j)
{
    struct mu_flood_span r = step->reached[j];
    struct mu_cell_row row = cell_row(step->flood, j, r.lo);

    if (step->rows.excess(&row, r.hi - r.lo, step->dt_dx) <= 0)
        return;
    for (size_t i = r.lo; i < r.hi; i++)
        limit_cell(step->flood, step->dt_dx, i, j);
}

/* ---- all discharges ------------------------------------------------------------------ */

/* A row is cut back when the faces north of it are known; those of the last row are another
 * part's. */
static void flow_part(void *arg, size_t p)
{
    const struct step *step = arg;
    const struct mu_flood_part *part = &step->parts.items[p];

    for (size_t j = part->lo; j < part->hi; j++) {
        flow_x(step, j);
        flow_edges_x(step->flood, j);
        if (j > 0)
            flow_y(step, j);
        if (j > part->lo)
            limit_row(step, j - 1);
    }
}

static void flow(struct step *step)
{
    struct mu_flood *f = step->flood;

    exchange(f);
    f->now->second = !f->now->second;
    flow_edges_y(f);
    mu_crew_share(f->crew, step->parts.n, flow_part, step);
    for (size_t p = 0; p < step->parts.n; p++)
        if (step->parts.items[p].lo < step->parts.items[p].hi)
            limit_row(step, step->parts.items[p].hi - 1);
}

/* ---- depths ------------------------------------------------------------------------ */

/* Widens the span of row j over what has become wet within r. */
static void widen(const struct mu_flood *f, size_t j, struct mu_flood_span r)
{
    struct mu_flood_span *s = &f->spans[j];
    const double *h = f->h + j * f->nx;

    while (r.lo < r.hi && !(r.lo >= s->lo && r.lo < s->hi) && h[r.lo] <= 0)
        r.lo++;
    while (r.hi > r.lo && !(r.hi > s->lo && r.hi <= s->hi) && h[r.hi - 1] <= 0)
        r.hi--;
    if (r.lo < r.hi)
        *s = r;
}

static void move_part(void *arg, size_t p)
{
    struct step *step = arg;
    const struct mu_flood *f = step->flood;
    struct mu_flood_part *part = &step->parts.items[p];
    double h_max = 0;

    for (size_t j = part->lo; j < part->hi; j++) {
        struct mu_flood_span r = step->reached[j];
        struct mu_cell_row row = cell_row(f, j, r.lo);

        if (r.lo >= r.hi)
            continue;
        h_max = fmax(h_max, step->rows.cells(&row, r.hi - r.lo, step->dt_dx));
        widen(f, j, r);
    }
    part->h_max = h_max;
}

static bool is_wet(const struct mu_flood *f, size_t j)
{
    return f->spans[j].lo < f->spans[j].hi;
}

static void move_water(struct step *step)
{
    struct mu_flood *f = step->flood;
    struct mu_flood_now *now = f->now;
    struct range rows = rows_reached(f);

    mu_crew_share(f->crew, step->parts.n, move_part, step);
    now->h_max = 0;
    for (size_t p = 0; p < step->parts.n; p++)
        now->h_max = fmax(now->h_max, step->parts.items[p].h_max);
    if (is_wet(f, rows.lo))
        now->row_lo = rows.lo;
    if (is_wet(f, rows.hi - 1))
        now->row_hi = rows.hi;
}

/* Volume through the open edges in one step [m3]. */
static double left(const struct mu_flood *f, double dt)
{
    size_t nx = f->nx, ny = f->ny;
    double q = 0;

    for (size_t j = f->now->row_lo; j < f->now->row_hi; j++) {
        q -= f->rules->open[MU_EDGE_WEST] ? f->qx[j * (nx + 1)] : 0;
        q += f->rules->open[MU_EDGE_EAST] ? f->qx[j * (nx + 1) + nx] : 0;
    }
    for (size_t i = 0; f->rules->open[MU_EDGE_SOUTH] && i < nx; i++)
        q -= f->qy[i];
    for (size_t i = 0; f->rules->open[MU_EDGE_NORTH] && i < nx; i++)
        q += f->qy[ny * nx + i];
    return q * f->dx * dt;
}

double mu_flood_step(struct mu_flood *flood, double dt)
{
    struct step step = step_of(flood, dt);
    double out;

    if (flood->now->row_lo >= flood->now->row_hi)
        return 0;
    find_reach(&step);
    flow(&step);
    out = left(flood, dt);
    move_water(&step);
    return out;
}

/* ---- single cells ------------------------------------------------------------------- */

void mu_flood_touch(struct mu_flood *flood, size_t cell)
{
    uint32_t i = (uint32_t)(cell % flood->nx);
    size_t j = cell / flood->nx;
    struct mu_flood_span *s = &flood->spans[j];
    struct mu_flood_now *now = flood->now;
    bool none = now->row_lo >= now->row_hi;

    if (s->lo >= s->hi)
        *s = (struct mu_flood_span){i, i + 1};
    s->lo = i < s->lo ? i : s->lo;
    s->hi = i >= s->hi ? i + 1 : s->hi;
    now->row_lo = none ? j : smaller(now->row_lo, j);
    now->row_hi = none ? j + 1 : larger(now->row_hi, j + 1);
    now->h_max = fmax(now->h_max, flood->h[cell]);
}

double mu_flood_add(struct mu_flood *flood, size_t cell, double volume)
{
    double area = flood->dx * flood->dx;
    double before = flood->h[cell];
    double after = fmax(before + volume / area, 0);

    if (volume == 0)
        return 0;
    flood->h[cell] = after;
    mu_flood_touch(flood, cell);
    return (after - before) * area;
}

double mu_flood_volume(const struct mu_flood *flood)
{
    double sum = 0;

    for (size_t j = flood->now->row_lo; j < flood->now->row_hi; j++) {
        double row = 0;

        for (size_t i = flood->spans[j].lo; i < flood->spans[j].hi; i++)
            row += flood->h[j * flood->nx + i];
        sum += row;
    }
    return sum * flood->dx * flood->dx;
}

double mu_flood_level(const struct mu_flood *flood, size_t cell)
{
    return flood->z[cell] + flood->h[cell];
}

double mu_flood_discharge(const struct mu_flood *flood, size_t cell)
{
    size_t nx = flood->nx, i = cell % nx, j = cell / nx;
    const double *x = flood->qx + j * (nx + 1) + i, *y = flood->qy + j * nx + i;

    return hypot(0.5 * (x[0] + x[1]), 0.5 * (y[0] + y[nx]));
}
