/* The threads share the partitions of a window out among them and wait for each other at its
 * end. Who comes last decides what is next, alone; the others have only to look. Windows with
 * few events are not worth waking anybody: the last one runs them, too. */
#include "sim/team_impl.h"

#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>

#include "sim/driver_impl.h"
#include "sim/rest_impl.h"
#include "sim/window_impl.h"

enum {
    SPINS = 20000,    /* looks before a thread goes to sleep */
    SPARSE = 4,       /* events in a window, below which one queue is faster */
    LOOK_EVERY = 256, /* windows */
};

struct team {
    struct mu_run *run;
    uint64_t t;
    uint64_t window, bound;
    uint32_t n_threads;
    unsigned spins;
    bool together; /* all threads, where there are several */
    bool go_on, change, sparse;
    _Alignas(128) atomic_uint next_partition;
    _Alignas(128) atomic_uint arrived;
    _Alignas(128) atomic_uint round;
    _Alignas(128) atomic_uint sleepers;
    pthread_mutex_t lock;
    pthread_cond_t next_round;
};

/* ---- what is next ---- */

static bool anything_failed(const struct mu_run *run)
{
    for (uint32_t w = 0; w < run->n_workers; w++)
        if (run->workers[w].failure.failed || run->workers[w].err != MU_OK)
            return true;
    return false;
}

/* Events in a window, the empty ones counted: for one queue, for one thread, for all? */
static bool wants_change(struct team *team)
{
    struct mu_run *run = team->run;

    if (run->options.driver == MU_DRIVER_WINDOWS || ++run->since_look < LOOK_EVERY)
        return false;
    const double per_window = mu_driver_count(run, (mu_time)team->bound);
    team->sparse = per_window < SPARSE;
    run->together = per_window >= (run->together ? MU_TEAM_EVENTS / 2 : MU_TEAM_EVENTS);
    return team->sparse || run->together != team->together;
}

static bool find_window(struct team *team)
{
    struct mu_calendar *calendar = &team->run->calendar;
    bool lacked_memory;

    if (team->bound == team->t) /* what is left of the last window comes later */
        return false;
    mu_calendar_sweep(calendar);
    team->window = mu_calendar_next(calendar, (team->t - 1) / calendar->width, &lacked_memory);
    if (lacked_memory)
        team->run->workers[0].err = MU_ERR_MEMORY;
    if (team->window == MU_NO_WINDOW)
        return false;
    mu_calendar_open(calendar, team->window);
    const uint64_t end = (team->window + 1) * calendar->width;
    team->bound = end < team->t ? end : team->t;
    return true;
}

/* ---- one thread ---- */

static void run_partition(struct mu_worker *worker, mu_time bound)
{
    mu_window_run(worker, worker->partition, worker->window, (uint64_t)bound);
}

static void share(struct team *team, struct mu_worker *worker)
{
    uint32_t p;

    worker->window = team->window;
    while ((p = atomic_fetch_add_explicit(&team->next_partition, 1, memory_order_relaxed)) <
           team->run->n_partitions) {
        worker->partition = p;
        if (mu_worker_guarded(worker, run_partition, (mu_time)team->bound) != MU_OK)
            return;
    }
}

static bool worth_sharing(const struct team *team)
{
    const struct mu_calendar *c = &team->run->calendar;
    const struct mu_bag *bags = mu_calendar_bags(c, team->window, 0);
    const size_t n = (size_t)c->n_partitions * c->n_writers;
    size_t events = 0;

    if (team->run->options.driver == MU_DRIVER_WINDOWS)
        return true; /* as it was asked for */
    for (size_t i = 0; i < n && events < MU_TEAM_EVENTS; i++)
        events += bags[i].n;
    return events >= MU_TEAM_EVENTS;
}

/* Decides what is next; runs alone what is not worth sharing. */
static void lead(struct team *team, struct mu_worker *worker)
{
    for (;;) {
        team->change = wants_change(team);
        team->go_on = !team->change && !anything_failed(team->run) && find_window(team);
        atomic_store_explicit(&team->next_partition, 0, memory_order_relaxed);
        if (!team->go_on || (team->n_threads > 1 && worth_sharing(team)))
            return;
        share(team, worker);
    }
}

static bool is_over(struct team *team, unsigned round)
{
    return atomic_load(&team->round) != round;
}

static void wait_for_round(struct team *team, unsigned round)
{
    for (unsigned i = 0; i < team->spins; i++) {
        if (is_over(team, round))
            return;
        mu_rest();
    }
    pthread_mutex_lock(&team->lock);
    atomic_fetch_add(&team->sleepers, 1);
    while (!is_over(team, round))
        pthread_cond_wait(&team->next_round, &team->lock);
    atomic_fetch_sub(&team->sleepers, 1);
    pthread_mutex_unlock(&team->lock);
}

static void end_round(struct team *team)
{
    atomic_fetch_add(&team->round, 1);
    if (atomic_load(&team->sleepers) == 0)
        return;
    pthread_mutex_lock(&team->lock);
    pthread_cond_broadcast(&team->next_round);
    pthread_mutex_unlock(&team->lock);
}

/* Everybody comes; the last one leads. */
static void meet(struct team *team, struct mu_worker *worker)
{
    const unsigned round = atomic_load(&team->round);

    if (atomic_fetch_add(&team->arrived, 1) + 1 < team->n_threads) {
        wait_for_round(team, round);
        return;
    }
    atomic_store(&team->arrived, 0);
    lead(team, worker);
    end_round(team);
}

static void take_part(struct team *team, struct mu_worker *worker)
{
    while (team->go_on) {
        share(team, worker);
        meet(team, worker);
    }
}

/* Who waits for a thread that has no processor had better give it his own. */
static void set_threads(struct team *team)
{
    team->n_threads = (uint32_t)omp_get_num_threads();
    team->spins = team->n_threads > (uint32_t)omp_get_num_procs() ? 0 : SPINS;
}

/* With as many threads as the population is worth now, until that changes. */
static void run_together(struct team *team)
{
    struct mu_run *run = team->run;

    team->together = run->together || run->options.driver == MU_DRIVER_WINDOWS;
    team->n_threads = team->together ? run->n_workers : 1;
    lead(team, &run->workers[0]);
    if (!team->go_on)
        return;
#pragma omp parallel num_threads((int)team->n_threads)
    {
#pragma omp single
        set_threads(team);
        take_part(team, &run->workers[omp_get_thread_num()]);
    }
}

bool mu_team_run(struct mu_run *run, mu_time t)
{
    struct team team = {.run = run,
                        .t = (uint64_t)t,
                        .bound = (uint64_t)run->now,
                        .lock = PTHREAD_MUTEX_INITIALIZER,
                        .next_round = PTHREAD_COND_INITIALIZER};

    do
        run_together(&team);
    while (team.change && !team.sparse);
    if (team.sparse)
        run->now = (mu_time)team.bound;
    return !team.sparse;
}
