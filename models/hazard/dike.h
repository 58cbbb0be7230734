/* dike.h - a reach of a dike, or a dam, that may breach.
 *
 * The dike knows when it breaks: never, at an instant, when the stage outside has stood long
 * enough, or when water runs over it. It tells the water, which lets the opening grow
 * (breach.h), since only the water knows both levels. What has become of the opening is read
 * from the water's board.
 *
 *     (BREAK from outside) -> dike --MU_WATER_BREACH--> water
 *
 * An opening at a low place is an outlet: the flow turns when the inside stands higher.
 *
 * Left out on purpose: flow over a dike that stands, piping through it, the fall of the river
 * by what the breach takes. Sources: docs/models/dike.md.
 */
#ifndef MU_MODELS_HAZARD_DIKE_H
#define MU_MODELS_HAZARD_DIKE_H

#include "models/command/report.h"
#include "models/hazard/breach.h"
#include "models/hazard/hydrograph.h"
#include "models/hazard/reservoir.h"
#include "sim/model.h"

enum mu_dike_event {
    MU_DIKE_BREAK = MU_MSG_OWN, /* in, from outside, no body: it breaks now */
    MU_DIKE_OPENS,              /* to itself: the opening begins */
    MU_DIKE_LOOK,               /* to itself: people on the dike tell what they see */
};

enum mu_dike_quantity { MU_DIKE_Q_BREACHED, MU_DIKE_Q_WIDTH };

enum mu_dike_breaches {
    MU_BREACHES_NEVER,
    MU_BREACHES_AT,
    MU_BREACHES_STAGE,
    MU_BREACHES_OVERTOPPING,
};

enum mu_dike_growth {
    MU_DIKE_VERHEIJ,
    MU_DIKE_TABLE,
    MU_DIKE_FROEHLICH_2008,
    MU_DIKE_FROEHLICH_1995,
    MU_DIKE_VON_THUN,
};

struct mu_dike_params {
    struct mu_point at, inside;
    double crest, sill; /* m above the datum */
    int32_t breaches;   /* enum mu_dike_breaches */
    mu_time when;
    double level, over; /* m */
    mu_time held;
    int32_t growth;                  /* enum mu_dike_growth */
    double initial_width, max_width; /* m */
    mu_time deepening;
    double critical_velocity; /* m/s */
    double f1, f2;
    bool overtopped;       /* for the regressions: by water over the crest, not by piping */
    bool resistant;        /* for Von Thun and Gillette */
    struct mu_table width; /* struct mu_breach_row */
    double weir_coefficient;
    double stage_offset;       /* m, on the river's stage */
    struct mu_table reservoir; /* struct mu_reservoir_row */
    double reservoir_level;    /* m, at the start */
    mu_entity_id office;       /* to whom people on the dike report; nobody = no watch */
    struct mu_refs channels;
    struct mu_dist noticed; /* s, from the breach to somebody who sees and tells it */
    mu_time looks_every;    /* between their later reports of the width */
    const char *title;      /* its name for people */
};

/* How its breach grows. Points into the parameters. */
struct mu_breach_law mu_dike_law(const struct mu_dike_params *dike);

struct mu_water_params;
/* Stage outside at `t`, of the river; of a reservoir, while it is full. */
double mu_dike_stage(const struct mu_dike_params *dike, const struct mu_water_params *water,
                     mu_time t);
/* When it breaks of itself, MU_NEVER if it does not. */
mu_time mu_dike_breaks_at(const struct mu_dike_params *dike, const struct mu_water_params *water);

extern const struct mu_model mu_dike_model;

#endif
