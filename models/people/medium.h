/* medium.h - a way to warn people: loudspeaker, SMS, television, door to door.
 *
 * Of the people of a place the share P(t) = reach x (1 - exp(-a t^b)) has been reached t
 * minutes after the warning was given (the form LifeSim calls Lindell's curve). By night
 * reach and rate are others. The same curve carries word of mouth.
 */
#ifndef MU_MODELS_PEOPLE_MEDIUM_H
#define MU_MODELS_PEOPLE_MEDIUM_H

#include <stdbool.h>

#include "sim/model.h"

struct mu_reach {
    double most, rate, shape; /* P(inf); a, b with t in minutes */
};

/* Share reached `t` after the start. */
double mu_reach_share(const struct mu_reach *reach, mu_time t);
/* When whoever stands at quantile u in (0, 1) is reached; MU_NEVER if not at all. */
mu_time mu_reach_time(const struct mu_reach *reach, double u);

struct mu_medium_params {
    double reach, reach_night, rate, rate_night, shape;
    bool needs_power, needs_staff;
    mu_time clock;
};

/* 22:00 to 06:00, `clock` being the time of day at the scenario's start. */
bool mu_clock_night(mu_time clock, mu_time now);
struct mu_reach mu_medium_reach(const struct mu_medium_params *medium, mu_time now);

extern const struct mu_model mu_medium_model;

#endif
