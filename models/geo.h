/* geo.h - geography: terrain and roads, as plain structs. Read once, const, shared.
 *
 * The reader (scenarios/) fills it; models read it. All coordinates are metres in the
 * scenario's projected CRS, x to the east and y to the north.
 */
#ifndef MU_MODELS_GEO_H
#define MU_MODELS_GEO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/value.h"

/* Cell values on a regular grid; cell (i, j) has its centre at (x0 + i dx, y0 + j dx) and
 * stands at z[j * nx + i]; row 0 is the southernmost. No cell is without data. */
struct mu_grid {
    size_t nx, ny;
    double x0, y0, dx; /* m */
    double *z;
};

/* A directed link of the road network; a two-way road is two links, `twin` each other. */
struct mu_link {
    uint32_t from, to;       /* nodes */
    uint32_t twin;           /* the other direction, UINT32_MAX = one-way */
    uint32_t shape, n_shape; /* its points, from -> to, in mu_network.points */
    double length;           /* m */
    double speed;            /* m/s, free flow */
    double capacity;         /* vehicles/s over all lanes of this direction */
    double lanes;
    double raised; /* m above the terrain: embankment, dike road, bridge deck */
    bool bridge;
    const char *name; /* UTF-8, "" = none; the two directions share it */
    const char *road_class;
};

struct mu_network {
    size_t n_nodes, n_links;
    struct mu_point *nodes;
    struct mu_link *links;   /* sorted by (from, to) */
    uint32_t *first_out;     /* n_nodes + 1: links first_out[v] .. first_out[v+1]-1 leave v */
    struct mu_point *points; /* of all shapes */
    size_t n_points;
};

struct mu_geo {
    struct mu_grid terrain; /* m above the datum */
    struct mu_network roads;
    const char *crs;     /* as given, "EPSG:32650" */
    const char *crs_wkt; /* WKT 2 for the result's grid mapping */
};

/* False when (x, y) lies outside the grid. */
bool mu_grid_cell(const struct mu_grid *grid, struct mu_point at, size_t *cell);
/* The nearest node by straight line, UINT32_MAX in an empty network. */
uint32_t mu_network_nearest(const struct mu_network *roads, struct mu_point at);
double mu_distance(struct mu_point a, struct mu_point b); /* m */

#endif
