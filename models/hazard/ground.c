#include "models/hazard/ground.h"

#include <math.h>

/* A road's piece in units of cells: cell (i, j) has its centre at (i, j). */
struct piece {
    double x0, y0, x1, y1;
    double raised;
};

static struct piece turned(struct piece p)
{
    return (struct piece){p.y0, p.x0, p.y1, p.x1, p.raised};
}

static void raise_face(double *crest, double z_lo, double z_hi, double raised)
{
    *crest = fmax(*crest, 0.5 * (z_lo + z_hi) + raised);
}

/* Where the piece meets the rows' centre lines y = 0, 1, ..: calls `at` with the row and the
 * column west of the meeting point. Half open at the upper end, so that a bend on a line
 * counts once. */
static void cross_rows(struct piece p, size_t n_columns, size_t n_rows,
                       void (*at)(void *to, size_t row, size_t column, double raised), void *to)
{
    double lo = fmin(p.y0, p.y1), hi = fmax(p.y0, p.y1);

    for (double y = fmax(ceil(lo), 0); y < hi && y < (double)n_rows; y++) {
        double x = p.x0 + (p.x1 - p.x0) * ((y - p.y0) / (p.y1 - p.y0));

        if (x >= 0 && x < (double)n_columns - 1)
            at(to, (size_t)y, (size_t)floor(x), p.raised);
    }
}

struct ground {
    const struct mu_grid *grid;
    double *zx, *zy;
};

static void raise_x(void *to, size_t row, size_t column, double raised)
{
    struct ground *g = to;
    const double *z = g->grid->z + row * g->grid->nx + column;

    raise_face(&g->zx[row * (g->grid->nx + 1) + column + 1], z[0], z[1], raised);
}

/* For the turned piece: its row is a column of the grid. */
static void raise_y(void *to, size_t column, size_t row, double raised)
{
    struct ground *g = to;
    size_t nx = g->grid->nx;
    const double *z = g->grid->z + row * nx + column;

    raise_face(&g->zy[(row + 1) * nx + column], z[0], z[nx], raised);
}

static void raise_piece(struct ground *g, struct mu_point a, struct mu_point b, double raised)
{
    const struct mu_grid *t = g->grid;
    struct piece p = {(a.x - t->x0) / t->dx, (a.y - t->y0) / t->dx, (b.x - t->x0) / t->dx,
                      (b.y - t->y0) / t->dx, raised};

    cross_rows(p, t->nx, t->ny, raise_x, g);
    cross_rows(turned(p), t->ny, t->nx, raise_y, g);
}

void mu_ground_raise(const struct mu_geo *geo, double *crests)
{
    const struct mu_grid *t = &geo->terrain;
    struct ground g = {.grid = t, .zx = crests, .zy = crests + (t->nx + 1) * t->ny};

    for (size_t l = 0; l < geo->roads.n_links; l++) {
        const struct mu_link *link = &geo->roads.links[l];
        const struct mu_point *points = geo->roads.points + link->shape;

        if (link->bridge || link->raised <= 0)
            continue;
        for (uint32_t k = 1; k < link->n_shape; k++)
            raise_piece(&g, points[k - 1], points[k], link->raised);
    }
}
