/* water_state.h - private to water*.c: what the water keeps during a run. */
#ifndef MU_MODELS_HAZARD_WATER_STATE_H
#define MU_MODELS_HAZARD_WATER_STATE_H

#include "models/hazard/flood_watch.h"
#include "models/hazard/water.h"

#define MU_WATER_PEAKS 5 /* arrays of flood_watch.h that are kept here */

/* A message, until the solver comes to its instant. */
struct mu_water_change {
    mu_time at;
    uint16_t type; /* enum mu_water_event */
    struct mu_water_narrow what;
};

struct mu_water {
    mu_entity_id first_dike;
    uint32_t n_dikes;
    struct mu_flood_rules rules;
    struct mu_flood_now now;
    mu_ref crests, flood, spans, peaks, openings;
    mu_ref changes; /* in the order of their stamps */
    uint32_t n_changes, next_change, changes_room;
    bool still;                   /* dry, or at rest with every opening closed */
    double looked;                /* s since the start, last look at the cells; 0 = never */
    double volume_in, volume_out; /* m3 */
};

struct mu_flood mu_water_flood(const struct mu_ctx *ctx, struct mu_water *w);
/* The views of the present are in the board, which may be NULL here. */
struct mu_flood_watch mu_water_watch(const struct mu_ctx *ctx, const struct mu_water *w,
                                     void *board);

extern const struct mu_param mu_water_settings[];
extern const struct mu_kind mu_water_kinds[];
extern const struct mu_series mu_water_series[];
extern const struct mu_grid_output mu_water_outputs[];
bool mu_water_check(const void *params, const struct mu_check *check);
void mu_water_finish(struct mu_ctx *ctx, void *state);

#endif
