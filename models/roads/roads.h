/* roads.h - traffic on the road network: trips, queues, closures by water and by order.
 *
 * One entity moves every trip link by link: a vehicle leaves a link no earlier than its
 * free-flow time and no earlier than one headway (1 / capacity) after the vehicle before
 * it (event-driven queue link; store-and-forward without spillback). A link closes to a
 * class of traveller when the water on it is deeper than that class can ford; who finds
 * the next link closed plans again from the node; who is caught by the water on a link,
 * or has no way left, is handed back to the asker.
 *
 *     asker --TRIP--> roads --ARRIVED | STRANDED | NO_ROUTE--> asker
 *
 * Routes: shortest time on the network as the public knows it: closures become known
 * `news_delay` after they happened, at once to those who stand before them.
 * Left out on purpose: spillback, contraflow, accidents.
 */
#ifndef MU_MODELS_ROADS_ROADS_H
#define MU_MODELS_ROADS_ROADS_H

#include "models/command/order.h"
#include "sim/model.h"

enum mu_traveller { MU_ON_FOOT, MU_BY_CAR, MU_BY_BUS, MU_BY_TRUCK, MU_TRAVELLERS };

enum mu_roads_event {
    MU_ROADS_TRIP = MU_MSG_OWN, /* in, struct mu_trip */
    MU_ROADS_NEXT,              /* to itself */
    MU_ROADS_NEWS,              /* to itself */
};

/* Sent back to the asker as types of the asker's own choice, given in the trip. */
struct mu_trip {
    uint64_t token;    /* the asker's: which group, which vehicle */
    uint32_t from, to; /* nodes */
    int32_t traveller;
    double persons;                       /* aboard, for the records */
    uint16_t arrived, stranded, no_route; /* event types for the answer, struct mu_trip_end */
};

struct mu_trip_end {
    uint64_t token;
    uint32_t node; /* where it ended; the last node passed when stranded */
    double metres;
    mu_time started;
};

extern const struct mu_model mu_roads_model;

/* Free-flow time in s between two nodes on the dry map, for planning by people who own a
 * map; INFINITY when there is no way. Deterministic, without any cache: for start-up use. */
struct mu_network;
void mu_roads_times_from(const struct mu_network *roads, uint32_t node, bool reverse,
                         double *seconds, uint32_t *heap, double *work);

#endif
