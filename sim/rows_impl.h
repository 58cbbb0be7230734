/* rows_impl.h - private: the recorded events as columns. */
#ifndef MU_SIM_ROWS_IMPL_H
#define MU_SIM_ROWS_IMPL_H

#include "sim/recorder.h"
#include "sim/run_impl.h"

/* Sorts the run's rows; causes become 1 + row. */
enum mu_err mu_rows_fill(struct mu_run *run, struct mu_event_columns *events) MU_CHECKED;

#endif
