/* theory.h - whole runs held against formulas of queueing theory. */
#ifndef MU_TESTS_THEORY_H
#define MU_TESTS_THEORY_H

#include "sim/run.h"
#include "sim/tally.h"

enum { REPLICATIONS = 30 };

extern const struct mu_param theory_no_params[];

mu_time theory_exponential(struct mu_stream *s, double mean);
/* From the start to the end, with the random numbers of that replication. */
void theory_run(const struct mu_world *world, uint32_t replication, unsigned threads);
/* The mean of all replications' means lies within 3 of its standard errors of `expected`. */
void theory_compare(const char *what, const struct mu_tally *means, double expected);

#endif
