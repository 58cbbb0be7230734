/* A field that is given its boards: it publishes what an earlier run published, records what that
 * recorded, and its series and grids are those of the earlier result. What it is told has no
 * effect; it is only looked at whether it is the same. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"
#include "sim/pack_impl.h"
#include "sim/tape_impl.h"

/* ---- what it is told ---- */

static void differs(struct mu_tape *tape, mu_time t)
{
    tape->differs_at = t < tape->differs_at ? t : tape->differs_at;
}

void mu_replay_told(struct mu_ctx *ctx, struct mu_tape *tape, const struct mu_event *ev)
{
    const struct mu_boards_info *from = tape->from;
    const size_t k = tape->next_told++;

    if (k >= from->n_told)
        differs(tape, ev->at);
    else if (from->told_at[k] != ev->at || from->told[k] != mu_tape_digest(ctx, ev))
        differs(tape, ev->at < from->told_at[k] ? ev->at : from->told_at[k]);
}

/* Something that it was told then, and not now; nothing came after it, or that would have told. */
static void look_for_silence(const struct mu_ctx *ctx, struct mu_tape *tape)
{
    const size_t k = tape->next_told;

    if (k < tape->from->n_told && tape->from->told_at[k] < ctx->acting.now)
        differs(tape, tape->from->told_at[k]);
}

/* ---- what it records ---- */

/* The thing that went by number `then`, here. */
static mu_thing thing_now(const struct mu_ctx *ctx, const struct mu_tape *tape, uint32_t then)
{
    const struct mu_world *world = ctx->run->world;
    const uint32_t n = (uint32_t)mu_world_things(world);
    char name[512];

    for (uint32_t i = 1; then > 0 && i <= n; i++) {
        const uint32_t thing = (then + i - 2) % n + 1; /* most likely it is where it was */
        mu_world_thing_name(world, (mu_thing){thing}, name, sizeof name);
        if (strcmp(name, tape->result->things[then].name) == 0)
            return (mu_thing){thing};
    }
    return MU_NOTHING;
}

static uint32_t kind_now(struct mu_ctx *ctx, const char *name)
{
    const struct mu_kind *kinds = ctx->entity->model->kinds;
    uint32_t k = 0;

    while (kinds && kinds[k].name && strcmp(kinds[k].name, name) != 0)
        k++;
    if (!kinds || !kinds[k].name) {
        mu_fail(ctx, "it recorded \"%s\" in the run that is replayed, and can no longer", name);
        return UINT32_MAX;
    }
    return k;
}

static void record_again(struct mu_ctx *ctx, const struct mu_tape *tape, uint64_t row)
{
    const struct mu_event_columns *e = &tape->result->events;
    const uint32_t kind = kind_now(ctx, tape->result->kinds[e->kind[row]].name);

    if (kind != UINT32_MAX)
        mu_record(ctx, &(struct mu_happening){.kind = kind,
                                              .subject = thing_now(ctx, tape, e->subject[row]),
                                              .object = thing_now(ctx, tape, e->object[row]),
                                              .place = thing_now(ctx, tape, e->place[row]),
                                              .value = e->value[row]});
}

static void record_until(struct mu_ctx *ctx, struct mu_tape *tape, size_t end)
{
    const struct mu_boards_info *from = tape->from;

    for (; tape->next_row < end; tape->next_row++) {
        const uint64_t row = from->rows[tape->next_row] - 1;
        if (tape->result->events.time[row] > ctx->acting.now)
            return;
        record_again(ctx, tape, row);
    }
}

/* ---- what it publishes ---- */

bool mu_replay_advance(struct mu_ctx *ctx, struct mu_tape *tape)
{
    const struct mu_boards_info *from = tape->from;
    const size_t k = tape->next;

    if (ctx->acting.now > tape->result->end) {
        mu_fail(ctx, "the run that is replayed ended at %.6f s", (double)tape->result->end * 1e-6);
        return false;
    }
    record_until(ctx, tape, from->n_rows - from->n_last);
    if (k >= from->n || from->times[k] > ctx->acting.now)
        return false;
    const uint64_t begin = k > 0 ? from->ends[k - 1] : 0;
    if (from->times[k] < ctx->acting.now ||
        !mu_unpack(from->bytes + begin, (size_t)(from->ends[k] - begin),
                   ctx->run->more[ctx->acting.id.i].board, mu_at(ctx, tape->before_given),
                   mu_tape_words(ctx->run, ctx->acting.id.i)))
        mu_fail(ctx, "the boards that were kept are damaged");
    tape->next++;
    return true;
}

