/* ground.h - the ground that water meets: crests between cells, with what roads raise. */
#ifndef MU_MODELS_HAZARD_GROUND_H
#define MU_MODELS_HAZARD_GROUND_H

#include "models/geo.h"

/* Raises the crests (inundation.h) under every raised road that is no bridge. A road blocks
 * the way between two neighbouring cells where it crosses the line between their centres, so
 * that an unbroken embankment leaves no gap; it stands `raised` over the mean of the two. */
void mu_ground_raise(const struct mu_geo *geo, double *crests);

#endif
