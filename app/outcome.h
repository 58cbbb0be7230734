/* outcome.h - a finished run with everything the result file and the account say of it. */
#ifndef MU_APP_OUTCOME_H
#define MU_APP_OUTCOME_H

#include "analysis/results.h"
#include "app/load.h"

/* How the run is made, beside its scenario. Borrowed. */
struct mu_making {
    const struct mu_args *args;
    const struct mu_load *load;
    bool perfect_information;
    mu_time until; /* MU_NEVER = to the scenario's end */
};

struct mu_outcome {
    struct mu_result result; /* filled by mu_run_finish */
    struct mu_results_meta meta;
    struct mu_score score;
    void *pool; /* owns what meta points to */
};

/* Scores the result and fills meta; says what failed and returns false. Borrows from both. */
bool mu_outcome_judge(struct mu_outcome *outcome, const struct mu_scenario *scenario,
                      const struct mu_making *making);
void mu_outcome_fini(struct mu_outcome *outcome);

#endif
