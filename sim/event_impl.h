/* event_impl.h - private: one event is executed. */
#ifndef MU_SIM_EVENT_IMPL_H
#define MU_SIM_EVENT_IMPL_H

#include "sim/run_impl.h"

/* Its timer is spent already while it is handled. */
void mu_event_execute(struct mu_worker *worker, uint64_t at, uint64_t tie,
                      const struct mu_message *message);

#endif
