/* A copy of a run is a run: states name each other by reference, so that their bytes mean
 * the same in another arena. */
#include <stdlib.h>
#include <string.h>

#include "sim/run_impl.h"

static void *copied(const void *from, size_t n, size_t size)
{
    void *to = malloc(n * size + 1);
    if (to && n > 0)
        memcpy(to, from, n * size);
    return to;
}

static enum mu_err clone_series(const struct mu_run *from, struct mu_run *to)
{
    to->series = calloc(from->n_series + 1, sizeof *to->series);
    if (!to->series)
        return MU_ERR_MEMORY;
    for (size_t i = 0; i < from->n_series; i++) {
        to->series[i] = from->series[i];
        enum mu_err err = mu_column_clone(&from->series[i].values, &to->series[i].values);
        if (err != MU_OK)
            return err;
        to->n_series = i + 1;
    }
    return MU_OK;
}

static enum mu_err clone_grids(const struct mu_run *from, struct mu_run *to)
{
    to->grids = calloc(from->n_grids + 1, sizeof *to->grids);
    if (!to->grids)
        return MU_ERR_MEMORY;
    for (size_t i = 0; i < from->n_grids; i++) {
        to->grids[i] = from->grids[i];
        to->grids[i].cells = (struct mu_column){.width = from->grids[i].cells.width};
        enum mu_err err = mu_column_clone(&from->grids[i].times, &to->grids[i].times);
        to->n_grids = i + 1;
        if (err == MU_OK)
            err = mu_column_clone(&from->grids[i].cells, &to->grids[i].cells);
        if (err != MU_OK)
            return err;
    }
    return MU_OK;
}

static bool clone_tables(const struct mu_run *from, struct mu_run *to)
{
    size_t n = from->world->n, n_models = from->world->n_models;
    to->entities = copied(from->entities, n + 1, sizeof *to->entities);
    to->fields = copied(from->fields, from->n_fields, sizeof *to->fields);
    to->watchers = copied(from->watchers, from->n_watchers, sizeof *to->watchers);
    to->kinds = copied(from->kinds, from->kinds_of[n_models], sizeof *to->kinds);
    to->kinds_of = copied(from->kinds_of, n_models + 1, sizeof *to->kinds_of);
    if (from->failure)
        to->failure = strdup(from->failure);
    return to->entities && to->fields && to->watchers && to->kinds && to->kinds_of;
}

static void set_pointers(struct mu_run *run)
{
    for (uint32_t i = 1; i <= run->world->n; i++) {
        struct mu_entity *entity = &run->entities[i];
        entity->state = mu_arena_at(&run->arena, entity->state_ref);
        entity->board = mu_arena_at(&run->arena, entity->board_ref);
        if (entity->params_ref.i)
            entity->params = mu_arena_at(&run->arena, entity->params_ref);
    }
    mu_run_enter(run, run->ctx.id.i, run->ctx.now, run->ctx.cause);
}

static enum mu_err clone_into(const struct mu_run *from, struct mu_run *to)
{
    if (!clone_tables(from, to))
        return MU_ERR_MEMORY;
    enum mu_err err = mu_arena_clone(&from->arena, &to->arena);
    if (err == MU_OK)
        err = mu_queue_clone(&from->queue, &to->queue);
    if (err == MU_OK)
        err = mu_column_clone(&from->rows, &to->rows);
    if (err == MU_OK)
        err = mu_column_clone(&from->sample_times, &to->sample_times);
    if (err == MU_OK)
        err = clone_series(from, to);
    if (err == MU_OK)
        err = clone_grids(from, to);
    if (err == MU_OK)
        set_pointers(to);
    return err;
}

/* What has no memory of its own; everything else starts empty, so that a half-made copy can
 * be destroyed. */
static void copy_plain(const struct mu_run *from, struct mu_run *to)
{
    to->world = from->world;
    to->options = from->options;
    to->n_fields = from->n_fields;
    to->n_watchers = from->n_watchers;
    to->n_kinds = from->n_kinds;
    to->now = from->now;
    to->next_publication = from->next_publication;
    to->next_sample = from->next_sample;
    to->next_frame = from->next_frame;
    to->handled = from->handled;
    to->ctx = from->ctx;
    to->failed = from->failed;
    to->finished = from->finished;
    to->err = from->err;
}

enum mu_err mu_run_clone(const struct mu_run *from, struct mu_run **to)
{
    *to = NULL;
    struct mu_run *made = calloc(1, sizeof *made);
    if (!made)
        return MU_ERR_MEMORY;
    copy_plain(from, made);
    mu_queue_init(&made->queue);
    enum mu_err err = clone_into(from, made);
    if (err != MU_OK) {
        mu_run_destroy(made);
        return err;
    }
    *to = made;
    return MU_OK;
}
