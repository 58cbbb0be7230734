/* account.h - what happened in one run, for people to read and for programs. */
#ifndef MU_ANALYSIS_ACCOUNT_H
#define MU_ANALYSIS_ACCOUNT_H

#include <stdio.h>

#include "analysis/results.h"

/* At most about 60 lines of aligned text. meta.score may be NULL. */
enum mu_err mu_account_print(FILE *out, const struct mu_result *result,
                             const struct mu_results_meta *meta) MU_CHECKED;
/* The same as one JSON object with every metric: {"format": "muster.account", "version": 1, ...}.
 */
enum mu_err mu_account_json(FILE *out, const struct mu_result *result,
                            const struct mu_results_meta *meta) MU_CHECKED;

#endif
