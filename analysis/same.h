/* same.h - are two results the same?
 *
 * To the bit: every column, name, grid and series. By name: for runs in which something
 * was added or the input was put in another order; rows are matched by the names of their
 * things, and what only one of the two worlds has (with every event that speaks of it) is
 * passed over.
 */
#ifndef MU_ANALYSIS_SAME_H
#define MU_ANALYSIS_SAME_H

#include <stdio.h>

#include "sim/recorder.h"

/* True when equal. `report` (may be NULL) gets the first differences, a line each. */
bool mu_results_same(const struct mu_result *a, const struct mu_result *b, FILE *report);

/* The same by name. MU_ERR_MEMORY leaves *same untouched. */
enum mu_err mu_results_same_by_name(const struct mu_result *a, const struct mu_result *b,
                                    FILE *report, bool *same) MU_CHECKED;

#endif
