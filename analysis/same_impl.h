/* same_impl.h - what both ways of comparing share. */
#ifndef MU_ANALYSIS_SAME_IMPL_H
#define MU_ANALYSIS_SAME_IMPL_H

#include "analysis/same.h"

/* Counts differences and prints the first few. */
struct mu_differences {
    FILE *out; /* may be NULL */
    size_t n;
};

void mu_differ(struct mu_differences *d, const char *fmt, ...) MU_PRINTF(2, 3);

bool mu_same_double(double a, double b); /* all bits, NaN too */
/* A missing text is an empty one, and a missing unit is "1". */
bool mu_same_text(const char *a, const char *b);
bool mu_same_unit(const char *a, const char *b);

void mu_compare_grids(struct mu_differences *d, const struct mu_result *a,
                      const struct mu_result *b);

#endif
