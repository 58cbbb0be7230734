/* terrain_read.h - a raster that GDAL can read -> a grid in the scenario's projection. */
#ifndef MU_SCENARIOS_TERRAIN_READ_H
#define MU_SCENARIOS_TERRAIN_READ_H

#include "models/geo.h"
#include "scenarios/inputs.h"
#include "scenarios/projection.h"

struct mu_terrain_request {
    const char *path;
    struct mu_place from; /* where the file is named */
    const char *crs;      /* of the raster when it names none; "" = it must */
    double cell;          /* m; 0 = as it is */
    bool cut;             /* only the part between the corners */
    struct mu_point southwest, northeast;
    const struct mu_projection *projection;
};

/* Reprojected when its CRS is another, resampled when another cell size is wanted. A cut keeps
 * whole cells. Cells without data are filled from their neighbours, with a warning that counts
 * them. */
bool mu_terrain_read(struct mu_inputs *inputs, const struct mu_terrain_request *request,
                     struct mu_grid *grid);
/* Every cell without data (NaN) gets the mean of its neighbours, the nearest first. Returns
 * how many there were; all of them = nothing to fill from. SIZE_MAX = no memory. */
size_t mu_fill_gaps(size_t nx, size_t ny, double *z);

#endif
