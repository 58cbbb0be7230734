/* roads_impl.h - what the files of the roads model share. */
#ifndef MU_MODELS_ROADS_ROADS_IMPL_H
#define MU_MODELS_ROADS_ROADS_IMPL_H

#include "models/geo.h"
#include "models/roads/paths.h"
#include "models/roads/roads.h"

enum { MU_TRIP_KNOWS = 4, MU_TRIP_CHUNK = 1024, MU_TRIP_CHUNKS = 1024, MU_TREES_MAX = 512 };

enum mu_roads_kind {
    MU_ROADS_CLOSED,
    MU_ROADS_OPENED,
    MU_ROADS_NO_ROUTE,
    MU_ROADS_STRANDED,
};

enum mu_roads_purpose { MU_ROADS_FORD };

/* A direction of a road. Trips on it, or waiting before a closed road (`waiting` of the
 * state), are chained by number + 1, 0 = the end. */
struct mu_road_link {
    mu_time free_at; /* the next vehicle may leave */
    uint32_t first_trip;
};

/* What both directions share; stands at the smaller number of the two links. Closures are
 * masks of 1 << traveller. */
struct mu_street {
    float depth, speed; /* of the water on it: m, m/s */
    uint8_t water, order, known;
    bool recorded_closed, dirty;
    uint32_t first_cell, n_cells; /* in mu_roads.cells */
    mu_cause cause;               /* of the last closing */
};

struct mu_road_trip {
    struct mu_trip asked;
    mu_entity_id asker;
    uint32_t node, link; /* where it stands (link = MU_NO_LINK), or the node it left */
    uint32_t next, before;
    uint32_t known[MU_TRIP_KNOWS]; /* closed links it has seen, ascending */
    uint32_t n_known;
    uint32_t tree; /* where its way was found last */
    bool used, waits;
    float ford; /* m */
    double metres;
    mu_time started;
    mu_timer timer;
    mu_cause cause; /* of its last step: what waits keeps its own */
};

/* Ways of one kind of traveller to one node, around `known` closed links. */
struct mu_way_tree {
    mu_ref dist, via; /* double, uint32_t; n_nodes each */
    uint32_t to;
    int32_t traveller;
    uint32_t n_known, known[MU_TRIP_KNOWS];
    bool valid;
    uint64_t used; /* for replacement: the one used least recently goes */
};

/* A cell with roads over it: number first .. first + n - 1 of mu_roads.over. */
struct mu_road_ground {
    uint32_t cell, first, n;
    float depth; /* when its streets were looked at last */
};

struct mu_roads {
    mu_entity_id water; /* MU_NOBODY = none */
    mu_ref links, streets, cells, in_first, in_link;
    mu_ref grounds; /* struct mu_road_ground[n_grounds]: cells under any road */
    mu_ref over;    /* streets over a ground; mu_road_ground.first */
    mu_ref dirty;   /* streets to look at */
    uint32_t n_grounds;
    mu_ref cost[MU_TRAVELLERS];
    mu_ref heap, place, key; /* scratch of the search */
    mu_ref trees;            /* struct mu_way_tree[MU_TREES_MAX] */
    uint32_t n_trees, max_trees;
    uint64_t uses;
    mu_ref chunks[MU_TRIP_CHUNKS];
    uint32_t n_chunks, free_trip; /* number + 1 */
    uint32_t waiting;             /* chain of trips before closed roads */
    int64_t moving[MU_TRAVELLERS];
    int64_t closed_mm; /* of roads closed to cars */
};

/* Pointers into the run, for the time of one handler. */
struct mu_roads_view {
    struct mu_ctx *ctx;
    const struct mu_roads_params *p;
    const struct mu_network *net;
    struct mu_roads *s;
    struct mu_road_link *links;
    struct mu_street *streets;
};

struct mu_roads_view mu_roads_view(struct mu_ctx *ctx, void *state);

/* The number under which both directions are kept. */
static inline uint32_t mu_street_of(const struct mu_network *net, uint32_t link)
{
    uint32_t twin = net->links[link].twin;

    return twin < link ? twin : link;
}

/* ways.c */
void mu_ways_start(struct mu_roads_view *v);
/* The next link of a trip that stands at its node, or MU_NO_LINK. */
uint32_t mu_ways_next(struct mu_roads_view *v, struct mu_road_trip *trip);
/* Seconds from a node to the trip's end by the tree that mu_ways_next used last. */
double mu_ways_left(const struct mu_roads_view *v, const struct mu_road_trip *trip, uint32_t node);
/* Seconds a traveller needs for a link on the dry map, INFINITY if it cannot be used. */
double mu_ways_time(const struct mu_roads_params *p, const struct mu_link *link, int32_t traveller);
/* The public learns that a street is closed to those in `mask`, open to the others. */
void mu_ways_learn(struct mu_roads_view *v, uint32_t street, uint8_t mask);

/* streets.c */
void mu_streets_start(struct mu_roads_view *v);
void mu_streets_flood(struct mu_roads_view *v, const void *board);
void mu_streets_order(struct mu_roads_view *v, const struct mu_order *order);
void mu_streets_news(struct mu_roads_view *v, const struct mu_event *ev);

/* trips.c */
void mu_trips_begin(struct mu_roads_view *v, const struct mu_event *ev);
void mu_trips_next(struct mu_roads_view *v, uint32_t number);
void mu_trips_give_up(struct mu_roads_view *v, uint32_t number);
/* The water on a link has changed: hands back whom it has caught. */
void mu_trips_caught(struct mu_roads_view *v, uint32_t link);
/* A road has opened: those who wait look again. */
void mu_trips_retry(struct mu_roads_view *v);

#endif
