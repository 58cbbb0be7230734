/* team.h - people who are called out: assemble, drive, work, row.
 *
 *   order -> called -> assembled -> departed -> arrived -> works -> free
 *
 * A team belongs to an office (`owner`) and works for the office that commands it now; a
 * REQUEST moves it. With boats, each boat goes round between a landing and a zone: out,
 * search, load (asks the zone: struct mu_lift), back, set down, until nobody there is left.
 * Whoever stands or rows there tells the office what is seen.
 *
 * Left out on purpose: the way a boat finds round buildings (straight line times `detour`),
 * fatigue before the end of a shift, the drive home. Sources: docs/models/teams.md.
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
    MU_TEAM_BOAT,      /* to itself: a leg of boat number body.vehicle is over */
    MU_TEAM_LOADED,    /* from a zone, struct mu_lift_groups */
    MU_TEAM_ASSIGNED,  /* from an office: commanded by body.office now, struct mu_assignment */
    MU_TEAM_LOOK,      /* to itself: report what is seen here */
    MU_TEAM_ENTERED,   /* to itself: a force from outside has reached the map */
    MU_TEAM_DISMISSED, /* from works: the crew is not needed any more */
};

struct mu_assignment {
    mu_entity_id office;
    mu_thing item;
};

/* What a scenario sets. Offices may read it: paper facts, not where a team is or how it
 * fares. Units, ranges and defaults: the table in team.c. */
struct mu_team_params {
    mu_entity_id owner;
    struct mu_point at;          /* base; of a force from outside: where it enters the map */
    double distance_outside;     /* m to there */
    double outside_speed;        /* m/s */
    mu_time available_from;      /* MU_NEVER = from the start */
    double persons;              /* on the roster */
    double show_up;              /* share of them who come */
    struct mu_dist mobilisation; /* s, called -> assembled */
    mu_time move_off;            /* order -> wheels turn */
    int64_t boats;
    int64_t crew;       /* of one boat */
    int64_t seats;      /* of one boat, beside the crew */
    double boat_speed;  /* m/s by day */
    double night_speed; /* share of it, 21:00 to 05:00 */
    mu_time clock;      /* time of day at the start */
    double detour;      /* way of a boat over straight line */
    mu_time launch;
    struct mu_dist search; /* s, to find those who wait */
    mu_time unload;        /* of a boat, and for each person aboard: */
    mu_time unload_each;
    double mishap;                  /* chance that a trip is stranded or fouled */
    double draft, shallow;          /* m */
    struct mu_dist refloat, repair; /* s */
    mu_time shift, rest;
    mu_time look_every, look_time, report_every;
    struct mu_refs capabilities, channels;
    const char *title; /* its name for people */
};

enum mu_team_quantity { MU_TEAM_Q_AT_WORK, MU_TEAM_Q_PERSONS, MU_TEAM_Q_BOATS };

struct mu_landing_params {
    struct mu_point at;
    const char *title; /* its name for people */
};

/* Time of a boat over `metres` of straight line [s]. */
double mu_boat_leg(const struct mu_team_params *team, double metres, bool night);

extern const struct mu_model mu_team_model;
extern const struct mu_model mu_capability_model; /* vocabulary, no behaviour */
extern const struct mu_model mu_landing_model;    /* where boats set people down */

#endif
