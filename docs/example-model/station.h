/* station.h - servers behind one queue, first come first served.
 *
 *     ARRIVE --> waiting --(a server is free)--> service --> the next one
 *
 * Left out on purpose: priorities, people who give up (sim/resource.h has both).
 */
#ifndef STATION_H
#define STATION_H

#include "sim/model.h"

enum station_event {
    STATION_ARRIVE = 1, /* in, without body */
    STATION_DONE,       /* to itself: somebody has been served */
    STATION_WARM,       /* to itself: what happens from now on counts */
};

/* What a world sets. Units, ranges and defaults: the table in station.c. */
struct station_params {
    int64_t servers, room;
    struct mu_dist service; /* s, drawn for each customer */
    mu_time warm_up;
};

extern const struct mu_model station_model;

#endif
