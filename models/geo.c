#include "models/geo.h"

#include <math.h>

bool mu_grid_cell(const struct mu_grid *grid, struct mu_point at, size_t *cell)
{
    /* A cell reaches half a cell to each side of its centre. */
    double i = floor((at.x - grid->x0) / grid->dx + 0.5);
    double j = floor((at.y - grid->y0) / grid->dx + 0.5);

    if (!(i >= 0 && j >= 0 && i < (double)grid->nx && j < (double)grid->ny))
        return false;
    *cell = (size_t)j * grid->nx + (size_t)i;
    return true;
}

uint32_t mu_network_nearest(const struct mu_network *roads, struct mu_point at)
{
    uint32_t best = UINT32_MAX;
    double best_distance = INFINITY;

    for (size_t v = 0; v < roads->n_nodes; v++) {
        double x = roads->nodes[v].x - at.x, y = roads->nodes[v].y - at.y;
        double d = x * x + y * y;

        if (d < best_distance) { /* the first of equals, so that the answer is one */
            best_distance = d;
            best = (uint32_t)v;
        }
    }
    return best;
}

double mu_distance(struct mu_point a, struct mu_point b)
{
    return hypot(b.x - a.x, b.y - a.y);
}
