/* inundation.h - shallow water over terrain, 2-D local inertial equations.
 *
 * Face discharge per metre of width (Bates, Horritt and Fewtrell 2010; de Almeida et al. 2012):
 *
 *   h_f = max(eta_l, eta_r) - z_f                          z_f = crest between the two cells
 *   q'  = (theta q_i + (1 - theta)/2 (q_i-1 + q_i+1) - g h_f dt (eta_r - eta_l)/dx)
 *         / (1 + g dt n^2 |q_i| / h_f^(7/3))
 *
 * cut to |q'| <= h_f sqrt(g h_f) (Froude number 1), and by a limiter by which no cell gives
 * more than it holds. Depths then change by the faces' differences alone, so that water is
 * neither made nor lost. Only what is wet is computed: each row keeps the span from its first
 * to its last wet cell, and water moves by at most one cell a step.
 *
 * Rows of cells are shared out among threads where enough of them are wet. Each number comes from
 * the same operations whoever computes it: new discharges are written beside the old ones, and a
 * face is cut back by the one cell that it drains.
 *
 * Memory is the caller's: a block of doubles and two rows of spans, cut into views for the time
 * of a call; nothing here keeps a pointer. Cell (i, j) is [j nx + i], row 0 the southernmost.
 *
 * Left out on purpose: advection of momentum (no bores, no supercritical flow), rain,
 * infiltration. Sources: docs/models/water.md.
 */
#ifndef MU_MODELS_HAZARD_INUNDATION_H
#define MU_MODELS_HAZARD_INUNDATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/crew.h"

enum mu_flood_edge { MU_EDGE_WEST, MU_EDGE_EAST, MU_EDGE_SOUTH, MU_EDGE_NORTH, MU_EDGES };

struct mu_flood_rules {
    double manning;      /* s/m^(1/3) */
    double theta;        /* 1 = Bates 2010; less = smoother */
    double dry;          /* m, thinner water does not flow */
    double alpha;        /* Courant number */
    bool open[MU_EDGES]; /* free outflow at normal depth; otherwise a wall */
    double edge_slope;   /* of the bed outside an open edge */
};

/* Wet cells of a row: lo <= i < hi; lo = hi: none. */
struct mu_flood_span {
    uint32_t lo, hi;
};

/* What is not in the arrays. Zeroed = dry. */
struct mu_flood_now {
    double h_max;          /* m, the deepest water */
    size_t row_lo, row_hi; /* rows that may be wet: row_lo <= j < row_hi */
    bool second;           /* the discharges are those in the second of the two places */
};

struct mu_flood {
    size_t nx, ny;
    double dx;        /* m */
    const double *z;  /* m, ground of the cells, nx ny */
    const double *zx; /* m, crest of the faces between (i-1, j) and (i, j): (nx+1) ny */
    const double *zy; /* m, crest of the faces between (i, j-1) and (i, j): nx (ny+1) */
    double *h;        /* m, depth of the cells, >= 0 */
    double *qx, *qy;  /* m2/s through the faces, to the east and north */
    double *qx_before, *qy_before;
    struct mu_flood_span *spans; /* 2 ny: wet cells of each row; then scratch */
    struct mu_flood_now *now;
    const struct mu_flood_rules *rules;
    struct mu_crew *crew; /* who shares the work, where that pays; NULL = nobody */
};

#define MU_FLOOD_PARTS 64

/* Rows lo .. hi - 1 for one thread. */
struct mu_flood_part {
    size_t lo, hi;
    double h_max; /* m, after a step */
};

/* What is shared out among threads. */
struct mu_flood_parts {
    size_t n;
    struct mu_flood_part items[MU_FLOOD_PARTS];
};

/* Doubles in the two blocks: what stays as it is (zx, zy), and what moves. */
size_t mu_flood_crest_doubles(size_t nx, size_t ny);
size_t mu_flood_state_doubles(size_t nx, size_t ny);
/* Cuts the blocks into views; the rest of `flood` is set already. The block of state and what is
 * now start zeroed: dry. */
void mu_flood_view(struct mu_flood *flood, const double *crests, double *state);
/* Fills the crests with the higher of the two cells beside each face. */
void mu_flood_crests(const double *z, size_t nx, size_t ny, double *crests);

/* The longest stable step [s] while no water is deeper than `depth` (at least now->h_max), by
 * alpha and theta; infinite at 0. */
double mu_flood_step_limit(const struct mu_flood *flood, double depth);
/* One step. Returns the volume [m3] that left through open edges. A face of a wall keeps the
 * discharge it was given, which is 0 or an inflow that the caller imposes on a cell that was
 * touched. */
double mu_flood_step(struct mu_flood *flood, double dt);
/* Adds water to a cell, or takes up to all of it; returns what was added [m3]. */
double mu_flood_add(struct mu_flood *flood, size_t cell, double volume);
/* To be called when h of a cell was set by hand. */
void mu_flood_touch(struct mu_flood *flood, size_t cell);

/* Rows lo .. hi - 1 in parts of about equal work, `spans` = the cells of each row; one part where
 * more do not pay. */
void mu_flood_share(const struct mu_flood *flood, const struct mu_flood_span *spans, size_t lo,
                    size_t hi, struct mu_flood_parts *parts);

double mu_flood_volume(const struct mu_flood *flood);             /* m3 on the ground */
double mu_flood_level(const struct mu_flood *flood, size_t cell); /* m; the ground where dry */
/* |q| [m2/s] at the centre of a cell. */
double mu_flood_discharge(const struct mu_flood *flood, size_t cell);

#endif