/* The last words are known when this is the same end. */
void mu_replay_finish(struct mu_ctx *ctx, struct mu_tape *tape)
{
    look_for_silence(ctx, tape);
    if (ctx->acting.now == tape->result->end)
        record_until(ctx, tape, tape->from->n_rows);
}

/* ---- its series and grids ---- */

static bool is_series(const struct mu_series_info *info, const struct mu_run_series *series)
{
    const char *model = series->model->name, *name = info->name;
    const size_t n = strlen(model);

    if (strcmp(info->kind, model) != 0)
        return false;
    if (strncmp(name, model, n) == 0 && name[n] == '.' &&
        strncmp(series->series->name, name, n + 1) != 0)
        name += n + 1;
    return strcmp(name, series->series->name) == 0;
}

static const struct mu_series_info *find_series(const struct mu_result *result,
                                                const struct mu_run_series *series)
{
    for (size_t i = 0; i < result->n_series; i++)
        if (is_series(&result->series[i], series))
            return &result->series[i];
    return NULL;
}

double mu_replay_sample(const struct mu_ctx *ctx, const struct mu_tape *tape,
                        const struct mu_run_series *series)
{
    const struct mu_result *result = tape->result;
    const struct mu_series_info *info = find_series(result, series);
    const size_t row = (size_t)(ctx->acting.now / tape->from->sample_every);
    const uint32_t thing = mu_result_thing(result, tape->from->field);

    if (row >= result->n_samples || result->sample_times[row] != ctx->acting.now)
        return NAN;
    return info->values[row * info->n + (thing - info->first)];
}

static const struct mu_grid_info *find_grid(const struct mu_result *result, const char *entity,
                                            const char *model, const char *name)
{
    for (size_t i = 0; i < result->n_grids; i++) {
        const struct mu_grid_info *g = &result->grids[i];
        if (strcmp(g->name, name) == 0 &&
            (strcmp(g->field, entity) == 0 || strcmp(g->field, model) == 0))
            return g;
    }
    return NULL;
}

static const float *frame_at(const struct mu_grid_info *grid, mu_time t)
{
    for (size_t k = 0; k < grid->n_times; k++)
        if (grid->times[k] == t)
            return grid->cells + k * grid->nx * grid->ny;
    return NULL;
}

const float *mu_replay_cells(const struct mu_ctx *ctx, const struct mu_tape *tape,
                             const struct mu_run_grid *grid)
{
    return frame_at(
        find_grid(tape->result, tape->from->field, ctx->entity->model->name, grid->output->name),
        ctx->acting.now);
}

/* ---- is it the same field? ---- */

static enum mu_err refuse(char *why, const char *fmt, ...) MU_PRINTF(2, 3);
static enum mu_err refuse(char *why, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    vsnprintf(why, MU_REPLAY_WHY, fmt, args);
    va_end(args);
    return MU_ERR_INPUT;
}

static const struct mu_boards_info *find_boards(const struct mu_result *result, const char *name)
{
    for (size_t i = 0; i < result->n_boards; i++)
        if (strcmp(result->boards[i].field, name) == 0)
            return &result->boards[i];
    return NULL;
}

static enum mu_err check_steps(const struct mu_run *run, const struct mu_boards_info *from,
                               char *why)
{
    const struct mu_world_options *o = &run->world->options;

    if (from->publish_every != o->publish_every)
        return refuse(why, "published every %g s, and here it is every %g s",
                      (double)from->publish_every * 1e-6, (double)o->publish_every * 1e-6);
    if (from->sample_every != o->sample_every)
        return refuse(why, "its series were sampled every %g s, and here it is every %g s",
                      (double)from->sample_every * 1e-6, (double)o->sample_every * 1e-6);
    return MU_OK;
}

static bool same_place(const struct mu_grid_info *a, const struct mu_grid_shape *b)
{
    return a->nx == b->nx && a->ny == b->ny && a->x0 == b->x0 && a->y0 == b->y0 && a->dx == b->dx;
}

static enum mu_err check_frames(const struct mu_run *run, const struct mu_result *result,
                                const struct mu_grid_info *grid, char *why)
{
    const struct mu_world_options *o = &run->world->options;

    for (size_t k = 0; run->options.keep_frames && k < o->n_frames; k++)
        if (o->frames[k] <= result->end && !frame_at(grid, o->frames[k]))
            return refuse(why, "it holds no frame of %g s, which this run is to keep",
                          (double)o->frames[k] * 1e-6);
    return MU_OK;
}

