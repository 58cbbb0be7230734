/* dike_settings.h - private to dike.c: the table of its parameters, and their check. */
#ifndef MU_MODELS_HAZARD_DIKE_SETTINGS_H
#define MU_MODELS_HAZARD_DIKE_SETTINGS_H

#include "sim/model.h"

extern const struct mu_param mu_dike_settings[];
bool mu_dike_check(const void *params, const struct mu_check *check);

#endif
