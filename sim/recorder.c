#include "sim/recorder.h"

#include <stdlib.h>
#include <string.h>

static void fini_events(struct mu_event_columns *events)
{
    free(events->time);
    free(events->kind);
    free(events->subject);
    free(events->object);
    free(events->place);
    free(events->value);
    free(events->cause);
    free(events->since);
}

static void fini_kind(struct mu_kind_info *kind)
{
    free(kind->name);
    free(kind->unit);
    free(kind->value);
    free(kind->help);
}

static void fini_series(struct mu_series_info *series)
{
    free(series->name);
    free(series->unit);
    free(series->help);
    free(series->values);
}

static void fini_grid(struct mu_grid_info *grid)
{
    free(grid->field);
    free(grid->name);
    free(grid->unit);
    free(grid->standard_name);
    free(grid->long_name);
    free(grid->times);
    free(grid->cells);
}

static void fini_boards(struct mu_boards_info *boards)
{
    free(boards->field);
    free(boards->times);
    free(boards->ends);
    free(boards->bytes);
    free(boards->told_at);
    free(boards->told);
    free(boards->rows);
}

void mu_result_fini(struct mu_result *result)
{
    fini_events(&result->events);
    for (size_t i = 0; result->kinds && i < result->n_kinds; i++)
        fini_kind(&result->kinds[i]);
    for (size_t i = 0; result->things && i < result->n_things; i++)
        free(result->things[i].name);
    for (size_t i = 0; result->series && i < result->n_series; i++)
        fini_series(&result->series[i]);
    for (size_t i = 0; result->grids && i < result->n_grids; i++)
        fini_grid(&result->grids[i]);
    for (size_t i = 0; result->boards && i < result->n_boards; i++)
        fini_boards(&result->boards[i]);
    for (size_t i = 0; result->replays && i < result->n_replays; i++)
        free(result->replays[i].field);
    free(result->boards);
    free(result->replays);
    free(result->kinds);
    free(result->things);
    free(result->sample_times);
    free(result->series);
    free(result->grids);
    free(result->failure);
    *result = (struct mu_result){0};
}

size_t mu_result_kind(const struct mu_result *result, const char *name)
{
    for (size_t i = 0; i < result->n_kinds; i++)
        if (strcmp(result->kinds[i].name, name) == 0)
            return i;
    return SIZE_MAX;
}

uint32_t mu_result_thing(const struct mu_result *result, const char *name)
{
    for (size_t i = 1; i < result->n_things; i++)
        if (strcmp(result->things[i].name, name) == 0)
            return (uint32_t)i;
    return 0;
}

const struct mu_series_info *mu_result_series(const struct mu_result *result, const char *name)
{
    for (size_t i = 0; i < result->n_series; i++)
        if (strcmp(result->series[i].name, name) == 0)
            return &result->series[i];
    return NULL;
}
