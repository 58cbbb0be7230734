/* report_impl.h - private to channel.c and report.c. */
#ifndef MU_MODELS_COMMAND_REPORT_IMPL_H
#define MU_MODELS_COMMAND_REPORT_IMPL_H

#include "models/command/report.h"

/* As mu_channel_pick, for the first of the tries from now on that finds a channel; *delay is
 * from now. MU_NOBODY when none does before the end. */
mu_entity_id mu_channel_pick_later(struct mu_ctx *ctx, const struct mu_refs *channels,
                                   mu_entity_id to, bool powered, uint32_t purpose, uint64_t index,
                                   mu_time *delay, bool *lost);

#endif
