/* team_impl.h - private: many windows by many threads. */
#ifndef MU_SIM_TEAM_IMPL_H
#define MU_SIM_TEAM_IMPL_H

#include "sim/run_impl.h"

/* Events in a window, from which several threads pay; muster calibration on 2 cores: at 100
 * one thread is faster. */
#define MU_TEAM_EVENTS 256

/* Executes windows until all before t is done, or something failed, or there is so little in
 * a window that one queue is faster. true = all is done. */
bool mu_team_run(struct mu_run *run, mu_time t);

#endif
