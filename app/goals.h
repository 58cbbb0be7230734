/* goals.h - what a scenario is judged by, held against what the analysis knows. */
#ifndef MU_APP_GOALS_H
#define MU_APP_GOALS_H

#include "scenarios/reader.h"

/* Objectives name metrics, observations name curves; units must fit. Targets are converted to
 * the unit of their metric. Mistakes go to `diags`; false when there was one. */
bool mu_goals_check(struct mu_scenario *scenario, struct mu_diags *diags);

#endif
