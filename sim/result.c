/* Hands what a run recorded over as a struct mu_result. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/rows_impl.h"
#include "sim/tape_impl.h"

/* Longer names of parts are cut. */
enum { NAME_MAX_BYTES = 512 };

static bool copy_text(char **to, const char *text)
{
    *to = strdup(text ? text : "");
    return *to != NULL;
}

static bool fill_kind(struct mu_kind_info *info, const struct mu_kind *kind)
{
    return copy_text(&info->name, kind->name) && copy_text(&info->unit, kind->unit) &&
           copy_text(&info->value, kind->value) && copy_text(&info->help, kind->help);
}

static bool fill_kinds(const struct mu_run *run, struct mu_result *result)
{
    result->n_kinds = run->n_kinds;
    result->kinds = calloc(run->n_kinds + 1, sizeof *result->kinds);
    if (!result->kinds)
        return false;
    for (size_t m = 0; m < run->world->n_models; m++) {
        const struct mu_kind *kinds = run->world->models[m].model->kinds;
        size_t first = run->kinds_of[m], n = run->kinds_of[m + 1] - first;
        for (size_t k = 0; k < n; k++) {
            struct mu_kind_info *info = &result->kinds[run->kinds[first + k]];
            if (!info->name && !fill_kind(info, &kinds[k]))
                return false;
        }
    }
    return true;
}

static bool fill_things(const struct mu_run *run, struct mu_result *result)
{
    size_t n = run->world->n_things;
    char name[NAME_MAX_BYTES] = "";
    result->n_entities = run->world->n;
    result->n_things = n + 1;
    result->things = calloc(n + 1, sizeof *result->things);
    if (!result->things || !copy_text(&result->things[0].name, ""))
        return false;
    result->things[0].kind = "";
    for (uint32_t i = 1; i <= n; i++) {
        struct mu_thing_info *info = &result->things[i];
        mu_world_thing_name(run->world, (mu_thing){i}, name, sizeof name);
        info->kind = mu_world_thing_kind(run->world, (mu_thing){i});
        info->entity = mu_world_thing_entity(run->world, (mu_thing){i}).i;
        if (!copy_text(&info->name, name))
            return false;
    }
    return true;
}

/* "zone.at_home", whether or not the model wrote its own name before it. */
static char *series_name(const struct mu_run_series *series)
{
    const char *model = series->model->name, *name = series->series->name;
    size_t n = strlen(model), size = n + strlen(name) + 2;
    bool complete = strncmp(name, model, n) == 0 && name[n] == '.';
    char *text = malloc(size);
    if (text)
        snprintf(text, size, "%s%s%s", complete ? "" : model, complete ? "" : ".", name);
    return text;
}

static bool fill_series(struct mu_run *run, struct mu_result *result)
{
    result->n_samples = run->sample_times.n;
    result->sample_times = mu_column_hand_over(&run->sample_times);
    result->n_series = run->n_series;
    result->series = calloc(run->n_series + 1, sizeof *result->series);
    if (!result->sample_times || !result->series)
        return false;
    for (size_t i = 0; i < run->n_series; i++) {
        struct mu_run_series *from = &run->series[i];
        struct mu_series_info *to = &result->series[i];
        *to =
            (struct mu_series_info){.kind = from->model->name, .first = from->first, .n = from->n};
        to->name = series_name(from);
        to->values = mu_column_hand_over(&from->values);
        if (!to->name || !to->values || !copy_text(&to->unit, from->series->unit) ||
            !copy_text(&to->help, from->series->help))
            return false;
    }
    return true;
}

/* The only field of its model goes by the model's name. */
static const char *field_name(const struct mu_run *run, mu_entity_id field)
{
    const struct mu_world_model *model = &run->world->models[run->entities[field.i].model_index];
    return model->n == 1 ? model->model->name : mu_world_entity_name(run->world, field);
}

static bool fill_grid(const struct mu_run *run, struct mu_run_grid *from, struct mu_grid_info *to)
{
    const struct mu_grid_output *output = from->output;
    *to = (struct mu_grid_info){
        .nx = from->shape.nx,
        .ny = from->shape.ny,
        .x0 = from->shape.x0,
        .y0 = from->shape.y0,
        .dx = from->shape.dx,
        .final = output->final,
        .n_times = from->times.n,
    };
    to->times = mu_column_hand_over(&from->times);
    to->cells = mu_column_hand_over(&from->cells);
    return to->times && to->cells && copy_text(&to->field, field_name(run, from->field)) &&
           copy_text(&to->name, output->name) && copy_text(&to->unit, output->unit) &&
           copy_text(&to->standard_name, output->standard_name) &&
           copy_text(&to->long_name, output->long_name);
}

static bool fill_grids(struct mu_run *run, struct mu_result *result)
{
    result->n_grids = run->n_grids;
    result->grids = calloc(run->n_grids + 1, sizeof *result->grids);
    if (!result->grids)
        return false;
    for (size_t i = 0; i < run->n_grids; i++)
        if (!fill_grid(run, &run->grids[i], &result->grids[i]))
            return false;
    return true;
}

static bool fill_outcome(const struct mu_run *run, struct mu_result *result)
{
    result->seed = run->options.seed;
    result->replication = run->options.replication;
    result->branch = run->options.branch;
    result->end = run->now;
    result->complete = !run->failure.failed && run->now == run->world->options.end;
    result->n_handled = mu_run_events(run);
    result->counts = mu_run_counts(run);
    result->run_bytes = mu_run_bytes(run);
    const char *failure = mu_run_failure(run);
    return !failure || copy_text(&result->failure, failure);
}

enum mu_err mu_run_fill(struct mu_run *run, struct mu_result *result)
{
    bool filled = fill_outcome(run, result) && fill_kinds(run, result) &&
                  fill_things(run, result) && fill_series(run, result) && fill_grids(run, result);
    enum mu_err err = filled ? mu_rows_fill(run, &result->events) : MU_ERR_MEMORY;

    if (err == MU_OK)
        err = mu_keep_fill(run, result);
    return err == MU_OK ? mu_replay_fill(run, result) : err;
}
