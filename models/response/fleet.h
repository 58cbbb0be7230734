/* fleet.h - buses: to a zone, load those who wait there, to a shelter, again.
 *
 *     ORDER (TRANSPORT) -> drivers called -> on the road -> struct mu_lift at the zone
 *         -> on the road -> set down at the shelter -> ... -> free when nobody waits
 *
 * A fleet serves several orders at once, each with the buses that were free for it. They go
 * to the shelter of the order (`to`), else to the nearest that is open on paper; one that is
 * full sends people on by the zone's own rules.
 *
 * Left out on purpose: drivers' hours, fuel, breakdowns. Sources: docs/models/teams.md.
 */
#ifndef MU_MODELS_RESPONSE_FLEET_H
#define MU_MODELS_RESPONSE_FLEET_H

#include "models/command/report.h"
#include "sim/model.h"

enum mu_fleet_event {
    MU_FLEET_READY = MU_MSG_OWN, /* to itself: body: which bus */
    MU_FLEET_AT_ZONE,            /* from roads */
    MU_FLEET_AT_SHELTER,
    MU_FLEET_STRANDED,
    MU_FLEET_NO_ROUTE,
    MU_FLEET_LOADED,   /* from a zone, struct mu_lift_groups */
    MU_FLEET_ASSIGNED, /* from an office, struct mu_assignment (team.h) */
};

enum mu_fleet_quantity { MU_FLEET_Q_AT_WORK, MU_FLEET_Q_VEHICLES };

/* Offices may read it: paper facts. */
struct mu_fleet_params {
    mu_entity_id owner;
    struct mu_point at; /* where the buses stand at the start */
    int64_t vehicles;
    int64_t seats;          /* of one bus */
    struct mu_dist drivers; /* s, from the call to the driver at the wheel, each bus */
    mu_time move_off, parking;
    mu_time unload, unload_each;
    struct mu_refs channels;
    const char *title; /* its name for people */
};

extern const struct mu_model mu_fleet_model;

#endif
