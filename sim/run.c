/* Making, stepping and ending a run. */
#include "sim/run.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "sim/assert.h"
#include "sim/bytes_impl.h"
#include "sim/driver_impl.h"
#include "sim/partition_impl.h"
#include "sim/promise_impl.h"
#include "sim/window_impl.h"

/* ---- making and destroying ---- */

static void start_all(struct mu_worker *worker, mu_time t)
{
    struct mu_run *run = worker->ctx.run;
    mu_run_give_memory(run);
    if (run->options.self_test && mu_guard_create(run) != MU_OK)
        mu_worker_stop(worker, MU_ERR_MEMORY);
    for (uint32_t i = 1; i <= run->world->n && !worker->failure.failed; i++) {
        mu_worker_enter(worker, i, t, 0);
        if (worker->ctx.entity->model->start)
            worker->ctx.entity->model->start(&worker->ctx, worker->ctx.entity->state);
    }
    if (!worker->failure.failed)
        mu_run_shape_grids(run);
}

static enum mu_err make_workers(struct mu_run *run)
{
    run->workers = aligned_alloc(128, run->n_workers * sizeof *run->workers);
    if (!run->workers)
        return MU_ERR_MEMORY;
    memset(run->workers, 0, run->n_workers * sizeof *run->workers);
    for (uint32_t w = 0; w < run->n_workers; w++) {
        struct mu_worker *worker = &run->workers[w];
        worker->ctx.run = run;
        worker->ctx.worker = worker;
        worker->ctx.straight = MU_NEVER;
        worker->number = w;
        worker->rows.width = sizeof(struct mu_row);
        worker->keys.width = sizeof(mu_key);
        mu_queue_init(&worker->queue);
    }
    run->workers[0].alone = true;
    return MU_OK;
}

/* All but what models do. */
static enum mu_err make_parts(struct mu_run *run)
{
    const uint64_t max_bytes =
        run->options.max_bytes ? run->options.max_bytes : MU_DEFAULT_MAX_BYTES;
    enum mu_err err = make_workers(run);

    if (err == MU_OK)
        err = mu_arena_init(&run->arena, (size_t)max_bytes);
    if (err == MU_OK)
        err = mu_run_prepare(run);
    if (err == MU_OK)
        err = mu_partition_sites(run);
    if (err == MU_OK)
        err = mu_promise_prepare(run);
    return err;
}

static uint32_t wanted_workers(const struct mu_run_options *options)
{
    const unsigned n = options->threads ? options->threads : (unsigned)omp_get_max_threads();

    return n < MU_THREADS_MAX ? n : MU_THREADS_MAX;
}

enum mu_err mu_run_make(const struct mu_world *world, const struct mu_run_options *options,
                        struct mu_run **run)
{
    struct mu_run *made = calloc(1, sizeof *made);

    *run = NULL;
    if (!made)
        return MU_ERR_MEMORY;
    made->world = world;
    made->options = *options;
    made->closely = options->checksums || options->self_test || options->max_events > 0;
    if (options->self_test) {
        made->options.driver = MU_DRIVER_ONE_QUEUE;
        made->options.threads = 1;
    }
    made->n_workers = wanted_workers(&made->options);
    const enum mu_err err = make_parts(made);
    if (err != MU_OK) {
        mu_run_destroy(made);
        return err;
    }
    *run = made;
    return MU_OK;
}

enum mu_err mu_run_create(const struct mu_world *world, const struct mu_run_options *options,
                          struct mu_run **run)
{
    mu_assert(world->finished && world->options.end > 0);
    *run = NULL;
    if (world->lost_options)
        return MU_ERR_MEMORY;
    if ((options->self_test && !mu_guard_possible()) ||
        (options->variates == MU_VARIATES_QUASI && options->replication >= MU_QUASI_POINTS))
        return MU_ERR_INPUT;
    enum mu_err err = mu_run_make(world, options, run);
    if (err != MU_OK)
        return err;
    /* A failure inside the world is for mu_run_until to tell. */
    err = mu_worker_guarded(&(*run)->workers[0], start_all, 0);
    mu_driver_settle(*run);
    if (err == MU_OK || err == MU_ERR_FAILED)
        return MU_OK;
    mu_run_destroy(*run);
    *run = NULL;
    return err;
}

static void destroy_worker(struct mu_worker *worker)
{
    mu_window_unprepare(worker);
    mu_queue_fini(&worker->queue);
    mu_column_fini(&worker->rows);
    mu_column_fini(&worker->keys);
    free(worker->failure.text);
}

