/* opening.h - private to water.c: one breach at work, between the outside and the cells
 * behind it. */
#ifndef MU_MODELS_HAZARD_OPENING_H
#define MU_MODELS_HAZARD_OPENING_H

#include "models/geo.h"
#include "models/hazard/dike.h"
#include "models/hazard/inundation.h"
#include "models/hazard/water_board.h"

#define MU_OPENING_CELLS 64

/* A cell behind the opening, and the stretch of the opening in front of it: metres from the
 * middle, along the dike. */
struct mu_opening_cell {
    uint32_t cell;
    double from, to;
};

/* Zeroed = the dike stands. */
struct mu_opening {
    struct mu_breach breach;
    struct mu_water_breach view; /* as last published */
    double filled;               /* m closed by rock */
    int32_t ends;                /* protected */
    double volume;               /* m3 left in the reservoir */
    uint32_t n;
    struct mu_opening_cell cells[MU_OPENING_CELLS];
};

void mu_opening_begin(struct mu_opening *opening, const struct mu_dike_params *dike,
                      const struct mu_grid *terrain);
/* Water as deep as this may come through [m]: bounds the next step. */
double mu_opening_depth(const struct mu_opening *opening, const struct mu_flood *flood,
                        double outside);
/* One step of `dt` s under a river stage; returns the volume that came in [m3]. */
double mu_opening_step(struct mu_opening *opening, const struct mu_dike_params *dike,
                       struct mu_flood *flood, double river, double dt);
void mu_opening_narrow(struct mu_opening *opening, double filled, int32_t ends);
/* Stage outside: of the reservoir if there is one. */
double mu_opening_outside(const struct mu_opening *opening, const struct mu_dike_params *dike,
                          double river);

#endif
