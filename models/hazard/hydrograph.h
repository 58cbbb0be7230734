/* hydrograph.h - a quantity over time, straight between the rows of a table. */
#ifndef MU_MODELS_HAZARD_HYDROGRAPH_H
#define MU_MODELS_HAZARD_HYDROGRAPH_H

#include <stddef.h>

#include "sim/value.h"

struct mu_hydrograph_row {
    mu_time at;
    double stage; /* m above the datum */
};

/* Rows ascend in time; before the first and after the last the end value holds. n > 0. */
double mu_hydrograph_stage(const struct mu_hydrograph_row *rows, size_t n, mu_time t);

/* The first instant >= from at which the stage has been `level` or higher for `held`
 * without a break since `from`; MU_NEVER when there is none. */
mu_time mu_hydrograph_reaches(const struct mu_hydrograph_row *rows, size_t n, double level,
                              mu_time held, mu_time from);

#endif
