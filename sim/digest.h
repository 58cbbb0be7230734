/* digest.h - digests of what a result follows from, so that it is not taken for another's. */
#ifndef MU_SIM_DIGEST_H
#define MU_SIM_DIGEST_H

#include "sim/sim.h"

/* XXH3-64 of the bytes, after what `before` stands for; 0 = nothing. */
uint64_t mu_digest(uint64_t before, const void *bytes, size_t n);
/* Of an entity's parameters as they are in this run, drawn values too; what changes no event
 * (descriptive) is left out, and other entities stand in it by their names. */
uint64_t mu_digest_params(const struct mu_ctx *ctx, mu_entity_id id, uint64_t before);

#endif
