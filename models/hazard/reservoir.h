/* reservoir.h - a finite store behind a dam: its volume at each stage. */
#ifndef MU_MODELS_HAZARD_RESERVOIR_H
#define MU_MODELS_HAZARD_RESERVOIR_H

#include <stddef.h>

struct mu_reservoir_row {
    double stage;  /* m above the datum */
    double volume; /* m3 below that stage */
};

/* Straight between the rows, which ascend strictly in both columns; held constant outside.
 * n > 0. */
double mu_reservoir_volume(const struct mu_reservoir_row *rows, size_t n, double stage);
double mu_reservoir_stage(const struct mu_reservoir_row *rows, size_t n, double volume);

#endif
