/* partition_impl.h - private: which sites one thread runs at a time. */
#ifndef MU_SIM_PARTITION_IMPL_H
#define MU_SIM_PARTITION_IMPL_H

#include "sim/run_impl.h"

/* Cuts the sites into partitions: several for each thread, and none larger than what a
 * processor's own cache holds. No result depends on how. */
enum mu_err mu_partition_sites(struct mu_run *run) MU_CHECKED;

#endif
