/* team.h - people who are called out: assemble, drive, work, row.
 *
 *   order -> called -> assembled -> departed -> arrived -> works -> free
 *
 * A team belongs to an office (`owner`) and works for the office that commands it now; a
 * REQUEST moves it. With boats, each boat goes round between a landing and a zone: out,
 * load (asks the zone: struct mu_lift), back, set down, until nobody there is left.
 */
#ifndef MU_MODELS_RESPONSE_TEAM_H
#define MU_MODELS_RESPONSE_TEAM_H

#include "models/command/report.h"
#include "sim/model.h"

enum mu_team_event {
    MU_TEAM_ASSEMBLED = MU_MSG_OWN, /* to itself */
    MU_TEAM_ARRIVED,                /* from roads, struct mu_trip_end */
    MU_TEAM_STRANDED,
    MU_TEAM_NO_ROUTE,
    MU_TEAM_BOAT,     /* to itself: a leg of boat number body.vehicle is over */
    MU_TEAM_LOADED,   /* from a zone, struct mu_lift_groups */
    MU_TEAM_ASSIGNED, /* from an office: commanded by body.office now, struct mu_assignment */
    MU_TEAM_LOOK,     /* to itself: report what is seen here */
};

struct mu_assignment {
    mu_entity_id office;
    mu_thing item;
};

/* What offices may read of a team: paper facts, not where it is or how it fares. */
struct mu_team_paper {
    mu_entity_id owner;
    struct mu_point base;
    double persons;
    int64_t boats;
    int64_t seats; /* of one boat */
    struct mu_refs capabilities;
};

enum mu_team_quantity { MU_TEAM_Q_AT_WORK, MU_TEAM_Q_PERSONS, MU_TEAM_Q_BOATS };

extern const struct mu_model mu_team_model;
extern const struct mu_model mu_capability_model; /* vocabulary, no behaviour */
extern const struct mu_model mu_landing_model;    /* where boats set people down */

#endif
