/* How much happened in a run: what each thread has counted, and what follows from numbers that
 * are there anyway. */
#include "sim/run_impl.h"

uint64_t mu_run_events(const struct mu_run *run)
{
    uint64_t sum = 0;

    for (uint32_t w = 0; w < run->n_workers; w++)
        sum += run->workers[w].handled;
    return sum;
}

uint64_t mu_run_pending(const struct mu_run *run)
{
    return run->in_windows ? (uint64_t)mu_calendar_living(&run->calendar)
                           : mu_queue_living(&run->workers[0].queue);
}

static struct mu_worker_counts sum_of_workers(const struct mu_run *run)
{
    struct mu_worker_counts sum = {0};

    for (uint32_t w = 0; w < run->n_workers; w++) {
        const struct mu_worker_counts *m = &run->workers[w].counts;
        sum.ties += m->ties;
        sum.timers_set += m->timers_set;
        sum.timers_cancelled += m->timers_cancelled;
        sum.timers_moved += m->timers_moved;
        sum.streams += m->streams;
    }
    return sum;
}

/* Each message and each timer that is set or moved takes a number of its sender's. */
static uint64_t numbers_taken(const struct mu_run *run)
{
    uint64_t sum = 0;

    for (uint32_t i = 1; i <= run->world->n; i++)
        sum += mu_sequence(run->entities[i].tie);
    return sum;
}

struct mu_run_counts mu_run_counts(const struct mu_run *run)
{
    const struct mu_worker_counts counts = sum_of_workers(run);
    const uint64_t pending = mu_run_pending(run);

    return (struct mu_run_counts){
        .events = mu_run_events(run),
        .ties = counts.ties,
        .messages = numbers_taken(run) - counts.timers_set - counts.timers_moved,
        .timers_set = counts.timers_set,
        .timers_cancelled = counts.timers_cancelled,
        .timers_moved = counts.timers_moved,
        .streams = counts.streams,
        .posts = mu_sequence(run->entities[0].tie),
        .windows = run->windows,
        .peak_pending = pending > run->peak_pending ? pending : run->peak_pending,
    };
}
