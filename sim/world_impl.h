/* world_impl.h - private: what a run reads of the world. */
#ifndef MU_SIM_WORLD_IMPL_H
#define MU_SIM_WORLD_IMPL_H

#include "sim/world.h"

struct mu_memory_chunk;

/* Memory given back only as a whole. */
struct mu_memory {
    struct mu_memory_chunk *last;
    size_t used, size; /* of the last chunk */
};

struct mu_world_entity {
    const char *name;
    uint32_t model;
    void *params;
    uint32_t first_part, n_parts; /* things first_part .. first_part + n_parts - 1 */
    uint32_t first_fact, n_facts;
};

struct mu_world_model {
    const struct mu_model *model;
    uint32_t first, n; /* entities first .. first + n - 1 */
};

struct mu_world_draw {
    mu_entity_id entity;
    const struct mu_param *param;
    struct mu_dist dist;
};

/* Messages between their sites take at least so long. */
struct mu_promise {
    uint32_t from, to; /* entities; in a run, sites */
    mu_time delay;
};

struct mu_world {
    struct mu_world_model *models; /* by name */
    size_t n_models;
    struct mu_world_entity *entities; /* 1 .. n once sealed; item 0 is the outside */
    size_t n, capacity;
    uint32_t *index; /* names by hash, open addressing; 0 = free; before sealing */
    size_t index_size;
    struct mu_world_draw *draws; /* by entity and place, once finished */
    size_t n_draws, draws_capacity;
    struct mu_promise *promises; /* room for the next power of two */
    size_t n_promises;
    size_t n_things, n_facts;
    bool sealed, finished;
    bool lost_options; /* no memory for a copy of them */
    struct mu_world_options options;
    struct mu_memory memory;
};

void *mu_memory_alloc(struct mu_memory *memory, size_t size);
/* Read-only, or no more; false = the system does not let us. */
bool mu_memory_lock(const struct mu_memory *memory, bool locked) MU_CHECKED;
void mu_memory_fini(struct mu_memory *memory);

/* Number of entries of a table that ends with an empty name. */
size_t mu_model_kinds(const struct mu_model *model);
size_t mu_model_series(const struct mu_model *model);
size_t mu_model_quantities(const struct mu_model *model);
size_t mu_model_outputs(const struct mu_model *model);

#endif
