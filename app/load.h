/* load.h - from words on the command line to a scenario, its mistakes printed. */
#ifndef MU_APP_LOAD_H
#define MU_APP_LOAD_H

#include "app/cli.h"
#include "scenarios/reader.h"

/* 0, or an exit code after the mistakes were printed to stderr. `plan` and `history` are
 * sought beside the scenario, then in the working folder; NULL = none. On 0 *scenario is the
 * caller's; on failure it is NULL. */
int mu_load_scenario(const struct mu_args *args, const char *path, const char *plan,
                     const char *history, struct mu_scenario **scenario);

/* "T+28:00" or ISO 8601 -> time since the start; says what is wrong and returns false. */
bool mu_load_instant(const struct mu_scenario *scenario, const char *text, mu_time *at);

#endif
