#include "sim/driver_impl.h"

#include <math.h>
#include <stdlib.h>

#include "sim/bytes_impl.h"
#include "sim/event_impl.h"
#include "sim/team_impl.h"
#include "sim/window_impl.h"

enum {
    LOOK_EVERY = 4096, /* events */
    DENSE = 16,        /* events in a window, from which windows are faster; muster calibration */
    MANY = 64,         /* pending events, below which one queue is faster; muster calibration */
};

/* ---- how it ended ---- */

static void take_failure(struct mu_run *run, struct mu_failure *failure)
{
    struct mu_failure *first = &run->failure;

    if (!failure->failed || (first->failed && first->key <= failure->key))
        return;
    free(first->text);
    *first = *failure;
    failure->text = NULL;
}

void mu_driver_settle(struct mu_run *run)
{
    for (uint32_t w = 0; w < run->n_workers; w++) {
        if (run->workers[w].err != MU_OK && run->err == MU_OK)
            run->err = run->workers[w].err;
        take_failure(run, &run->workers[w].failure);
    }
    if (run->failure.failed && run->err == MU_OK)
        run->err = MU_ERR_FAILED;
    if (run->failure.failed)
        run->now = run->failure.at;
}

/* ---- one queue ---- */

/* While one event is handled, what the next one needs comes nearer. */
static void fetch_next(const struct mu_queue *queue)
{
#if defined(__GNUC__)
    if (!queue->hole && queue->n > 0)
        __builtin_prefetch(queue->items[0].message);
#else
    (void)queue;
#endif
}

double mu_driver_count(struct mu_run *run, mu_time now)
{
    const double width = (double)run->world->options.lookahead;
    const uint64_t events = mu_run_events(run);
    const double passed = (double)(now - run->counted_at);
    const double per_window = (double)(events - run->counted) * width / fmax(passed, 1);

    run->counted = events;
    run->counted_at = now;
    run->since_look = 0;
    return per_window;
}

/* Whether windows are wanted. */
static bool look_around(struct mu_run *run, mu_time now)
{
    const double per_window = mu_driver_count(run, now);

    mu_bytes_look(run, now);
    run->together = per_window >= MU_TEAM_EVENTS;
    return run->options.driver == MU_DRIVER_BY_POPULATION && per_window >= DENSE &&
           run->workers[0].queue.n >= MANY;
}

static void execute_first(struct mu_worker *worker)
{
    struct mu_queue *queue = &worker->queue;
    const struct mu_item item = mu_queue_take(queue);

    worker->ctx.run->now = (mu_time)item.at;
    fetch_next(queue);
    mu_event_execute(worker, item.at, item.tie, item.message);
    mu_queue_release(queue, item.message);
    mu_run_note_pending(worker->ctx.run, mu_queue_living(queue));
}

/* To t, or until windows are wanted: between two instants, because the order within one is known
 * only to who executes all of it. */
static void run_queue(struct mu_worker *worker, mu_time t)
{
    struct mu_run *run = worker->ctx.run;
    bool leave = false;

    worker->in_event = true;
    while (!worker->failure.failed) {
        const struct mu_item *first = mu_queue_first(&worker->queue);
        if (!first || first->at >= (uint64_t)t) {
            run->now = t;
            break;
        }
        if (leave && first->at > (uint64_t)run->now)
            break;
        execute_first(worker);
        if (++run->since_look >= LOOK_EVERY)
            leave = look_around(run, run->now);
    }
    worker->in_event = false;
}

/* ---- from one to the other ---- */

static bool to_calendar(void *arg, const struct mu_item *item)
{
    struct mu_run *run = arg;
    const struct mu_message *message = item->message;
    struct mu_message *placed =
        mu_calendar_add(&run->calendar, 0, item->at, item->tie, message, message + 1);

    if (placed)
        mu_timers_place(&run->timers[run->partition_of[placed->to]], placed);
    return placed != NULL;
}

static enum mu_err prepare_windows(struct mu_run *run)
{
    const mu_time lookahead = run->world->options.lookahead;
    enum mu_err err = MU_OK;

    if (run->calendar.writers)
        return MU_OK;
    for (uint32_t w = 0; w < run->n_workers && err == MU_OK; w++)
        err = mu_window_prepare(&run->workers[w]);
    if (err == MU_OK)
        err = mu_calendar_init(&run->calendar, &(struct mu_calendar_shape){
                                                   .width = (uint64_t)lookahead,
                                                   .n_entities = (uint32_t)run->world->n,
                                                   .n_partitions = run->n_partitions,
                                                   .n_writers = run->n_workers,
                                                   .partition_of = run->partition_of,
                                                   .timers = run->timers,
                                               });
    for (uint32_t w = 0; w < run->n_workers && err == MU_OK; w++)
        run->workers[w].ctx.writer = &run->calendar.writers[w];
    return err;
}

/* From then on messages may go straight to the calendar, or no more. */
static void set_straight(struct mu_run *run, mu_time delay)
{
    for (uint32_t w = 0; w < run->n_workers; w++)
        run->workers[w].ctx.straight = delay;
}

static enum mu_err enter_windows(struct mu_run *run)
{
    struct mu_queue *queue = &run->workers[0].queue;

    if (prepare_windows(run) != MU_OK)
        return MU_ERR_MEMORY;
    mu_calendar_restart(&run->calendar, (uint64_t)run->now / run->calendar.width);
    if (!mu_queue_each(queue, to_calendar, run))
        return MU_ERR_MEMORY;
    mu_queue_fini(queue); /* what it needs within a window is little */
    run->workers[0].alone = false;
    set_straight(run, run->calendar.width > 1 ? run->longest_promise : MU_NEVER);
    run->in_windows = true;
    return MU_OK;
}

static bool to_queue(void *arg, struct mu_record *record)
{
    struct mu_run *run = arg;
    struct mu_message *placed =
        mu_queue_add(&run->workers[0].queue, record->at, record->tie, &record->message, record + 1);

    if (placed)
        mu_timers_place(&run->timers[run->partition_of[placed->to]], placed);
    return placed != NULL;
}

static enum mu_err leave_windows(struct mu_run *run)
{
    if (!mu_calendar_each(&run->calendar, to_queue, run))
        return MU_ERR_MEMORY;
    mu_calendar_clear(&run->calendar);
    run->workers[0].alone = true;
    set_straight(run, MU_NEVER);
    run->in_windows = false;
    return MU_OK;
}

/* ---- both ---- */

/* true = all before t is done, or something failed. */
static bool step(struct mu_run *run, mu_time t)
{
    if (run->in_windows) {
        const uint64_t before = mu_run_events(run);
        const bool done = mu_team_run(run, t);
        run->in_windows_so_far += mu_run_events(run) - before;
        if (done) {
            run->now = t;
            return true;
        }
        run->err = leave_windows(run);
        return false;
    }
    if (mu_worker_guarded(&run->workers[0], run_queue, t) != MU_OK ||
        run->workers[0].failure.failed || run->now >= t)
        return true;
    run->err = enter_windows(run);
    return false;
}

void mu_driver_run(struct mu_run *run, mu_time t)
{
    if (run->options.driver == MU_DRIVER_WINDOWS && !run->in_windows)
        run->err = enter_windows(run);
    while (run->err == MU_OK && !step(run, t))
        ;
    mu_driver_settle(run);
}
