/* promise_impl.h - private: pairs of sites that promise longer delays than the lookahead. */
#ifndef MU_SIM_PROMISE_IMPL_H
#define MU_SIM_PROMISE_IMPL_H

#include "sim/run_impl.h"

/* The world's promises by pair of sites, in order. */
enum mu_err mu_promise_prepare(struct mu_run *run) MU_CHECKED;
/* What a message from one site to another takes at least. */
mu_time mu_promise_between(const struct mu_run *run, uint32_t from_site, uint32_t to_site);

#endif
