/* registry.h - every model this build knows. Adding one = one line in registry.c. */
#ifndef MU_MODELS_REGISTRY_H
#define MU_MODELS_REGISTRY_H

#include "sim/model.h"

extern const struct mu_model *const mu_models[]; /* NULL at the end */

#endif
