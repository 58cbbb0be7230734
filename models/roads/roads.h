/* roads.h - traffic on the road network: trips, queues, closures by water and by order.
 *
 * One entity moves every trip link by link: a vehicle leaves a link no earlier than its
 * free-flow time and no earlier than one headway (1 / capacity) after the vehicle before
 * it (event-driven queue link; store-and-forward without spillback). A link is closed to a
 * traveller when the water on it is deeper than he can ford, or by order; who finds the next
 * link closed plans again from the node; who has no way left waits a little, then is handed
 * back to the asker; so is at once who is caught by the water on a link.
 *
 *     asker --TRIP--> roads --ARRIVED | STRANDED | NO_ROUTE--> asker
 *
 * MU_MSG_ORDER with MU_VERB_ROAD closes the roads of the names in its text to vehicles (amount
 * not 0), or opens them (0); people on foot may pass.
 *
 * Routes: shortest time on the network as the public knows it: closures become known
 * `news_delay` after they happened, at once to those who stand before them.
 * Left out on purpose: spillback, contraflow, accidents, congestion in the choice of route.
 */
#ifndef MU_MODELS_ROADS_ROADS_H
#define MU_MODELS_ROADS_ROADS_H

#include "models/command/order.h"
#include "sim/model.h"

enum mu_traveller { MU_ON_FOOT, MU_BY_CAR, MU_BY_BUS, MU_BY_TRUCK, MU_TRAVELLERS };

enum mu_roads_event {
    MU_ROADS_TRIP = MU_MSG_OWN, /* in, struct mu_trip */
    MU_ROADS_NEXT,              /* to itself: a trip is at the end of its link */
    MU_ROADS_GIVES_UP,          /* to itself: a trip has waited for a way long enough */
    MU_ROADS_NEWS,              /* to itself: closures become known to the public */
};

/* The answer comes as a type of the asker's own choice, given in the trip. */
struct mu_trip {
    uint64_t token;    /* the asker's: which group, which vehicle */
    uint32_t from, to; /* nodes; a node that is not there gives NO_ROUTE */
    int32_t traveller;
    double persons;                       /* aboard, for the records */
    double vehicles;                      /* that it counts for in the flow; 0 = one */
    uint16_t arrived, stranded, no_route; /* event types for the answer, struct mu_trip_end */
    mu_thing who;                         /* for the records; 0 = the asker */
};

struct mu_trip_end {
    uint64_t token;
    uint32_t node; /* where it ended; the last node passed when stranded */
    double metres;
    mu_time started;
    double depth, speed; /* of the water that stranded it: m, m/s */
};

/* What a scenario sets. */
struct mu_roads_params {
    double walking_speed, bus_speed, truck_speed, wading_speed; /* m/s */
    double bus_equivalent, truck_equivalent;                    /* cars */
    struct mu_dist ford_low, ford_high;                         /* m */
    double high_share, ford_foot;
    double closed_foot, closed_car, closed_heavy, reopen_margin; /* m */
    mu_time news_delay, patience, egress;
};

extern const struct mu_model mu_roads_model;

/* Cells of the terrain under a link, from number *n on of `cells`, and advances *n; the same
 * cell may come twice. cells NULL: adds an upper bound of how many instead. */
struct mu_geo;
void mu_roads_cells(const struct mu_geo *geo, uint32_t link, uint32_t *cells, uint32_t *n);

/* Warns of an entity whose place is far from any road: whoever goes there goes to the nearest
 * junction. */
void mu_roads_check_near(const struct mu_check *check, struct mu_point at);

/* Free-flow time in s from `node` to every node on the dry map (reverse: from every node to
 * it), by car; INFINITY where there is no way. For planning at the start by people who own a
 * map: deterministic, keeps nothing. Scratch: `heap` of mu_roads_heap_size numbers, `work` of
 * n_nodes doubles. */
struct mu_network;
size_t mu_roads_heap_size(const struct mu_network *roads);
void mu_roads_times_from(const struct mu_network *roads, uint32_t node, bool reverse,
                         double *seconds, uint32_t *heap, double *work);

#endif
