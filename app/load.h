/* load.h - from words on the command line, or from a result, to a scenario; its mistakes are
 * printed.
 *
 *     struct mu_load load = {0};
 *     int bad = mu_load_words(&load, args, path, plan, history);   // or mu_load_result
 *     if (!bad)
 *         bad = mu_load_scenario(&load, &scenario);
 *     ...
 *     mu_scenario_destroy(scenario);
 *     mu_load_fini(&load);
 */
#ifndef MU_APP_LOAD_H
#define MU_APP_LOAD_H

#include "analysis/results.h"
#include "app/cli.h"
#include "scenarios/pool.h"
#include "scenarios/reader.h"
#include "sim/run.h"

/* Zeroed = empty. */
struct mu_load {
    struct mu_pool pool;
    struct mu_scenario_request request;
    struct mu_results_file kept; /* of mu_load_result: what is to be repeated */
};

/* Where an int is returned: 0, or an exit code after saying why. */

/* A scenario's file or folder. `plan` and `history` are sought beside the scenario, then in the
 * working folder; NULL = none. */
int mu_load_words(struct mu_load *load, const struct mu_args *args, const char *path,
                  const char *plan, const char *history);
/* The input inside a result file; --set adds to what it says. */
int mu_load_result(struct mu_load *load, const struct mu_args *args, const char *path);
/* What is wrong goes to `diags`, which borrows file names from the scenario. NULL = no memory:
 * then they must not be printed. */
struct mu_scenario *mu_load_read(const struct mu_load *load, struct mu_diags *diags);
/* On 0 *scenario is the caller's; on failure it is NULL. */
int mu_load_scenario(const struct mu_load *load, struct mu_scenario **scenario);
void mu_load_fini(struct mu_load *load);

/* Does the file begin like HDF5? */
bool mu_load_is_result(const char *path);
/* What the models say of each other when a run begins, such as a dike without water; NULL = they
 * are content. The instant, which is always the start, is left out. */
const char *mu_load_start_failure(const struct mu_run *run);
/* "T+28:00" or ISO 8601 -> time since the start; says what is wrong and returns false. */
bool mu_load_instant(const struct mu_scenario *scenario, const char *text, mu_time *at);

#endif
