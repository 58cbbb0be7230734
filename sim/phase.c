/* What happens at fixed instants, between the events before and those at the instant:
 * publication of boards, samples, frames. */
#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"
#include "sim/run_impl.h"
#include "sim/tape_impl.h"

/* Phases are one thread's. */
static struct mu_ctx *enter(struct mu_run *run, uint32_t i, mu_time t, uint64_t cause)
{
    mu_worker_enter(&run->workers[0], i, t, cause);
    return &run->workers[0].ctx;
}

static bool failed(const struct mu_run *run)
{
    return run->workers[0].failure.failed;
}

static mu_time next_frame(const struct mu_run *run)
{
    const struct mu_world_options *options = &run->world->options;
    bool any = run->options.keep_frames && run->next_frame < options->n_frames;
    return any ? options->frames[run->next_frame] : MU_NEVER;
}

mu_time mu_run_next_phase(const struct mu_run *run)
{
    mu_time t = next_frame(run);
    if (run->next_publication < t)
        t = run->next_publication;
    return run->next_sample < t ? run->next_sample : t;
}

/* Only a field that says what its boards follow from can be replayed. */
static bool keeps(const struct mu_ctx *ctx)
{
    return ctx->run->options.keep_boards && ctx->entity->model->field->basis;
}

/* Solves, or takes what an earlier run published; keeps it where that is wanted. */
static bool next_board(struct mu_ctx *ctx, struct mu_tape *tape, mu_time from, mu_time to)
{
    const struct mu_entity *entity = ctx->entity;
    const uint64_t rows = entity->rows;
    /* In place: nobody else runs during this phase, so that no second copy is needed. */
    const bool changed =
        tape->from ? mu_replay_advance(ctx, tape)
                   : entity->model->field->advance(
                         ctx, entity->state, ctx->run->more[ctx->acting.id.i].board, from, to);

    tape->rows += entity->rows - rows;
    if (changed && keeps(ctx))
        mu_keep_board(ctx, tape);
    return changed;
}

static bool advance(struct mu_run *run, uint32_t i, mu_time from, mu_time to)
{
    struct mu_entity_more *more = &run->more[i];
    struct mu_ctx *ctx = enter(run, i, to, more->last_cause);
    ctx->in_field = true;
    bool changed = next_board(ctx, mu_tape_of(run, i), from, to);
    ctx->in_field = false;
    more->last_cause = ctx->cause;
    more->published |= changed;
    return changed;
}

void mu_run_tell_field(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct mu_tape *tape = mu_tape_of(ctx->run, ctx->acting.id.i);

    if (keeps(ctx))
        mu_keep_told(ctx, tape, ev);
    if (tape->from)
        mu_replay_told(ctx, tape, ev);
    else
        ctx->entity->model->handle(ctx, state, ev);
    if (ctx->cause)
        ctx->run->more[ctx->acting.id.i].last_cause = ctx->cause;
}

static void field_finishes(struct mu_ctx *ctx, struct mu_tape *tape)
{
    const uint64_t rows = ctx->entity->rows;

    if (tape->from)
        mu_replay_finish(ctx, tape);
    else if (ctx->entity->model->finish)
        ctx->entity->model->finish(ctx, ctx->entity->state);
    tape->rows += ctx->entity->rows - rows;
    if (keeps(ctx))
        mu_keep_check(ctx, tape);
}

void mu_run_last_words(struct mu_ctx *ctx)
{
    if (ctx->entity->model->field)
        field_finishes(ctx, mu_tape_of(ctx->run, ctx->acting.id.i));
    else if (ctx->entity->model->finish)
        ctx->entity->model->finish(ctx, ctx->entity->state);
}

static void tell(struct mu_run *run, uint32_t watcher, mu_time t)
{
    for (size_t k = 0; k < run->n_fields && !failed(run); k++) {
        const struct mu_entity_more *field = &run->more[run->fields[k]];
        if (!field->changed)
            continue;
        struct mu_ctx *ctx = enter(run, watcher, t, field->last_cause);
        ctx->entity->model->board(ctx, ctx->entity->state, (mu_entity_id){run->fields[k]});
    }
}

