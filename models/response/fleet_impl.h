/* fleet_impl.h - private to fleet.c and fleet_table.c. */
#ifndef MU_MODELS_RESPONSE_FLEET_IMPL_H
#define MU_MODELS_RESPONSE_FLEET_IMPL_H

#include "models/response/fleet.h"
#include "models/response/ops.h"

struct mu_fleet {
    mu_entity_id commander;
    int64_t at_work;
    uint32_t report_number;
    struct mu_list tasks;
    uint32_t head; /* tasks before it are closed */
    mu_ref buses;  /* params.vehicles */
};

enum mu_fleet_kind {
    MU_FLEET_KIND_CALLED = MU_REPORT_KIND_OWN,
    MU_FLEET_KIND_TRIP,
    MU_FLEET_KIND_STRANDED,
    MU_FLEET_KIND_RELEASED,
};

void mu_fleet_start(struct mu_ctx *ctx, void *state);
void mu_fleet_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev);

#endif
