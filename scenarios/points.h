/* points.h - places: [x, y] in the scenario's projection, or {lon: ..., lat: ...}. */
#ifndef MU_SCENARIOS_POINTS_H
#define MU_SCENARIOS_POINTS_H

#include "models/geo.h"
#include "scenarios/tree.h"
#include "scenarios/values.h"

/* Also checks that the terrain, if there is one, reaches there. */
bool mu_read_point(const struct mu_slot *slot, const struct mu_tree *node, const struct mu_geo *geo,
                   struct mu_point *point);

#endif
