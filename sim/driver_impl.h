/* driver_impl.h - private: how events are executed, and in which of two ways.
 *
 * One queue: one thread executes all events in their order. Windows: sites go side by side,
 * each in its own order, within windows as long as the lookahead. No result depends on which.
 * With few events in a window one queue is faster, so the run changes over when its population
 * does.
 */
#ifndef MU_SIM_DRIVER_IMPL_H
#define MU_SIM_DRIVER_IMPL_H

#include "sim/run_impl.h"

/* Executes every event before t; how it ended stands in run->err. */
void mu_driver_run(struct mu_run *run, mu_time t);
/* Events in a window since this was last asked, the empty ones counted; all before `now` is
 * done. */
double mu_driver_count(struct mu_run *run, mu_time now);
/* What the workers met with becomes the run's: of failures the one with the least key. */
void mu_driver_settle(struct mu_run *run);

#endif
