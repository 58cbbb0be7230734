/* depot_impl.h - private to depot.c (requests, loading) and depot_trucks.c (the road). */
#ifndef MU_MODELS_RESPONSE_DEPOT_IMPL_H
#define MU_MODELS_RESPONSE_DEPOT_IMPL_H

#include "models/response/depot.h"
#include "models/response/ops.h"

struct mu_depot_request {
    struct mu_order order;
    mu_time at;
    mu_cause cause;   /* the recorded request */
    double waiting;   /* kg not loaded yet */
    double on_trucks; /* kg */
    double delivered; /* kg */
};

enum mu_truck_doing { MU_TRUCK_HOME, MU_TRUCK_LOADING, MU_TRUCK_OUT, MU_TRUCK_BACK };

struct mu_truck {
    enum mu_truck_doing doing;
    uint32_t request; /* index */
    uint32_t node;    /* where it is or was last */
    double kg;
};

enum mu_row_doing { MU_ROW_IDLE, MU_ROW_CALLED, MU_ROW_MAKING, MU_ROW_ENDED };

struct mu_depot_row {
    double on_hand; /* kg */
    double books;   /* kg that the depot believes to have */
    double made;    /* kg, by production or agreement */
    double batch;   /* kg, coming at the next READY */
    enum mu_row_doing doing;
    bool begun; /* production has started up */
};

struct mu_depot {
    uint32_t node;
    uint32_t head; /* requests before it are loaded to the last kg */
    int64_t free_bays;
    double on_trucks, delivered, received; /* kg */
    double missing;                        /* kg, of all requests so far */
    uint32_t report_number;
    struct mu_list requests;
    mu_ref rows;   /* as many as stock rows */
    mu_ref trucks; /* params.trucks */
};

enum mu_depot_kind {
    MU_DEPOT_KIND_REQUEST = MU_REPORT_KIND_OWN,
    MU_DEPOT_KIND_SHIPPED,
    MU_DEPOT_KIND_SHORT,
    MU_DEPOT_KIND_TRIP,
    MU_DEPOT_KIND_BLOCKED,
};

void mu_depot_start(struct mu_ctx *ctx, void *state);
void mu_depot_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev);
struct mu_depot_request *mu_depot_request(struct mu_ctx *ctx, const struct mu_depot *d, uint32_t i);

/* A full truck sets out. */
void mu_truck_depart(struct mu_ctx *ctx, struct mu_depot *d, uint32_t truck);
void mu_truck_on_arrived(struct mu_ctx *ctx, struct mu_depot *d, const struct mu_trip_end *end);
void mu_truck_on_unloaded(struct mu_ctx *ctx, struct mu_depot *d, uint32_t truck);
void mu_truck_on_back(struct mu_ctx *ctx, struct mu_depot *d, const struct mu_trip_end *end);
void mu_truck_on_blocked(struct mu_ctx *ctx, struct mu_depot *d, const struct mu_trip_end *end);
void mu_truck_on_retry(struct mu_ctx *ctx, struct mu_depot *d, uint32_t truck);

/* Does `to` take goods? */
bool mu_depot_serves(const struct mu_ctx *ctx, mu_entity_id to);
/* Nothing of it waits or is on the road. */
bool mu_depot_request_done(const struct mu_depot_request *request);

/* Loads what can be loaded. */
void mu_depot_load(struct mu_ctx *ctx, struct mu_depot *d);

#endif
