/* network_build.h - lines on a map -> a network of directed links.
 *
 * Lines meet where they share a vertex (to the centimetre); there they are cut, and the cuts
 * and ends become nodes. Nodes and links are numbered by where they are, so the order of the
 * lines in the file does not matter.
 */
#ifndef MU_SCENARIOS_NETWORK_BUILD_H
#define MU_SCENARIOS_NETWORK_BUILD_H

#include "models/geo.h"
#include "scenarios/pool.h"

struct mu_way {
    const struct mu_point *points;
    size_t n; /* >= 2 */
    const char *name, *road_class;
    double speed, lanes, capacity, raised; /* of one direction; as in mu_link */
    bool forward, backward, bridge;
};

struct mu_build_report {
    double metres, dropped_metres; /* of road, both directions counted once */
    size_t pieces;                 /* strongly connected parts found */
};

/* Keeps the largest part in which everywhere can be reached from everywhere. The arrays come
 * from the pool. MU_ERR_INPUT: no link is left. */
enum mu_err mu_network_build(struct mu_pool *pool, const struct mu_way *ways, size_t n,
                             struct mu_network *roads, struct mu_build_report *report) MU_CHECKED;

/* Strongly connected parts, numbered from 0; part[v] for every node. Returns their number. */
enum mu_err mu_geo_component(const struct mu_network *roads, uint32_t *part,
                             size_t *n_parts) MU_CHECKED;

#endif
