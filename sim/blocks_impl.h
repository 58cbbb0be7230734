/* blocks_impl.h - private: the blocks that hold messages; used by the queue alone. */
#ifndef MU_SIM_BLOCKS_IMPL_H
#define MU_SIM_BLOCKS_IMPL_H

#include "sim/queue_impl.h"

/* The smallest class whose block holds a body of `size` bytes. */
unsigned mu_blocks_class(size_t size);
/* MU_NO_SLOT = no memory. */
uint32_t mu_blocks_take(struct mu_blocks *blocks, unsigned class);
void mu_blocks_give(struct mu_blocks *blocks, unsigned class, uint32_t index);
struct mu_message *mu_blocks_at(const struct mu_blocks *blocks, unsigned class, uint32_t index);
/* The same bytes at the same indices; `to` is initialised by it. false = no memory. */
bool mu_blocks_clone(const struct mu_blocks *from, unsigned class, struct mu_blocks *to);
void mu_blocks_fini(struct mu_blocks *blocks);
size_t mu_blocks_bytes(const struct mu_blocks *blocks, unsigned class);

#endif
