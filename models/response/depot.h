/* depot.h - goods behind a few loading bays, and the trucks that carry them.
 *
 * Three kinds of reserve: in kind (there now), by agreement (a supplier's, after a call and
 * with a chance of not being there), by production (a rate after a start-up time).
 *
 *     ORDER (SUPPLY) -> waiting -> loading -> truck on the road -> DELIVERY to order.to
 */
#ifndef MU_MODELS_RESPONSE_DEPOT_H
#define MU_MODELS_RESPONSE_DEPOT_H

#include "models/command/report.h"
#include "sim/model.h"

enum mu_depot_event {
    MU_DEPOT_READY = MU_MSG_OWN, /* to itself: goods by agreement or production are there */
    MU_DEPOT_LOADED,             /* to itself: a truck is full */
    MU_DEPOT_ARRIVED,            /* from roads */
    MU_DEPOT_STRANDED,
    MU_DEPOT_NO_ROUTE,
    MU_DEPOT_BACK, /* from roads: an empty truck is home */
};

enum mu_depot_quantity { MU_DEPOT_Q_SHORT };

extern const struct mu_model mu_depot_model;
extern const struct mu_model mu_goods_model; /* vocabulary with a unit weight, no behaviour */

#endif
