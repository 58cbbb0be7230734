/* projection.h - the scenario's CRS, through GDAL and PROJ. */
#ifndef MU_SCENARIOS_PROJECTION_H
#define MU_SCENARIOS_PROJECTION_H

#include "scenarios/pool.h"
#include "sim/diag.h"
#include "sim/value.h"

struct mu_projection;

/* "EPSG:32650": must be projected, in metres. NULL after a mistake, which has been reported. */
struct mu_projection *mu_projection_create(const char *crs, struct mu_place place,
                                           struct mu_diags *diags);
void mu_projection_destroy(struct mu_projection *projection);

/* Degrees (WGS 84) to metres; false where the projection has no answer. */
bool mu_project(const struct mu_projection *projection, double lon, double lat,
                struct mu_point *point);
/* An OGRSpatialReferenceH. */
void *mu_projection_srs(const struct mu_projection *projection);
/* WKT 2, copied into the pool; NULL = no memory. */
const char *mu_projection_wkt(const struct mu_projection *projection, struct mu_pool *pool);

#endif
