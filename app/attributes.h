/* attributes.h - what is known of each entity, as columns for the result file: every plain
 * setting of every model, the lines of the roads, the lines of the plan.
 */
#ifndef MU_APP_ATTRIBUTES_H
#define MU_APP_ATTRIBUTES_H

#include "analysis/results.h"
#include "scenarios/pool.h"
#include "scenarios/reader.h"

/* The file at `path` among the input, or NULL. */
const struct mu_source_file *mu_input_file(const struct mu_scenario *scenario, const char *path);
/* The name under which the file at `path` is kept as input; the path itself when it is none. */
const char *mu_input_name(const struct mu_scenario *scenario, const char *path);
/* Both fill meta from the pool; false = no memory. */
bool mu_attributes_fill(struct mu_results_meta *meta, const struct mu_scenario *scenario,
                        struct mu_pool *pool);
bool mu_tasks_fill(struct mu_results_meta *meta, const struct mu_scenario *scenario,
                   struct mu_pool *pool);

#endif
