/* depot.h - goods behind a few loading bays, and the trucks that carry them.
 *
 * Three kinds of reserve: in kind (there now), by agreement (a supplier's, after a call and
 * with a chance of not being there), by production (a rate after a start-up time).
 *
 *     ORDER (SUPPLY) -> waiting -> loading -> truck on the road -> DELIVERY to order.to
 *
 * First come, first served for each kind of goods. A request larger than a truck goes in
 * truck loads; what neither lies here nor is on its way is short, and the issuer is told.
 * At every instant: stock + on trucks + delivered - received is what was here at the start.
 *
 * Left out on purpose: mixed loads, spoilage, drivers' hours. Sources: docs/models/supplies.md.
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
    MU_DEPOT_BACK,     /* from roads: an empty truck is home */
    MU_DEPOT_UNLOADED, /* to itself: a truck is empty */
    MU_DEPOT_RETRY,    /* to itself: a truck that found no way tries again */
    MU_DEPOT_DELIVERY, /* in, struct mu_delivery (shelter.h), from another depot's truck */
};

enum mu_depot_quantity { MU_DEPOT_Q_SHORT };

enum mu_reserve { MU_RESERVE_IN_KIND, MU_RESERVE_AGREEMENT, MU_RESERVE_PRODUCTION };

struct mu_depot_stock {
    mu_entity_id goods;
    double kg;            /* in the books; production: the most it can make, 0 = no limit */
    int32_t kind;         /* enum mu_reserve */
    struct mu_dist delay; /* s, from the call to the goods or to the first batch */
    double fill;          /* chance that an agreement is kept */
    double rate;          /* kg/s of production */
    double real_share;    /* of the books that lies on the shelf */
};

struct mu_depot_params {
    struct mu_point at;
    mu_entity_id office;
    struct mu_refs channels;
    struct mu_table stock; /* struct mu_depot_stock */
    int64_t bays, trucks;
    double truck_load;             /* kg */
    double load_rate, unload_rate; /* kg/s of one bay, of one truck */
    mu_time move_off, retry;
    const char *title; /* its name for people */
};

struct mu_goods_params {
    double need;        /* kg/s that a person in a shelter uses */
    double once;        /* kg that a person in a shelter gets once */
    const char *title;  /* its name for people */
    double unit_weight; /* kg, for people who count in pieces */
};

extern const struct mu_model mu_depot_model;
extern const struct mu_model mu_goods_model; /* vocabulary, no behaviour */

#endif
