/* source.h - sends customers to a station, one after the other. */
#ifndef SOURCE_H
#define SOURCE_H

#include "sim/model.h"

struct source_params {
    mu_entity_id to;    /* station */
    struct mu_dist gap; /* s between two customers */
    mu_time walk;       /* to the station; at least the world's lookahead */
};

extern const struct mu_model source_model;

#endif
