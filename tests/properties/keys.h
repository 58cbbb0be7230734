/* keys.h - the keys of a scenario and its plan, and other values for each of them.
 *
 * A key is a setting of a kind of entity ("zone.population", "office.rules.within"), of an item
 * of the plan ("plan.L4.deadline"), or one of the reader's own ("onset"). It may stand in many
 * places (every zone has a population); it is changed in all of them at once.
 */
#ifndef MU_TESTS_PROPERTIES_KEYS_H
#define MU_TESTS_PROPERTIES_KEYS_H

#include "scenarios/reader_impl.h"

/* One place where a key stands. */
struct leaf {
    char *path; /* as `--set` takes it */
    struct mu_tree *node;
};

struct key {
    char *name;
    const struct mu_param *param; /* NULL: the reader's own */
    struct leaf *leaves;
    size_t n;      /* places */
    bool settable; /* `--set` reaches it */
};

struct keys {
    struct key *items;
    size_t n;
};

/* Keys of the scenario; of its plan's items; of the decisions of its history, all together. The
 * trees are borrowed from the scenario. */
void keys_of_scenario(struct keys *keys, const struct mu_scenario *scenario);
void keys_of_plan(struct keys *keys, const struct mu_scenario *scenario);
void keys_of_history(struct keys *keys, const struct mu_scenario *scenario);
/* Drops the keys of items that stand in `other` with the same value. */
void keys_drop_same(struct keys *keys, const struct keys *other);
void keys_fini(struct keys *keys);

/* The k-th other value for what stands at the leaf, as YAML; false = there are no more. Many are
 * no good to the reader: then the next one is tried. */
bool key_value(const struct key *key, const struct leaf *leaf, const struct mu_scenario *scenario,
               size_t k, char *text, size_t size);
/* Is that what stands there already? */
bool key_same_value(const struct leaf *leaf, const char *text);

#endif