static void publish(struct mu_run *run, mu_time t)
{
    mu_time step = run->world->options.publish_every;
    bool any = false;
    for (size_t k = 0; k < run->n_fields && !failed(run); k++) {
        uint32_t i = run->fields[k];
        run->more[i].changed = advance(run, i, t > step ? t - step : 0, t);
        any |= run->more[i].changed;
    }
    for (size_t k = 0; any && k < run->n_watchers && !failed(run); k++)
        tell(run, run->watchers[k], t);
    run->next_publication = t + step;
}

static void sample_series(struct mu_run *run, struct mu_run_series *series, mu_time t)
{
    double *values = mu_column_add(&series->values, series->n);
    if (!values)
        mu_worker_stop(&run->workers[0], MU_ERR_MEMORY);
    for (uint32_t k = 0; k < series->n; k++) {
        const struct mu_ctx *ctx = enter(run, series->first + k, t, 0);
        const struct mu_tape *tape = mu_tape_of(run, series->first + k);
        values[k] = tape && tape->from ? mu_replay_sample(ctx, tape, series)
                                       : series->series->get(ctx, ctx->entity->state);
    }
}

static void sample(struct mu_run *run, mu_time t)
{
    mu_time *time = mu_column_add(&run->sample_times, 1);
    if (!time)
        mu_worker_stop(&run->workers[0], MU_ERR_MEMORY);
    *time = t;
    for (size_t k = 0; k < run->n_series; k++)
        sample_series(run, &run->series[k], t);
    run->next_sample = t + run->world->options.sample_every;
}

static void keep_grid(struct mu_run *run, struct mu_run_grid *grid, mu_time t)
{
    const size_t n = grid->shape.nx * grid->shape.ny;
    const struct mu_tape *tape = mu_tape_of(run, grid->field.i);
    const struct mu_ctx *ctx = enter(run, grid->field.i, t, 0);
    const float *given = tape->from ? mu_replay_cells(ctx, tape, grid) : NULL;

    if (tape->from && !given)
        return; /* this run ends before the one that is replayed: what would stand is not known */
    mu_time *time = mu_column_add(&grid->times, 1);
    float *cells = mu_column_add(&grid->cells, n);
    if (!time || !cells)
        mu_worker_stop(&run->workers[0], MU_ERR_MEMORY);
    *time = t;
    if (given)
        memcpy(cells, given, n * sizeof *cells);
    else
        grid->output->get(ctx, ctx->entity->state, cells);
}

static void keep_frame(struct mu_run *run, mu_time t)
{
    for (size_t k = 0; k < run->n_grids; k++)
        if (!run->grids[k].output->final)
            keep_grid(run, &run->grids[k], t);
    run->next_frame++;
}

void mu_run_phase(struct mu_run *run, mu_time t)
{
    if (t == run->next_publication)
        publish(run, t);
    if (!failed(run) && t == run->next_sample)
        sample(run, t);
    if (!failed(run) && t == next_frame(run))
        keep_frame(run, t);
}

void mu_run_final_grids(struct mu_run *run)
{
    for (size_t k = 0; k < run->n_grids; k++)
        if (run->grids[k].output->final)
            keep_grid(run, &run->grids[k], run->now);
}

static size_t count_outputs(const struct mu_run *run)
{
    size_t n = 0;
    for (size_t k = 0; k < run->n_fields; k++)
        n += mu_model_outputs(run->entities[run->fields[k]].model);
    return n;
}

static void shape_field(struct mu_run *run, uint32_t i)
{
    const struct mu_field *field = run->entities[i].model->field;
    struct mu_grid_shape shape = {0};
    size_t n = mu_model_outputs(run->entities[i].model);
    if (n == 0 || !field->shape || !field->shape(enter(run, i, 0, 0), &shape))
        return;
    for (size_t k = 0; k < n && shape.nx * shape.ny > 0; k++)
        run->grids[run->n_grids++] = (struct mu_run_grid){
            .field = {i},
            .output = &field->outputs[k],
            .shape = shape,
            .times = {.width = sizeof(mu_time)},
            .cells = {.width = sizeof(float)},
        };
}

void mu_run_shape_grids(struct mu_run *run)
{
    size_t n = count_outputs(run);
    run->grids = calloc(n ? n : 1, sizeof *run->grids);
    if (!run->grids)
        mu_worker_stop(&run->workers[0], MU_ERR_MEMORY);
    for (size_t k = 0; k < run->n_fields; k++)
        shape_field(run, run->fields[k]);
}
