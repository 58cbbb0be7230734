/* water.h - the flood on the land: river outside, breaches, water inside.
 *
 *     dike  --BREACH--> water     the opening begins and grows with the levels (breach.h)
 *     works --NARROW--> water     rock closes metres of it
 *     water --board---> people, roads, gauges, works (water_board.h)
 *
 * Each opening passes water over its sill (weir.h) between the river, or a reservoir of its
 * own, and the cells behind it; the land is flooded by inundation.h. The water costs nothing
 * until a dike breaks, and nothing again once all openings are closed and it stands still.
 *
 * Rock: `ends` of the two ends are protected from the first NARROW on, and a protected end
 * erodes no more; the open part is what was eroded less what was closed, the sill stays. When
 * nothing is open the breach is closed for good.
 *
 * Left out on purpose: rain, seepage, the fall of the river by what the breaches take.
 * Sources: docs/models/water.md.
 */
#ifndef MU_MODELS_HAZARD_WATER_H
#define MU_MODELS_HAZARD_WATER_H

#include "models/command/order.h"
#include "sim/model.h"

enum mu_water_event {
    MU_WATER_BREACH = MU_MSG_OWN, /* in, struct mu_water_breaks */
    MU_WATER_NARROW,              /* in, struct mu_water_narrow */
};

struct mu_water_breaks {
    mu_entity_id dike;
};

struct mu_water_narrow {
    mu_entity_id dike;
    int32_t ends;  /* 0, 1 or 2 ends protected; never falls */
    double closed; /* m closed so far, from both ends together; never falls */
};

struct mu_water_params {
    double manning; /* s m^-1/3 */
    double theta, courant;
    double dry_depth, arrival_depth; /* m */
    bool embankments;
    int32_t west, east, south, north; /* 0 = wall, 1 = open */
    double edge_slope;
    struct mu_table river; /* struct mu_hydrograph_row */
    double river_shift;    /* m */
};

/* The one water of this world; MU_NOBODY without any. */
mu_entity_id mu_water_of(const struct mu_ctx *ctx);
/* Stage outside a dike now [m above the datum]: of its reservoir, or of the river there. */
double mu_water_stage(const struct mu_ctx *ctx, mu_entity_id dike);

extern const struct mu_model mu_water_model;

#endif
