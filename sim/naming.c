/* Naming and sealing: from names in any order to ranks. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"
#include "sim/queue_impl.h"
#include "sim/stream.h"
#include "sim/world_impl.h"

#define ENTITIES_MAX (((size_t)1 << MU_RANK_BITS) - 1)

/* Where `name` stands in the index, or the free place where it would. */
static size_t place_of(const struct mu_world *world, const char *name)
{
    size_t at = mu_name_hash(name) & (world->index_size - 1);
    while (world->index[at] && strcmp(world->entities[world->index[at]].name, name) != 0)
        at = (at + 1) & (world->index_size - 1);
    return at;
}

/* At most half full, so that a search ends soon. */
static bool grow_index(struct mu_world *world)
{
    if (2 * (world->n + 2) <= world->index_size)
        return true;
    size_t size = world->index_size ? 2 * world->index_size : 128;
    uint32_t *index = calloc(size, sizeof *index);
    if (!index)
        return false;
    free(world->index);
    world->index = index;
    world->index_size = size;
    for (uint32_t i = 1; i <= world->n; i++)
        index[place_of(world, world->entities[i].name)] = i;
    return true;
}

static bool grow_entities(struct mu_world *world)
{
    if (world->n + 1 < world->capacity)
        return true;
    size_t capacity = 2 * world->capacity;
    struct mu_world_entity *entities = realloc(world->entities, capacity * sizeof *entities);
    if (!entities)
        return false;
    world->entities = entities;
    world->capacity = capacity;
    return true;
}

static char *canonical(struct mu_world *world, const char *model, const char *name)
{
    size_t size = strlen(model) + 1 + strlen(name) + 1;
    char *text = mu_world_alloc(world, size);
    if (text)
        snprintf(text, size, "%s/%s", model, name);
    return text;
}

enum mu_err mu_world_name(struct mu_world *world, const char *model, const char *name)
{
    mu_assert(!world->sealed);
    size_t m = mu_world_model_index(world, model);
    mu_assert(m != SIZE_MAX);
    char *text = canonical(world, model, name);
    if (!text || world->n == ENTITIES_MAX || !grow_entities(world) || !grow_index(world))
        return MU_ERR_MEMORY;
    size_t at = place_of(world, text);
    if (world->index[at])
        return MU_ERR_INPUT;
    world->n++;
    world->entities[world->n] = (struct mu_world_entity){.name = text, .model = (uint32_t)m};
    world->index[at] = (uint32_t)world->n;
    return MU_OK;
}

static int by_name(const void *pa, const void *pb)
{
    const struct mu_world_entity *a = pa, *b = pb;
    return strcmp(a->name, b->name);
}

static bool give_params(struct mu_world *world)
{
    for (size_t i = 1; i <= world->n; i++) {
        struct mu_world_entity *entity = &world->entities[i];
        entity->params = mu_world_alloc(world, world->models[entity->model].model->params_size);
        if (!entity->params)
            return false;
    }
    return true;
}

static void count_by_model(struct mu_world *world)
{
    for (uint32_t i = 1; i <= world->n; i++) {
        struct mu_world_model *model = &world->models[world->entities[i].model];
        if (model->n++ == 0)
            model->first = i;
        /* "road/" is a prefix of no other model's names, so sorting kept them together. */
        mu_assert(model->first + model->n - 1 == i);
    }
}

enum mu_err mu_world_seal(struct mu_world *world)
{
    mu_assert(!world->sealed);
    qsort(world->entities + 1, world->n, sizeof *world->entities, by_name);
    if (!give_params(world))
        return MU_ERR_MEMORY;
    count_by_model(world);
    free(world->index);
    world->index = NULL;
    world->index_size = 0;
    world->sealed = true;
    return MU_OK;
}

mu_entity_id mu_world_find(const struct mu_world *world, const char *model, const char *name)
{
    size_t n;
    uint32_t lo = mu_world_first(world, model, &n).i, hi = lo + (uint32_t)n;
    size_t prefix = strlen(model) + 1;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int order = strcmp(world->entities[mid].name + prefix, name);
        if (order == 0)
            return (mu_entity_id){mid};
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return MU_NOBODY;
}
