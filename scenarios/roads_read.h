/* roads_read.h - lines that GDAL can read -> ways for the network.
 *
 * GeoJSON, GeoPackage, shapefile: properties class, speed_kmh, lanes (both directions
 * together, as OpenStreetMap counts them), oneway, bridge, raised_m, name. OpenStreetMap
 * (.osm.pbf, .osm): highway, maxspeed, lanes, oneway, junction, bridge, embankment, name.
 */
#ifndef MU_SCENARIOS_ROADS_READ_H
#define MU_SCENARIOS_ROADS_READ_H

#include "scenarios/inputs.h"
#include "scenarios/network_build.h"
#include "scenarios/projection.h"

struct mu_ways {
    struct mu_way *items;
    size_t n;
};

/* False after a mistake, which has been reported at `from` or at the file. */
bool mu_roads_read(struct mu_inputs *inputs, const char *path, struct mu_place from,
                   const struct mu_projection *projection, struct mu_ways *ways);

#endif