void mu_run_destroy(struct mu_run *run)
{
    if (!run)
        return;
    mu_run_unprepare(run);
    mu_calendar_fini(&run->calendar);
    for (uint32_t w = 0; run->workers && w < run->n_workers; w++)
        destroy_worker(&run->workers[w]);
    for (uint32_t p = 0; run->timers && p < run->n_partitions; p++)
        mu_timers_fini(&run->timers[p]);
    mu_guard_destroy(run);
    mu_arena_fini(&run->arena);
    free(run->workers);
    free(run->promises);
    free(run->timers);
    free(run->partitions);
    free(run->partition_of);
    free(run->site_of);
    free(run->failure.text);
    free(run);
}

/* ---- stepping ---- */

enum mu_err mu_run_post(struct mu_run *run, mu_entity_id to, mu_time at, uint16_t type,
                        const void *body, size_t size)
{
    mu_assert(at >= run->now && to.i >= 1 && to.i <= run->world->n);
    mu_assert(size <= MU_BODY_MAX && (size == 0 || body));
    const struct mu_message head = {
        .to = to.i, .timer = MU_NO_SLOT, .type = type, .size = (uint16_t)size};
    const uint64_t tie = run->entities[0].tie++, when = (uint64_t)at;
    const struct mu_message *message =
        run->in_windows ? mu_calendar_add(&run->calendar, 0, when, tie, &head, body)
                        : mu_queue_add(&run->workers[0].queue, when, tie, &head, body);
    return message ? MU_OK : MU_ERR_MEMORY;
}

static void run_phase(struct mu_worker *worker, mu_time t)
{
    mu_run_phase(worker->ctx.run, t);
}

static void run_until(struct mu_run *run, mu_time t)
{
    for (;;) {
        const mu_time phase = mu_run_next_phase(run);
        mu_bytes_look(run, run->now);
        mu_driver_run(run, phase < t ? phase : t);
        if (run->err != MU_OK || phase >= t)
            return;
        if (mu_worker_guarded(&run->workers[0], run_phase, phase) == MU_OK &&
            !run->workers[0].failure.failed)
            continue;
        mu_driver_settle(run);
        return;
    }
}

enum mu_err mu_run_until(struct mu_run *run, mu_time t)
{
    mu_assert(!run->finished);
    const mu_time end = run->world->options.end;

    if (run->err == MU_OK)
        run_until(run, t < end ? t : end);
    return run->err;
}

/* The queue drops the dead that stand before it, which nobody can see. */
static uint64_t next_event(const struct mu_run *run)
{
    if (run->in_windows)
        return mu_calendar_first(&run->calendar);
    const struct mu_item *first = mu_queue_first(&run->workers[0].queue);
    return first ? first->at : UINT64_MAX;
}

mu_time mu_run_next(const struct mu_run *run)
{
    const uint64_t event = next_event(run);
    const mu_time phase = mu_run_next_phase(run);
    const mu_time t = event < (uint64_t)phase ? (mu_time)event : phase;

    return t < run->world->options.end && run->err == MU_OK ? t : MU_NEVER;
}

enum mu_err mu_run_step(struct mu_run *run)
{
    const mu_time t = mu_run_next(run);

    return mu_run_until(run, t == MU_NEVER ? MU_NEVER : t + 1);
}

mu_time mu_run_now(const struct mu_run *run)
{
    return run->now;
}

uint64_t mu_run_events_in_windows(const struct mu_run *run)
{
    return run->in_windows_so_far;
}

uint64_t mu_run_checksum(const struct mu_run *run, mu_entity_id id)
{
    mu_assert(id.i >= 1 && id.i <= run->world->n);
    return run->more[id.i].checksum;
}

const char *mu_run_failure(const struct mu_run *run)
{
    if (!run->failure.failed)
        return NULL;
    return run->failure.text ? run->failure.text : "failed, and there was no memory to say why";
}

/* ---- ending ---- */

/* The field phase of the end itself, then last words. */
static void finish_all(struct mu_worker *worker, mu_time t)
{
    struct mu_run *run = worker->ctx.run;
    if (run->now == run->world->options.end && mu_run_next_phase(run) == t)
        mu_run_phase(run, t);
    for (uint32_t i = 1; i <= run->world->n && !worker->failure.failed; i++) {
        mu_worker_enter(worker, i, t, run->more[i].last_cause);
        mu_run_last_words(&worker->ctx);
    }
    if (!worker->failure.failed)
        mu_run_final_grids(run);
}

enum mu_err mu_run_finish(struct mu_run *run, struct mu_result *result)
{
    mu_assert(!run->finished);
    *result = (struct mu_result){0};
    enum mu_err err = run->err;
    if (err == MU_OK) {
        err = mu_worker_guarded(&run->workers[0], finish_all, run->now);
        mu_driver_settle(run);
    }
    run->finished = true;
    if (err != MU_OK && err != MU_ERR_FAILED)
        return err;
    err = mu_run_fill(run, result);
    if (err != MU_OK)
        mu_result_fini(result);
    return err;
}
