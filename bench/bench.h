/* bench.h - what the benchmarks of the engine share: a clock, medians, a line of output. */
#ifndef MU_BENCH_BENCH_H
#define MU_BENCH_BENCH_H

#include <stddef.h>

#include "sim/run.h"

enum { BENCH_REPEATS_MAX = 99 };

/* Wall time [s] since some moment. */
double bench_now(void);
double bench_median(double *values, size_t n); /* sorts them */
/* "--name value" among the arguments; `otherwise` when it is not there. */
double bench_number(int argc, char **argv, const char *name, double otherwise);
/* An endless world with this lookahead, without boards, hardly sampled. */
void bench_options(struct mu_world *world, mu_time lookahead);
/* Events a second, the median of so many runs to `span`, whose first tenth warms up. */
double bench_rate(const struct mu_world *world, const struct mu_run_options *options, mu_time span,
                  size_t repeats);
/* Ends the program with a text when it is not MU_OK. */
void bench_check(enum mu_err err, const char *what);

#endif
