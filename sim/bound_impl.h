/* bound_impl.h - private: no more than options.max_events events, whoever executes them.
 *
 * The run fails at the event behind the last one that is allowed, in the order of time, sender
 * and sequence. One queue meets it there. In a window sites go on beside each other, so each
 * thread notes the keys of what it executes, and no site executes more than all together may;
 * when the window is over, the key that comes next in order is where the run has failed.
 */
#ifndef MU_SIM_BOUND_IMPL_H
#define MU_SIM_BOUND_IMPL_H

#include "sim/run_impl.h"

/* Before an event to `to`, when there is a bound: may it be executed? */
bool mu_bound_allows(struct mu_worker *worker, uint32_t to, mu_key key);

/* One thread, before and after a window; nothing without a bound. */
void mu_bound_open(struct mu_run *run);
void mu_bound_close(struct mu_run *run);

#endif
