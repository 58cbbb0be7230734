#include "models/registry.h"

#include "models/command/office.h"
#include "models/command/report.h"
#include "models/hazard/dike.h"
#include "models/hazard/gauge.h"
#include "models/hazard/water.h"
#include "models/people/zone.h"
#include "models/response/depot.h"
#include "models/response/fleet.h"
#include "models/response/hospital.h"
#include "models/response/shelter.h"
#include "models/response/team.h"
#include "models/response/works.h"
#include "models/roads/roads.h"

/* Order does not matter: entities are ranked by name. */
const struct mu_model *const mu_models[] = {
    &mu_capability_model,
    &mu_channel_model,
    &mu_depot_model,
    &mu_dike_model,
    &mu_feed_model,
    &mu_fleet_model,
    &mu_gauge_model,
    &mu_goods_model,
    &mu_hospital_model,
    &mu_landing_model,
    &mu_medium_model,
    &mu_office_model,
    &mu_roads_model,
    &mu_shelter_model,
    &mu_team_model,
    &mu_water_model,
    &mu_works_model,
    &mu_zone_model,
    NULL,
};
