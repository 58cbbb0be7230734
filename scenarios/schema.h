/* schema.h - the JSON Schema (draft-07) of scenario, plan and history files, from the models'
 * own tables: an editor completes and checks while one writes. */
#ifndef MU_SCENARIOS_SCHEMA_H
#define MU_SCENARIOS_SCHEMA_H

#include <stdio.h>

#include "sim/model.h"

/* what: "scenario", "plan" or "history". MU_ERR_INPUT when it is none of them. */
enum mu_err mu_schema_write(FILE *out, const struct mu_model *const *models,
                            const char *what) MU_CHECKED;

#endif
