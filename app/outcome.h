/* outcome.h - a finished run with everything the result file and the account say of it. */
#ifndef MU_APP_OUTCOME_H
#define MU_APP_OUTCOME_H

#include "analysis/results.h"
#include "app/cli.h"
#include "scenarios/reader.h"

struct mu_outcome {
    struct mu_result result; /* filled by mu_run_finish */
    struct mu_results_meta meta;
    struct mu_score score;
    void *pool; /* owns what meta points to */
};

/* Scores the result and fills meta; says what failed and returns false. Borrows from the
 * scenario and the arguments. */
bool mu_outcome_judge(struct mu_outcome *outcome, const struct mu_scenario *scenario,
                      const struct mu_args *args);
void mu_outcome_fini(struct mu_outcome *outcome);

#endif
