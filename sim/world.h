/* world.h - the design point: which entities there are, their parameters, their sites.
 *
 * Built once by the reader, const during every run. Entities are numbered by the order of
 * their canonical names ("zone/Luozhen"), so entities of one model have neighbouring
 * numbers and the order of the input does not matter.
 *
 *     create -> name every entity -> seal -> set parameters (references are known now)
 */
#ifndef MU_SIM_WORLD_H
#define MU_SIM_WORLD_H

#include "sim/model.h"

struct mu_world;

struct mu_world_options {
    mu_time end;           /* > 0 */
    mu_time lookahead;     /* > 0 */
    mu_time publish_every; /* > 0; boards */
    mu_time sample_every;  /* > 0; series */
    const mu_time *frames; /* instants of field output, ascending; copied */
    size_t n_frames;
    const void *geography; /* borrowed until destroy */
};

/* `models`: NULL at the end; borrowed. Sorted copies are made by name. */
struct mu_world *mu_world_create(const struct mu_model *const *models);
void mu_world_destroy(struct mu_world *world);
void mu_world_set_options(struct mu_world *world, const struct mu_world_options *options);
const struct mu_world_options *mu_world_options(const struct mu_world *world);

/* `name` without the model's; copied. MU_ERR_INPUT if it exists already. */
enum mu_err mu_world_name(struct mu_world *world, const char *model, const char *name) MU_CHECKED;
/* Sorts and numbers. After it no entity can be named. */
enum mu_err mu_world_seal(struct mu_world *world) MU_CHECKED;

size_t mu_world_entities(const struct mu_world *world); /* 1 .. n */
const char *mu_world_entity_name(const struct mu_world *world, mu_entity_id id);
const struct mu_model *mu_world_entity_model(const struct mu_world *world, mu_entity_id id);
/* MU_NOBODY when there is none. */
mu_entity_id mu_world_find(const struct mu_world *world, const char *model, const char *name);
mu_entity_id mu_world_first(const struct mu_world *world, const char *model, size_t *n);

size_t mu_world_models(const struct mu_world *world);
const struct mu_model *mu_world_model(const struct mu_world *world, size_t i); /* by name */
/* Index of a model, or SIZE_MAX. */
size_t mu_world_model_index(const struct mu_world *world, const char *name);

/* The block of parameters, zeroed at first; filled by the reader after sealing. */
void *mu_world_params(struct mu_world *world, mu_entity_id id);
const void *mu_world_params_const(const struct mu_world *world, mu_entity_id id);
/* Memory that lives as long as the world: rows, texts, curves. Zeroed; NULL = no memory. */
void *mu_world_alloc(struct mu_world *world, size_t size);
/* A NUMBER, INTEGER or DURATION at `offset` is drawn from `dist` once per run. */
enum mu_err mu_world_draw(struct mu_world *world, mu_entity_id id, const struct mu_param *param,
                          struct mu_dist dist) MU_CHECKED;

/* Messages from the site of one to that of the other take at least `delay`, should that be more
 * than the lookahead: every send is held to it. */
enum mu_err mu_world_promise(struct mu_world *world, mu_entity_id from, mu_entity_id to,
                             mu_time delay) MU_CHECKED;

/* Parts and facts are numbered when the parameters are complete. */
enum mu_err mu_world_finish(struct mu_world *world) MU_CHECKED;
size_t mu_world_things(const struct mu_world *world); /* things are 1 .. n */
void mu_world_thing_name(const struct mu_world *world, mu_thing thing, char *text, size_t size);
const char *mu_world_thing_kind(const struct mu_world *world, mu_thing thing);
mu_entity_id mu_world_thing_entity(const struct mu_world *world, mu_thing thing);
mu_fact mu_world_fact(const struct mu_world *world, mu_entity_id id, uint32_t quantity);
size_t mu_world_facts(const struct mu_world *world);

#endif
