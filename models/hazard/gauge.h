/* gauge.h - a river gauge: reads the stage at fixed intervals, with noise, until it fails.
 *
 * Left out on purpose: drift, false zero, communication (the report's channel does that).
 */
#ifndef MU_MODELS_HAZARD_GAUGE_H
#define MU_MODELS_HAZARD_GAUGE_H

#include "models/command/report.h"
#include "sim/model.h"

enum mu_gauge_event {
    MU_GAUGE_READS = MU_MSG_OWN, /* to itself */
};

enum mu_gauge_quantity { MU_GAUGE_Q_STAGE, MU_GAUGE_Q_RATE };

struct mu_gauge_params {
    struct mu_point at;
    mu_entity_id dike;   /* reads the stage outside it; nobody = the river */
    double stage_offset; /* m; of the river here */
    mu_time interval;
    double noise;        /* m, standard deviation */
    double outage;       /* share of readings that fail */
    mu_time fails_at;    /* MU_NEVER = not */
    double fails_above;  /* m above the datum */
    mu_entity_id office; /* to which the readings go; nobody = they only stand in the result */
    struct mu_refs channels;
};

extern const struct mu_model mu_gauge_model;

#endif
