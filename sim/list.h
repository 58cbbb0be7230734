/* list.h - an array in the run's memory that grows by doubling. The old block stays behind, so
 * that it costs at most twice its size. Zeroed = empty. */
#ifndef MU_SIM_LIST_H
#define MU_SIM_LIST_H

#include "sim/sim.h"

struct mu_list {
    mu_ref items;
    uint32_t n, capacity;
};

/* A zeroed item at the end. */
void *mu_list_add(struct mu_ctx *ctx, struct mu_list *list, size_t size);

#endif