static enum mu_err check_grids(const struct mu_run *run, uint32_t field,
                               const struct mu_result *result, char *why)
{
    const char *name = mu_world_entity_name(run->world, (mu_entity_id){field});
    enum mu_err err = MU_OK;

    for (size_t i = 0; i < run->n_grids && err == MU_OK; i++) {
        const struct mu_run_grid *own = &run->grids[i];
        if (own->field.i != field)
            continue;
        const struct mu_grid_info *grid =
            find_grid(result, name, run->entities[field].model->name, own->output->name);
        if (!grid)
            return refuse(why, "it holds no grid \"%s\"", own->output->name);
        if (!same_place(grid, &own->shape))
            return refuse(why,
                          "its grid has %zu x %zu cells of %g m, and here it is %zu x %zu of "
                          "%g m, or elsewhere",
                          grid->nx, grid->ny, grid->dx, own->shape.nx, own->shape.ny,
                          own->shape.dx);
        if (!own->output->final)
            err = check_frames(run, result, grid, why);
    }
    return err;
}

static enum mu_err check_series(const struct mu_run *run, uint32_t field,
                                const struct mu_result *result, uint32_t thing, char *why)
{
    for (size_t i = 0; i < run->n_series; i++) {
        const struct mu_run_series *own = &run->series[i];
        if (own->model != run->entities[field].model)
            continue;
        const struct mu_series_info *info = find_series(result, own);
        if (!info || thing < info->first || thing - info->first >= info->n)
            return refuse(why, "it holds no series \"%s\"", own->series->name);
    }
    return MU_OK;
}

static enum mu_err check_basis(struct mu_run *run, uint32_t field, const struct mu_result *result,
                               const struct mu_boards_info *from, char *why)
{
    const struct mu_basis here = mu_tape_basis(run, field);
    const bool drawn =
        result->seed != run->options.seed || result->replication != run->options.replication;

    if (from->land != here.land)
        return refuse(why, "it is of another land: the terrain, or what stands on it, differs");
    if (from->size != run->more[field].board_size || from->settings != here.settings)
        return refuse(
            why, "it was made with other settings of %s, or of what it depends on%s", from->field,
            drawn ? ", as they were given or drawn: the seed or replication differs" : "");
    return MU_OK;
}

static enum mu_err check(struct mu_run *run, uint32_t field, const struct mu_result *result,
                         char *why)
{
    const char *name = mu_world_entity_name(run->world, (mu_entity_id){field});
    const struct mu_boards_info *from = find_boards(result, name);
    enum mu_err err;

    if (!from)
        return refuse(why, "it holds no boards of %s", name);
    err = check_steps(run, from, why);
    if (err == MU_OK)
        err = check_grids(run, field, result, why);
    if (err == MU_OK)
        err = check_series(run, field, result, mu_result_thing(result, name), why);
    if (err == MU_OK)
        err = check_basis(run, field, result, from, why);
    return err;
}

enum mu_err mu_run_replay(struct mu_run *run, mu_entity_id field, const struct mu_result *result,
                          char *why)
{
    struct mu_tape *tape = mu_tape_of(run, field.i);

    mu_assert(run->now == 0 && !run->finished);
    why[0] = '\0';
    if (run->err != MU_OK)
        return run->err;
    if (!tape || !run->entities[field.i].model->field->basis)
        return refuse(why, "%s is no field whose boards can be kept",
                      mu_world_entity_name(run->world, field));
    if (tape->from)
        return refuse(why, "%s is given its boards twice", mu_world_entity_name(run->world, field));
    const enum mu_err err = check(run, field.i, result, why);
    if (err != MU_OK)
        return err;
    tape->before_given =
        mu_arena_alloc(&run->arena, (mu_tape_words(run, field.i) + 1) * sizeof(uint32_t));
    if (tape->before_given.i == 0)
        return MU_ERR_MEMORY;
    tape->result = result;
    tape->from = find_boards(result, mu_world_entity_name(run->world, field));
    return MU_OK;
}

/* ---- what the result says of it ---- */

/* Nothing that is told from a failure on has happened in every way to execute the run. */
static mu_time known_by(const struct mu_run *run, mu_time t)
{
    return run->failure.failed && t >= run->failure.at ? MU_NEVER : t;
}

enum mu_err mu_replay_fill(struct mu_run *run, struct mu_result *result)
{
    result->replays = calloc(run->n_fields + 1, sizeof *result->replays);
    if (!result->replays)
        return MU_ERR_MEMORY;
    for (size_t k = 0; k < run->n_fields; k++) {
        if (!run->tapes[k].from)
            continue;
        struct mu_replay_info *info = &result->replays[result->n_replays++];
        info->differs_at = known_by(run, run->tapes[k].differs_at);
        info->field = strdup(run->tapes[k].from->field);
        if (!info->field)
            return MU_ERR_MEMORY;
    }
    return MU_OK;
}
