/* The threads share the partitions of a window out among them and wait for each other at its
 * end. Each has a lane of partitions that it begins with, window after window, so that what they
 * hold stays near; who has finished his own helps the next. Who comes last decides what is next,
 * alone; the others have only to look. Windows with few events are not worth waking anybody: the
 * last one runs them, too. */
#include "sim/team_impl.h"

#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>

#include "sim/bound_impl.h"
#include "sim/bytes_impl.h"
#include "sim/driver_impl.h"
#include "sim/rest_impl.h"
#include "sim/window_impl.h"

enum {
    SPINS = 20000,    /* looks before a thread goes to sleep */
    SPARSE = 4,       /* events in a window, below which one queue is faster */
    LOOK_EVERY = 256, /* windows */
};

/* Partitions next .. end - 1 have still to be run. */
struct lane {
    _Alignas(128) atomic_uint next;
    uint32_t end;
};

struct team {
    struct mu_run *run;
    uint64_t t;
    uint64_t window, bound;
    uint32_t n_threads;
    unsigned spins;
    uint64_t events; /* when memory was last thought of */
    bool together;   /* all threads, where there are several */
    bool go_on, change, sparse;
    struct lane lanes[MU_THREADS_MAX];
    _Alignas(128) atomic_uint arrived;
    _Alignas(128) atomic_uint round;
    _Alignas(128) atomic_uint sleepers;
    pthread_mutex_t lock;
    pthread_cond_t next_round;
};

/* ---- what is next ---- */

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
    if (!mu_calendar_sweep(calendar)) {
        team->run->workers[0].err = MU_ERR_MEMORY;
        return false;
    }
    team->window = mu_calendar_next(calendar, (team->t - 1) / calendar->width, &lacked_memory);
    if (lacked_memory)
        team->run->workers[0].err = MU_ERR_MEMORY;
    if (team->window == MU_NO_WINDOW)
        return false;
    mu_calendar_open(calendar, team->window);
    const uint64_t end = (team->window + 1) * calendar->width;
    team->bound = end < team->t ? end : team->t;
    team->run->windows++;
    mu_run_note_pending(team->run, mu_run_pending(team->run));
    mu_bound_open(team->run);
    return true;
}

/* ---- one thread ---- */

static void run_partition(struct mu_worker *worker, mu_time bound)
{
    mu_window_run(worker, worker->partition, worker->window, (uint64_t)bound);
}

/* Each of n_threads lanes has its part of the partitions. */
static void fill_lanes(struct team *team)
{
    const uint32_t n = team->run->n_partitions;

    for (uint32_t k = 0; k < team->n_threads; k++) {
        struct lane *lane = &team->lanes[k];
        atomic_store_explicit(&lane->next, n * k / team->n_threads, memory_order_relaxed);
        lane->end = n * (k + 1) / team->n_threads;
    }
}

/* false = the worker has had to stop. */
static bool run_lane(const struct team *team, struct mu_worker *worker, struct lane *lane)
{
    while ((worker->partition = atomic_fetch_add_explicit(&lane->next, 1, memory_order_relaxed)) <
           lane->end)
        if (mu_worker_guarded(worker, run_partition, (mu_time)team->bound) != MU_OK)
            return false;
    return true;
}

static void share(struct team *team, struct mu_worker *worker)
{
    uint32_t k = 0;

    worker->window = team->window;
    while (k < team->n_threads &&
           run_lane(team, worker, &team->lanes[(worker->number + k) % team->n_threads]))
        k++;
}

static bool worth_sharing(const struct team *team)
{
    const struct mu_calendar *c = &team->run->calendar;
    const size_t enough = MU_TEAM_EVENTS * mu_record_size(0);
    size_t bytes = 0;

    if (team->run->options.driver == MU_DRIVER_WINDOWS)
        return true; /* as it was asked for */
    for (uint32_t w = 0; w < c->n_writers; w++)
        for (uint32_t p = 0; p < c->n_partitions && bytes < enough; p++)
            bytes += mu_bag_bytes(mu_calendar_bag(c, &c->writers[w], team->window, p));
    return bytes >= enough;
}

static void look_at_bytes(struct team *team)
{
    const uint64_t events = mu_run_events(team->run);

    mu_bytes_look_often(team->run, (mu_time)team->bound, events - team->events);
    team->events = events;
}

/* Decides what is next; runs alone what is not worth sharing. */
static void lead(struct team *team, struct mu_worker *worker)
{
    for (;;) {
        mu_bound_close(team->run);
        look_at_bytes(team);
        team->change = wants_change(team);
        team->go_on = !team->change && !mu_run_in_trouble(team->run) && find_window(team);
        fill_lanes(team);
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
    team->n_threads = (uint32_t)omp_get_num_threads(); /* perhaps fewer than were asked for */
    fill_lanes(team);
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
                        .events = mu_run_events(run),
                        .lock = PTHREAD_MUTEX_INITIALIZER,
                        .next_round = PTHREAD_COND_INITIALIZER};

    do
        run_together(&team);
    while (team.change && !team.sparse);
    if (team.sparse)
        run->now = (mu_time)team.bound;
    return !team.sparse;
}
