/* Parts and facts get their numbers when the parameters are complete. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/assert.h"
#include "sim/world_impl.h"

/* The tables differ in type but all begin with the name that ends them. */
#define COUNT_ROWS(table)                                                                          \
    size_t n = 0;                                                                                  \
    while ((table) && (table)[n].name)                                                             \
        n++;                                                                                       \
    return n

size_t mu_model_kinds(const struct mu_model *model)
{
    COUNT_ROWS(model->kinds);
}

size_t mu_model_series(const struct mu_model *model)
{
    COUNT_ROWS(model->series);
}

size_t mu_model_quantities(const struct mu_model *model)
{
    COUNT_ROWS(model->quantities);
}

size_t mu_model_outputs(const struct mu_model *model)
{
    if (!model->field)
        return 0;
    COUNT_ROWS(model->field->outputs);
}

static size_t count_parts(const struct mu_world *world, const struct mu_model *model,
                          const void *params)
{
    if (model->parts)
        return model->parts(params);
    return model->geo_parts ? model->geo_parts(world->options.geography) : 0;
}

static int by_entity_and_place(const void *pa, const void *pb)
{
    const struct mu_world_draw *a = pa, *b = pb;

    if (a->entity.i != b->entity.i)
        return a->entity.i < b->entity.i ? -1 : 1;
    return (a->param->offset > b->param->offset) - (a->param->offset < b->param->offset);
}

enum mu_err mu_world_finish(struct mu_world *world)
{
    mu_assert(world->sealed && !world->finished);
    if (world->lost_options)
        return MU_ERR_MEMORY;
    size_t things = world->n, facts = 0;
    for (size_t i = 1; i <= world->n; i++) {
        struct mu_world_entity *entity = &world->entities[i];
        const struct mu_model *model = world->models[entity->model].model;
        size_t parts = count_parts(world, model, entity->params);
        size_t quantities = mu_model_quantities(model);
        if (parts > UINT32_MAX - 1 - things || quantities > UINT32_MAX - 1 - facts)
            return MU_ERR_MEMORY;
        entity->first_part = (uint32_t)things + 1;
        entity->n_parts = (uint32_t)parts;
        entity->first_fact = (uint32_t)facts + 1;
        entity->n_facts = (uint32_t)quantities;
        things += parts;
        facts += quantities;
    }
    world->n_things = things;
    world->n_facts = facts;
    if (world->n_draws > 0)
        qsort(world->draws, world->n_draws, sizeof *world->draws, by_entity_and_place);
    world->finished = true;
    return MU_OK;
}

size_t mu_world_things(const struct mu_world *world)
{
    mu_assert(world->finished);
    return world->n_things;
}

size_t mu_world_facts(const struct mu_world *world)
{
    mu_assert(world->finished);
    return world->n_facts;
}

/* The last entity whose parts begin at or before `thing`; those without parts share the
 * number with the next one, so the last is the right one. */
mu_entity_id mu_world_thing_entity(const struct mu_world *world, mu_thing thing)
{
    mu_assert(world->finished && thing.i >= 1 && thing.i <= world->n_things);
    if (thing.i <= world->n)
        return (mu_entity_id){thing.i};
    uint32_t lo = 1, hi = (uint32_t)world->n;
    while (lo < hi) {
        uint32_t mid = hi - (hi - lo) / 2;
        if (world->entities[mid].first_part <= thing.i)
            lo = mid;
        else
            hi = mid - 1;
    }
    return (mu_entity_id){lo};
}

static const struct mu_model *model_of_thing(const struct mu_world *world, mu_thing thing)
{
    return mu_world_entity_model(world, mu_world_thing_entity(world, thing));
}

const char *mu_world_thing_kind(const struct mu_world *world, mu_thing thing)
{
    const struct mu_model *model = model_of_thing(world, thing);
    if (thing.i <= world->n)
        return model->name;
    return model->part_kind ? model->part_kind : model->name;
}

void mu_world_thing_name(const struct mu_world *world, mu_thing thing, char *text, size_t size)
{
    mu_entity_id id = mu_world_thing_entity(world, thing);
    const struct mu_world_entity *entity = &world->entities[id.i];
    const struct mu_model *model = world->models[entity->model].model;
    size_t i = thing.i - entity->first_part;
    if (thing.i <= world->n)
        snprintf(text, size, "%s", entity->name);
    else if (model->part_name)
        model->part_name(entity->params, entity->name, i, text, size);
    else if (model->geo_part_name)
        model->geo_part_name(world->options.geography, i, text, size);
    else
        snprintf(text, size, "%s#%zu", entity->name, i);
}

mu_fact mu_world_fact(const struct mu_world *world, mu_entity_id id, uint32_t quantity)
{
    mu_assert(world->finished && id.i >= 1 && id.i <= world->n);
    const struct mu_world_entity *entity = &world->entities[id.i];
    mu_assert(quantity < entity->n_facts);
    return (mu_fact){entity->first_fact + quantity};
}
