/* What a run needs before its first event: tables that follow from the world, then memory. */
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"
#include "sim/quasi_impl.h"
#include "sim/run_impl.h"
#include "sim/tape_impl.h"

/* calloc that takes 0. */
static void *table(size_t n, size_t size)
{
    return calloc(n ? n : 1, size);
}

static uint32_t operations_site(const struct mu_world *world)
{
    for (uint32_t i = 1; i <= world->n; i++) {
        const struct mu_model *model = mu_world_entity_model(world, (mu_entity_id){i});
        if (model->site == MU_SITE_OPERATIONS && !model->field)
            return i;
    }
    return 0;
}

static void place_entities(struct mu_run *run)
{
    const struct mu_world *world = run->world;
    uint32_t operations = operations_site(world);
    for (uint32_t i = 1; i <= world->n; i++) {
        struct mu_entity *entity = &run->entities[i];
        entity->model_index = world->entities[i].model;
        entity->model = world->models[entity->model_index].model;
        entity->handle = entity->model->field ? mu_run_tell_field : entity->model->handle;
        entity->tie = mu_tie(i, 0);
        entity->params = world->entities[i].params;
        run->more[i].name_hash = mu_name_hash(world->entities[i].name);
        /* A field runs between windows, away from everyone. */
        bool shared = entity->model->site == MU_SITE_OPERATIONS && !entity->model->field;
        entity->site = shared ? operations : i;
        run->more[i].burst_at = -1;
        entity->last_at = -1;
    }
}

static void list_fields_and_watchers(struct mu_run *run)
{
    for (uint32_t i = 1; i <= run->world->n; i++) {
        const struct mu_model *model = run->entities[i].model;
        if (model->field)
            run->fields[run->n_fields++] = i;
        if (model->board)
            run->watchers[run->n_watchers++] = i;
    }
}

/* Models that name the same kind share its index. */
static uint32_t kind_index(struct mu_run *run, size_t n, const struct mu_kind *kind,
                           const struct mu_kind **kinds)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(kinds[i]->name, kind->name) == 0)
            return run->kinds[i];
    return (uint32_t)run->n_kinds++;
}

static enum mu_err list_kinds(struct mu_run *run)
{
    const struct mu_world *world = run->world;
    size_t n = 0;
    for (size_t m = 0; m < world->n_models; m++)
        n += mu_model_kinds(world->models[m].model);
    run->kinds = table(n, sizeof *run->kinds);
    run->kinds_of = table(world->n_models + 1, sizeof *run->kinds_of);
    const struct mu_kind **kinds = table(n, sizeof *kinds);
    if (!run->kinds || !run->kinds_of || !kinds) {
        free(kinds);
        return MU_ERR_MEMORY;
    }
    size_t at = 0;
    for (size_t m = 0; m < world->n_models; m++) {
        const struct mu_model *model = world->models[m].model;
        run->kinds_of[m] = at;
        for (size_t k = 0; k < mu_model_kinds(model); k++, at++) {
            run->kinds[at] = kind_index(run, at, &model->kinds[k], kinds);
            kinds[at] = &model->kinds[k];
        }
    }
    run->kinds_of[world->n_models] = at;
    free(kinds);
    return MU_OK;
}

static enum mu_err list_series(struct mu_run *run)
{
    const struct mu_world *world = run->world;
    size_t n = 0;
    for (size_t m = 0; m < world->n_models; m++)
        n += world->models[m].n ? mu_model_series(world->models[m].model) : 0;
    run->series = table(n, sizeof *run->series);
    if (!run->series)
        return MU_ERR_MEMORY;
    for (size_t m = 0; m < world->n_models; m++) {
        const struct mu_world_model *model = &world->models[m];
        for (size_t k = 0; model->n && k < mu_model_series(model->model); k++)
            run->series[run->n_series++] = (struct mu_run_series){
                .model = model->model,
                .series = &model->model->series[k],
                .first = model->first,
                .n = model->n,
                .values = {.width = sizeof(double)},
            };
    }
    return MU_OK;
}

/* More threads than processors would wait for each other. */
static enum mu_err make_crew(struct mu_run *run)
{
    const unsigned processors = (unsigned)omp_get_num_procs();
    const unsigned threads = run->n_workers < processors ? run->n_workers : processors;

    if (run->n_fields == 0 || threads < 2)
        return MU_OK;
    run->crew = mu_crew_create(threads);
    return run->crew ? MU_OK : MU_ERR_MEMORY;
}

enum mu_err mu_run_prepare(struct mu_run *run)
{
    size_t n = run->world->n;
    run->entities = aligned_alloc(64, (n + 1) * sizeof *run->entities);
    run->more = table(n + 1, sizeof *run->more);
    run->fields = table(n, sizeof *run->fields);
    run->watchers = table(n, sizeof *run->watchers);
    run->sample_times.width = sizeof(mu_time);
    if (!run->entities || !run->more || !run->fields || !run->watchers)
        return MU_ERR_MEMORY;
    memset(run->entities, 0, (n + 1) * sizeof *run->entities);
    place_entities(run);
    list_fields_and_watchers(run);
    run->next_publication = run->n_fields ? 0 : MU_NEVER;
    enum mu_err err = make_crew(run);
    if (err == MU_OK)
        err = mu_tapes_make(run);
    if (err == MU_OK)
        err = list_kinds(run);
    return err == MU_OK ? list_series(run) : err;
}

