/* window_impl.h - private: the sites of a window, one after the other or side by side. */
#ifndef MU_SIM_WINDOW_IMPL_H
#define MU_SIM_WINDOW_IMPL_H

#include "sim/run_impl.h"

/* Executes what the partition's sites have before `bound` in the window, with what they send
 * to themselves. Its events go site by site: no two sites can meet within a window. */
void mu_window_run(struct mu_worker *worker, uint32_t partition, uint64_t window, uint64_t bound);
/* Room for the sites of the largest partition. */
enum mu_err mu_window_prepare(struct mu_worker *worker) MU_CHECKED;
void mu_window_unprepare(struct mu_worker *worker);
size_t mu_window_bytes(const struct mu_worker *worker);

#endif
