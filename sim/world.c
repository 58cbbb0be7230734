#include "sim/world.h"

#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"
#include "sim/world_impl.h"

static int by_model_name(const void *pa, const void *pb)
{
    const struct mu_world_model *a = pa, *b = pb;
    return strcmp(a->model->name, b->model->name);
}

static bool copy_models(struct mu_world *world, const struct mu_model *const *models)
{
    size_t n = 0;
    while (models[n])
        n++;
    world->models = calloc(n ? n : 1, sizeof *world->models);
    if (!world->models)
        return false;
    for (size_t i = 0; i < n; i++)
        world->models[i].model = models[i];
    world->n_models = n;
    qsort(world->models, n, sizeof *world->models, by_model_name);
    for (size_t i = 1; i < n; i++)
        mu_assert(by_model_name(&world->models[i - 1], &world->models[i]) != 0);
    return true;
}

struct mu_world *mu_world_create(const struct mu_model *const *models)
{
    struct mu_world *world = calloc(1, sizeof *world);
    if (!world)
        return NULL;
    world->capacity = 64;
    world->entities = calloc(world->capacity, sizeof *world->entities);
    if (!world->entities || !copy_models(world, models)) {
        mu_world_destroy(world);
        return NULL;
    }
    world->entities[0].name = "outside";
    return world;
}

void mu_world_destroy(struct mu_world *world)
{
    if (!world)
        return;
    mu_memory_fini(&world->memory);
    free(world->promises);
    free(world->draws);
    free(world->index);
    free(world->entities);
    free(world->models);
    free(world);
}

void mu_world_set_options(struct mu_world *world, const struct mu_world_options *options)
{
    mu_assert(options->end > 0 && options->lookahead > 0);
    mu_assert(options->publish_every > 0 && options->sample_every > 0);
    world->options = *options;
    world->options.frames = NULL;
    world->options.n_frames = 0;
    if (options->n_frames == 0)
        return;
    mu_time *frames = mu_world_alloc(world, options->n_frames * sizeof *frames);
    world->lost_options = !frames;
    if (!frames)
        return;
    memcpy(frames, options->frames, options->n_frames * sizeof *frames);
    world->options.frames = frames;
    world->options.n_frames = options->n_frames;
}

const struct mu_world_options *mu_world_options(const struct mu_world *world)
{
    return &world->options;
}

void *mu_world_alloc(struct mu_world *world, size_t size)
{
    return mu_memory_alloc(&world->memory, size ? size : 1);
}

static struct mu_world_entity *entity_of(const struct mu_world *world, mu_entity_id id)
{
    mu_assert(world->sealed && id.i >= 1 && id.i <= world->n);
    return &world->entities[id.i];
}

size_t mu_world_entities(const struct mu_world *world)
{
    return world->n;
}

const char *mu_world_entity_name(const struct mu_world *world, mu_entity_id id)
{
    return id.i == 0 ? world->entities[0].name : entity_of(world, id)->name;
}

const struct mu_model *mu_world_entity_model(const struct mu_world *world, mu_entity_id id)
{
    return world->models[entity_of(world, id)->model].model;
}

size_t mu_world_models(const struct mu_world *world)
{
    return world->n_models;
}

const struct mu_model *mu_world_model(const struct mu_world *world, size_t i)
{
    mu_assert(i < world->n_models);
    return world->models[i].model;
}

size_t mu_world_model_index(const struct mu_world *world, const char *name)
{
    size_t lo = 0, hi = world->n_models;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int order = strcmp(world->models[mid].model->name, name);
        if (order == 0)
            return mid;
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return SIZE_MAX;
}

mu_entity_id mu_world_first(const struct mu_world *world, const char *model, size_t *n)
{
    mu_assert(world->sealed);
    size_t i = mu_world_model_index(world, model);
    bool any = i != SIZE_MAX && world->models[i].n > 0;
    if (n)
        *n = any ? world->models[i].n : 0;
    return any ? (mu_entity_id){world->models[i].first} : MU_NOBODY;
}

void *mu_world_params(struct mu_world *world, mu_entity_id id)
{
    return entity_of(world, id)->params;
}

const void *mu_world_params_const(const struct mu_world *world, mu_entity_id id)
{
    return entity_of(world, id)->params;
}

static bool drawable(const struct mu_param *param)
{
    return param->type == MU_TYPE_NUMBER || param->type == MU_TYPE_INTEGER ||
           param->type == MU_TYPE_DURATION;
}

static struct mu_world_draw *find_draw(struct mu_world *world, mu_entity_id id,
                                       const struct mu_param *param)
{
    for (size_t i = 0; i < world->n_draws; i++) {
        struct mu_world_draw *draw = &world->draws[i];
        if (draw->entity.i == id.i && draw->param->offset == param->offset)
            return draw;
    }
    return NULL;
}

static struct mu_world_draw *add_draw(struct mu_world *world)
{
    if (world->n_draws == world->draws_capacity) {
        size_t capacity = world->draws_capacity ? 2 * world->draws_capacity : 16;
        struct mu_world_draw *draws = realloc(world->draws, capacity * sizeof *draws);
        if (!draws)
            return NULL;
        world->draws = draws;
        world->draws_capacity = capacity;
    }
    return &world->draws[world->n_draws++];
}

enum mu_err mu_world_draw(struct mu_world *world, mu_entity_id id, const struct mu_param *param,
                          struct mu_dist dist)
{
    mu_assert(drawable(param) && entity_of(world, id)->params != NULL);
    struct mu_world_draw *draw = find_draw(world, id, param);
    if (!draw)
        draw = add_draw(world);
    if (!draw)
        return MU_ERR_MEMORY;
    *draw = (struct mu_world_draw){.entity = id, .param = param, .dist = dist};
    return MU_OK;
}
