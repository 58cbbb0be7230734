/* fleet.h - buses: to a zone, load those who wait there, to a shelter, again.
 *
 *     ORDER (TRANSPORT) -> drivers called -> on the road -> struct mu_lift at the zone
 *         -> on the road -> set down at the shelter -> ... -> free when nobody waits
 */
#ifndef MU_MODELS_RESPONSE_FLEET_H
#define MU_MODELS_RESPONSE_FLEET_H

#include "models/command/report.h"
#include "sim/model.h"

enum mu_fleet_event {
    MU_FLEET_READY = MU_MSG_OWN, /* to itself */
    MU_FLEET_AT_ZONE,            /* from roads */
    MU_FLEET_AT_SHELTER,
    MU_FLEET_STRANDED,
    MU_FLEET_NO_ROUTE,
    MU_FLEET_LOADED,   /* from a zone, struct mu_lift_groups */
    MU_FLEET_ASSIGNED, /* from an office, struct mu_assignment (team.h) */
};

enum mu_fleet_quantity { MU_FLEET_Q_AT_WORK, MU_FLEET_Q_VEHICLES };

extern const struct mu_model mu_fleet_model;

#endif
