/* flood_watch.h - what is kept of a flood, cell by cell: now, the worst so far, when it came.
 *
 * The flood is looked at from time to time (at each publication), not at every step: maxima
 * and arrival times are those of the instants it was looked at.
 */
#ifndef MU_MODELS_HAZARD_FLOOD_WATCH_H
#define MU_MODELS_HAZARD_FLOOD_WATCH_H

#include "models/hazard/inundation.h"

/* Views of nx ny cells each, the caller's; zeroed = dry so far. */
struct mu_flood_watch {
    float *depth;     /* m */
    float *speed;     /* m/s, |q| / h, at most sqrt(2 g h) */
    float *deepest;   /* m */
    float *fastest;   /* m/s */
    float *strongest; /* m2/s, depth x speed */
    float *arrival;   /* s since the start, 0 = not yet */
    float *duration;  /* s */
};

/* Looks at `flood` at `now` s, `dt` s after the last look; a cell deeper than `wet` m counts
 * as flooded for the whole of dt. */
void mu_flood_look(const struct mu_flood *flood, const struct mu_flood_watch *watch, double wet,
                   double now, double dt);

#endif