void mu_run_unprepare(struct mu_run *run)
{
    for (size_t i = 0; i < run->n_series; i++)
        mu_column_fini(&run->series[i].values);
    for (size_t i = 0; i < run->n_grids; i++) {
        mu_column_fini(&run->grids[i].times);
        mu_column_fini(&run->grids[i].cells);
    }
    mu_column_fini(&run->sample_times);
    free(run->grids);
    free(run->series);
    free(run->kinds);
    free(run->kinds_of);
    mu_tapes_destroy(run);
    mu_crew_destroy(run->crew);
    free(run->watchers);
    free(run->fields);
    free(run->entities);
    free(run->more);
}

static struct mu_ctx *enter(struct mu_run *run, uint32_t i)
{
    mu_worker_enter(&run->workers[0], i, 0, 0);
    return &run->workers[0].ctx;
}

static void give_board(struct mu_run *run, uint32_t i)
{
    struct mu_entity_more *more = &run->more[i];
    struct mu_ctx *ctx = enter(run, i);
    size_t size = ctx->entity->model->field->board_size(ctx);
    more->board_ref = mu_alloc(ctx, size ? size : 1, 1);
    more->board = mu_at(ctx, more->board_ref);
    more->board_size = size;
}

/* Parameters' streams keep clear of the models' own purposes, which are small numbers. */
static uint32_t purpose_of(const struct mu_param *param)
{
    uint64_t hash = mu_name_hash(param->name);
    return (uint32_t)(hash ^ hash >> 32) | UINT32_C(1) << 31;
}

static void write_value(const struct mu_param *param, char *params, double x)
{
    void *field = params + param->offset;
    if (param->type == MU_TYPE_INTEGER)
        *(int64_t *)field = llround(x);
    else if (param->type == MU_TYPE_DURATION)
        *(mu_time *)field = mu_seconds(x > 0 ? x : 0);
    else
        *(double *)field = x;
}

/* The entity's own copy of its parameters. */
static char *own_params(struct mu_ctx *ctx)
{
    struct mu_entity *entity = ctx->entity;
    struct mu_entity_more *more = &ctx->run->more[ctx->acting.id.i];

    if (more->params_ref.i == 0) {
        size_t size = entity->model->params_size;
        more->params_ref = mu_alloc(ctx, size, 1);
        memcpy(mu_at(ctx, more->params_ref), entity->params, size);
        entity->params = mu_at(ctx, more->params_ref);
    }
    return mu_at(ctx, more->params_ref);
}

/* `number`: in place of the stream's own, or NULL. */
static void draw_value(struct mu_run *run, const struct mu_world_draw *draw, const uint64_t *number)
{
    struct mu_ctx *ctx = enter(run, draw->entity.i);
    struct mu_stream stream = mu_stream_for(ctx, purpose_of(draw->param), 0);
    const double u = number ? mu_uniform_of(*number) : mu_uniform(&stream);

    write_value(draw->param, own_params(ctx), mu_dist_quantile(&draw->dist, u));
}

/* All replications of a seed turn the same bits over. */
static uint64_t shift_of(struct mu_run *run, const struct mu_world_draw *draw)
{
    struct mu_stream s =
        mu_stream_init(run->options.seed, 0, run->options.branch,
                       run->more[draw->entity.i].name_hash, purpose_of(draw->param), 0);
    return mu_stream_next(&s);
}

static void draw_values(struct mu_run *run)
{
    const struct mu_world *world = run->world;
    const bool quasi = run->options.variates == MU_VARIATES_QUASI && world->n_draws > 0;
    const size_t dimensions = world->n_draws < MU_QUASI_MAX ? world->n_draws : MU_QUASI_MAX;
    uint64_t point[MU_QUASI_MAX];

    if (quasi && mu_quasi_point(run->options.replication, dimensions, point) != MU_OK)
        mu_worker_stop(&run->workers[0], MU_ERR_MEMORY);
    for (size_t k = 0; k < world->n_draws; k++) {
        const bool in_point = quasi && k < dimensions;
        if (in_point)
            point[k] ^= shift_of(run, &world->draws[k]);
        draw_value(run, &world->draws[k], in_point ? &point[k] : NULL);
    }
}

static void give_state(struct mu_run *run, uint32_t i)
{
    struct mu_entity *entity = &run->entities[i];
    struct mu_ctx *ctx = enter(run, i);
    size_t size = entity->model->state_size;
    run->more[i].state_ref = mu_alloc(ctx, size ? size : 1, 1);
    entity->state = mu_at(ctx, run->more[i].state_ref);
}

void mu_run_give_memory(struct mu_run *run)
{
    draw_values(run);
    for (uint32_t i = 1; i <= run->world->n; i++)
        give_state(run, i);
    for (size_t k = 0; k < run->n_fields; k++)
        give_board(run, run->fields[k]);
}
