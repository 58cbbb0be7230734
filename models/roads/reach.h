/* reach.h - is there a road to a place? For checks of what people wrote. */
#ifndef MU_MODELS_ROADS_REACH_H
#define MU_MODELS_ROADS_REACH_H

#include "sim/diag.h"
#include "sim/value.h"

/* Who stands at `at` enters the network at its nearest node, and the way there costs nothing: fair
 * for a few hundred metres, told beyond 1 km, refused beyond 5 km. True without any roads. */
bool mu_roads_check_reach(const struct mu_check *check, struct mu_point at);

#endif
