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
/* Ends the program with a text when it is not MU_OK. */
void bench_check(enum mu_err err, const char *what);

#endif
