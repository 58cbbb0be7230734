/* bytes_impl.h - private: what a run's memory is used for, and its bound. */
#ifndef MU_SIM_BYTES_IMPL_H
#define MU_SIM_BYTES_IMPL_H

#include "sim/run_impl.h"

#define MU_DEFAULT_MAX_BYTES ((uint64_t)8 << 30)

/* One thread, when all before `now` is done: more than options.max_bytes fails the run. */
void mu_bytes_look(struct mu_run *run, mu_time now);

#define MU_BYTES_LOOK_EVERY 4096 /* events */

/* The same now and then: `more` events have been executed since it was called last. */
static inline void mu_bytes_look_often(struct mu_run *run, mu_time now, uint64_t more)
{
    run->since_bytes += more;
    if (run->since_bytes < MU_BYTES_LOOK_EVERY)
        return;
    run->since_bytes = 0;
    mu_bytes_look(run, now);
}

#endif
