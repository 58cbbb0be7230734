/* paths.h - shortest paths by Dijkstra's algorithm with an indexed binary heap.
 *
 * The tree is the same whatever happened before: of links of equal length the one with the
 * smallest number is taken, so that a kept tree can be checked against a changed link
 * without computing it again.
 */
#ifndef MU_MODELS_ROADS_PATHS_H
#define MU_MODELS_ROADS_PATHS_H

#include "models/geo.h"

/* No link, no node. */
#define MU_NO_LINK UINT32_MAX

/* The links of a network seen from their heads: those into v are
 * link[first[v]] .. link[first[v + 1] - 1]. */
struct mu_links_in {
    const uint32_t *first, *link;
};

/* Fills first (n_nodes + 1) and link (n_links). */
void mu_links_in_fill(const struct mu_network *roads, uint32_t *first, uint32_t *link);

/* Scratch of the search, n_nodes numbers each. */
struct mu_path_work {
    uint32_t *heap, *place;
    double *key;
};

/* From `root` along the links (in = NULL), or from every node to `root` (in not NULL).
 * cost[link] > 0, INFINITY = closed; NULL = by car on the dry map. dist: n_nodes; via: the link by
 * which a node is reached (reverse: by which it is left), MU_NO_LINK for the root and where there
 * is no way; may be NULL. */
void mu_paths(const struct mu_network *roads, const struct mu_links_in *in, const double *cost,
              uint32_t root, double *dist, uint32_t *via, const struct mu_path_work *work);

#endif
