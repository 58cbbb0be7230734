/* reader_impl.h - private: the reader's parts and what they share. */
#ifndef MU_SCENARIOS_READER_IMPL_H
#define MU_SCENARIOS_READER_IMPL_H

#include "scenarios/params.h"
#include "scenarios/reader.h"

/* Where an entity's settings stand, kept for the model's own check. */
struct mu_entity_source {
    struct mu_tree *own, *common;
    const char *owner, *common_owner;
    struct mu_tree **items[2]; /* of the plan, of the history */
    size_t n_items[2];
    struct mu_place place;
};

struct mu_reader {
    struct mu_pool pool;
    struct mu_inputs inputs;
    struct mu_reading in;
    struct mu_scenario *scenario;
    const struct mu_scenario_request *request;
    const struct mu_model *const *models;
    struct mu_tree *root, *plan, *history;
    struct mu_entity_source *sources; /* by entity number; [0] unused */
};

/* Members of a mapping of the reader's own keys. A missing one gives the default; NULL = must
 * be there. False after a mistake. */
bool mu_take_text(struct mu_reader *r, struct mu_tree *map, const char *key, const char *dflt,
                  const char **text);
bool mu_take_duration(struct mu_reader *r, struct mu_tree *map, const char *key, const char *dflt,
                      mu_time *value);
bool mu_take_bool(struct mu_reader *r, struct mu_tree *map, const char *key, bool *value);
/* Keys of `map` nobody asked for. `keys`: what might have been meant, NULL at the end. */
bool mu_check_keys(struct mu_reader *r, const struct mu_tree *map, const char *const *keys,
                   const char *owner);
struct mu_slot mu_slot_at(struct mu_reader *r, const struct mu_tree *node, const char *key);
/* "muster: 1" must be there. */
bool mu_check_version(struct mu_reader *r, struct mu_tree *root);
/* "0 persons", "2 d 6 h": any quantity; in coherent SI, with the name of its unit. */
bool mu_read_any_quantity(struct mu_reader *r, const struct mu_tree *node, const char *key,
                          double *value, const char **unit);
/* hazard: {class: ..., kind: ...} */
bool mu_take_hazard(struct mu_reader *r, struct mu_tree *root, const char **hazard_class,
                    const char **kind);

/* The parts, in the order they are called. */
bool mu_header_expand(struct mu_reader *r);
bool mu_overrides_apply(struct mu_reader *r);
bool mu_header_read(struct mu_reader *r);
bool mu_geography_read(struct mu_reader *r);
bool mu_entities_name(struct mu_reader *r);
bool mu_entities_read(struct mu_reader *r);
bool mu_plan_read(struct mu_reader *r);
bool mu_history_read(struct mu_reader *r);
bool mu_objectives_read(struct mu_reader *r);
bool mu_observed_read(struct mu_reader *r);
bool mu_entities_check(struct mu_reader *r);

/* Which section of the scenario lists entities: a section that came from a table or a map of
 * points becomes a mapping of entities. */
bool mu_section_to_map(struct mu_reader *r, const struct mu_model *model, struct mu_tree *section);
/* The model called `name`, or NULL. */
const struct mu_model *mu_reader_model(const struct mu_reader *r, const char *name);
extern const char *const mu_header_keys[];

#endif
