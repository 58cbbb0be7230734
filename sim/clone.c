/* A copy of a run is a run: states name each other by reference, so that their bytes mean
 * the same in another arena. */
#include <stdlib.h>
#include <string.h>

#include "sim/run_impl.h"
#include "sim/tape_impl.h"

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

static bool clone_entities(const struct mu_run *from, struct mu_run *to)
{
    const size_t n = from->world->n;

    memcpy(to->entities, from->entities, (n + 1) * sizeof *to->entities);
    memcpy(to->more, from->more, (n + 1) * sizeof *to->more);
    if (from->failure.text && !(to->failure.text = strdup(from->failure.text)))
        return false;
    for (uint32_t i = 1; i <= n; i++) {
        struct mu_entity_more *more = &to->more[i];
        to->entities[i].state = mu_arena_at(&to->arena, more->state_ref);
        more->board = mu_arena_at(&to->arena, more->board_ref);
        if (more->params_ref.i)
            to->entities[i].params = mu_arena_at(&to->arena, more->params_ref);
    }
    return true;
}

/* All pending events go into the one queue of the copy. */
static bool add_pending(struct mu_run *to, uint64_t at, uint64_t tie,
                        const struct mu_message *message)
{
    struct mu_message *copy = mu_queue_add(&to->workers[0].queue, at, tie, message, message + 1);

    if (copy)
        mu_timers_place(&to->timers[to->partition_of[copy->to]], copy);
    return copy != NULL;
}

static bool clone_item(void *to, const struct mu_item *item)
{
    return add_pending(to, item->at, item->tie, item->message);
}

static bool clone_record(void *to, struct mu_record *record)
{
    return add_pending(to, record->at, record->tie, &record->message);
}

static enum mu_err clone_pending(const struct mu_run *from, struct mu_run *to)
{
    for (uint32_t p = 0; p < from->n_partitions; p++) {
        enum mu_err err = mu_timers_clone(&from->timers[p], &to->timers[p]);
        if (err != MU_OK)
            return err;
    }
    const bool ok = from->in_windows ? mu_calendar_each(&from->calendar, clone_record, to)
                                     : mu_queue_each(&from->workers[0].queue, clone_item, to);
    return ok ? MU_OK : MU_ERR_MEMORY;
}

static enum mu_err clone_rows(const struct mu_run *from, struct mu_run *to)
{
    enum mu_err err = mu_column_clone(&from->sample_times, &to->sample_times);

    for (uint32_t w = 0; w < from->n_workers && err == MU_OK; w++) {
        to->workers[w].handled = from->workers[w].handled;
        to->workers[w].counts = from->workers[w].counts;
        err = mu_column_clone(&from->workers[w].rows, &to->workers[w].rows);
    }
    return err;
}

static enum mu_err clone_into(const struct mu_run *from, struct mu_run *to)
{
    if (from->guard)
        mu_guard_open(from);
    mu_arena_fini(&to->arena);
    enum mu_err err = mu_arena_clone(&from->arena, &to->arena);
    if (err == MU_OK && !clone_entities(from, to))
        err = MU_ERR_MEMORY;
    if (err == MU_OK)
        err = clone_pending(from, to);
    if (err == MU_OK)
        err = clone_rows(from, to);
    if (err == MU_OK)
        err = mu_tapes_clone(from, to);
    free(to->series);
    to->series = NULL;
    to->n_series = 0;
    if (err == MU_OK)
        err = clone_series(from, to);
    if (err == MU_OK)
        err = clone_grids(from, to);
    return err;
}

static void copy_plain(const struct mu_run *from, struct mu_run *to)
{
    to->now = from->now;
    to->next_publication = from->next_publication;
    to->next_sample = from->next_sample;
    to->next_frame = from->next_frame;
    to->finished = from->finished;
    to->err = from->err;
    to->counted = from->counted;
    to->in_windows_so_far = from->in_windows_so_far;
    to->counted_at = from->counted_at;
    to->windows = from->windows;
    to->peak_pending = from->peak_pending;
    to->failure = from->failure;
    to->failure.text = NULL;
}

enum mu_err mu_run_clone(const struct mu_run *from, struct mu_run **to)
{
    struct mu_run_options options = from->options;

    options.threads = from->n_workers; /* whatever OpenMP would give now */
    options.self_test = false;         /* the original's memory is tested, not the copy's */
    enum mu_err err = mu_run_make(from->world, &options, to);
    if (err != MU_OK)
        return err;
    copy_plain(from, *to);
    err = clone_into(from, *to);
    if (err != MU_OK) {
        mu_run_destroy(*to);
        *to = NULL;
    }
    return err;
}

enum mu_err mu_run_branch(const struct mu_run *from, uint32_t branch, struct mu_run **to)
{
    const enum mu_err err = mu_run_clone(from, to);

    if (err == MU_OK)
        (*to)->options.branch = branch;
    return err;
}
