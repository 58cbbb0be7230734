/* replay.h - `muster run --replay FIELD=FILE`: a field as an earlier run kept it. */
#ifndef MU_APP_REPLAY_H
#define MU_APP_REPLAY_H

#include "analysis/results.h"
#include "app/cli.h"
#include "scenarios/reader.h"
#include "sim/run.h"

/* The results that are replayed, which the run borrows. Zeroed = none. */
struct mu_replays {
    struct mu_results_file *files;
    size_t n;
};

/* Where an int is returned: 0, or an exit code after saying why. */

/* Reads each and gives it to `run`, which is to go on to `end`. */
int mu_replays_give(struct mu_replays *replays, const struct mu_args *args,
                    const struct mu_scenario *scenario, struct mu_run *run, mu_time end);
void mu_replays_fini(struct mu_replays *replays);
/* None of them may be overwritten by `output`, which may be NULL. */
int mu_replay_spares(const struct mu_args *args, const char *output);
/* Says when what was replayed is not what would have come out. */
void mu_replay_warn(const struct mu_result *result, const struct mu_scenario *scenario);

#endif
