/* yaml.h - YAML 1.2 (and so JSON) to a tree, with every mistake at its line and column.
 *
 * One document a file. Bounded: 64 levels, MU_YAML_NODES values including what aliases
 * repeat. Keys are texts and stand once in a mapping. Tags are refused.
 */
#ifndef MU_SCENARIOS_YAML_H
#define MU_SCENARIOS_YAML_H

#include "scenarios/tree.h"

#define MU_YAML_DEPTH 64
#define MU_YAML_NODES ((size_t)4000000)
#define MU_YAML_ALIAS_NODES ((size_t)20000) /* values that aliases may repeat, in all */

/* NULL after a mistake, which has been reported. `bytes` may go afterwards; `file` must live
 * as long as the tree and the diagnostics. */
struct mu_tree *mu_yaml_read(struct mu_pool *pool, const char *bytes, size_t n, const char *file,
                             struct mu_diags *diags);
/* A piece of YAML in one line, as after --set: every place in it is `place`. */
struct mu_tree *mu_yaml_read_value(struct mu_pool *pool, const char *text, struct mu_place place,
                                   struct mu_diags *diags);

#endif
