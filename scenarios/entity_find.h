/* entity_find.h - an entity by the name a person wrote, with a guess when there is none. */
#ifndef MU_SCENARIOS_ENTITY_FIND_H
#define MU_SCENARIOS_ENTITY_FIND_H

#include "scenarios/values.h"

/* "Luozhen" or "zone/Luozhen"; `of` = name of the model it must be of, NULL = any. MU_NOBODY
 * after a mistake, which has been reported. */
mu_entity_id mu_find_entity(const struct mu_slot *slot, const char *text, const char *of);
/* The name without the model's. */
const char *mu_bare_name(const char *canonical);
/* The model called `name`, or NULL. */
const struct mu_model *mu_find_model(const struct mu_world *world, const char *name);

#endif
