/* ops.h - private to response: what all who work outside have in common. */
#ifndef MU_MODELS_RESPONSE_OPS_H
#define MU_MODELS_RESPONSE_OPS_H

#include "models/command/report.h"
#include "models/roads/roads.h"
#include "sim/list.h"
#include "sim/sim.h"

/* Where an entity stands; false when it stands nowhere (an office on paper, a channel). */
bool mu_ops_point(const struct mu_ctx *ctx, mu_entity_id id, struct mu_point *at);
/* The road node nearest to a point; UINT32_MAX without roads. */
uint32_t mu_ops_node(const struct mu_ctx *ctx, struct mu_point at);
/* Water depth [m], read by whoever stands there; 0 while there is no water. */
double mu_ops_depth(const struct mu_ctx *ctx, struct mu_point at);

/* Asks the roads for a trip that sets out after `delay`. */
void mu_ops_drive(struct mu_ctx *ctx, const struct mu_trip *trip, mu_time delay);
/* Says to whoever ordered how it stands. */
void mu_ops_status(struct mu_ctx *ctx, const struct mu_order *order, enum mu_status_kind kind,
                   double value);
/* One draw of a duration given in seconds. */
mu_time mu_ops_duration(const struct mu_ctx *ctx, const struct mu_dist *dist, uint32_t purpose,
                        uint64_t index);

/* What one entity is going to tell. */
struct mu_telling {
    uint32_t n;
    struct mu_told told[8];
};

void mu_ops_note(struct mu_ctx *ctx, struct mu_telling *telling, mu_entity_id of, uint32_t quantity,
                 double value);
/* Sends what was noted; does nothing without an office or channels. `number` counts the
 * reports of the sender. */
void mu_ops_tell(struct mu_ctx *ctx, const struct mu_telling *telling,
                 const struct mu_refs *channels, mu_entity_id office, uint32_t *number);

#endif
