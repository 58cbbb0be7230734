/* The parts of a job stand on one ticket, how many are left beside the number of the job: to take
 * one is to lower it by one, and who comes too late finds none. */
#include "sim/crew.h"

#include <omp.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "sim/assert.h"
#include "sim/rest_impl.h"

enum {
    SPINS = 2000, /* looks before a helper goes to sleep, or a processor is given away */
    TRIAL = 512,  /* jobs done alone, and as many with help, to see what is faster ... */
    TERM = 8192   /* ... for so many more */
};

#define LEFT UINT64_C(0xffffffff)

typedef void job_body(void *arg, size_t part);

struct mu_crew {
    unsigned threads, n_helpers;
    pthread_t *helpers;
    unsigned jobs;         /* since the trial began */
    int64_t alone, helped; /* ns, of the trial */
    /* The job; it changes only while no part is left. */
    _Atomic(job_body *) body;
    _Atomic(void *) arg;
    _Alignas(128) atomic_uint_fast64_t ticket; /* job << 32 | parts left */
    _Alignas(128) atomic_size_t done;          /* parts */
    _Alignas(128) atomic_uint sleepers;
    atomic_bool over;
    pthread_mutex_t lock;
    pthread_cond_t work;
};

/* ---- parts ---- */

static bool is_work(struct mu_crew *crew)
{
    return (atomic_load(&crew->ticket) & LEFT) > 0;
}

/* Runs one part, if there is any. The job cannot have changed between the looks at it when
 * the ticket has not. */
static void take_part(struct mu_crew *crew)
{
    uint_fast64_t ticket = atomic_load(&crew->ticket);
    job_body *const run = atomic_load_explicit(&crew->body, memory_order_relaxed);
    void *const arg = atomic_load_explicit(&crew->arg, memory_order_relaxed);

    if ((ticket & LEFT) == 0 || !atomic_compare_exchange_strong(&crew->ticket, &ticket, ticket - 1))
        return;
    run(arg, (size_t)((ticket & LEFT) - 1));
    atomic_fetch_add(&crew->done, 1);
}

/* ---- helpers ---- */

static void sleep_till_work(struct mu_crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    atomic_fetch_add(&crew->sleepers, 1);
    while (!is_work(crew) && !atomic_load(&crew->over))
        pthread_cond_wait(&crew->work, &crew->lock);
    atomic_fetch_sub(&crew->sleepers, 1);
    pthread_mutex_unlock(&crew->lock);
}

static void await_work(struct mu_crew *crew)
{
    for (unsigned i = 0; i < SPINS; i++) {
        if (is_work(crew) || atomic_load(&crew->over))
            return;
        mu_rest();
    }
    sleep_till_work(crew);
}

static void *help(void *arg)
{
    struct mu_crew *crew = arg;

    while (!atomic_load(&crew->over)) {
        await_work(crew);
        take_part(crew);
    }
    return NULL;
}

/* As many as there can be. */
static void start_helpers(struct mu_crew *crew)
{
    const unsigned wanted = crew->threads - 1;

    crew->helpers = calloc(wanted, sizeof *crew->helpers);
    while (crew->helpers && crew->n_helpers < wanted &&
           pthread_create(&crew->helpers[crew->n_helpers], NULL, help, crew) == 0)
        crew->n_helpers++;
}

static void wake(struct mu_crew *crew)
{
    if (atomic_load(&crew->sleepers) == 0)
        return;
    pthread_mutex_lock(&crew->lock);
    pthread_cond_broadcast(&crew->work);
    pthread_mutex_unlock(&crew->lock);
}

/* ---- who calls ---- */

struct mu_crew *mu_crew_create(unsigned threads)
{
    struct mu_crew *crew = aligned_alloc(128, sizeof *crew);

    mu_assert(threads >= 1);
    if (crew)
        *crew = (struct mu_crew){.threads = threads,
                                 .lock = PTHREAD_MUTEX_INITIALIZER,
                                 .work = PTHREAD_COND_INITIALIZER};
    return crew;
}

void mu_crew_destroy(struct mu_crew *crew)
{
    if (!crew)
        return;
    atomic_store(&crew->over, true);
    wake(crew);
    for (unsigned i = 0; i < crew->n_helpers; i++)
        pthread_join(crew->helpers[i], NULL);
    free(crew->helpers);
    pthread_cond_destroy(&crew->work);
    pthread_mutex_destroy(&crew->lock);
    free(crew);
}

unsigned mu_crew_size(const struct mu_crew *crew)
{
    return crew ? crew->threads : 1;
}

/* A helper that was stopped within a part may need this processor. */
static void await_all(struct mu_crew *crew, size_t n)
{
    for (unsigned looks = 0; atomic_load(&crew->done) < n; looks++) {
        if (looks < SPINS)
            mu_rest();
        else
            sched_yield();
    }
}

static int64_t clock_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Where others want the processors, too, or two of them are halves of one, help may cost more than
 * it saves: it is tried again and again. The clock has no part in any result. */
static bool wants_help(const struct mu_crew *crew)
{
    if (crew->jobs < 2 * TRIAL)
        return crew->jobs >= TRIAL;
    return crew->helped < crew->alone;
}

static void learn(struct mu_crew *crew, int64_t took)
{
    if (crew->jobs < TRIAL)
        crew->alone += took;
    else if (crew->jobs < 2 * TRIAL)
        crew->helped += took;
    if (++crew->jobs < 2 * TRIAL + TERM)
        return;
    crew->jobs = 0;
    crew->alone = crew->helped = 0;
}

static bool has_help(struct mu_crew *crew)
{
    if (!crew->helpers && !omp_in_parallel())
        start_helpers(crew);
    return crew->n_helpers > 0;
}

static void do_alone(size_t n, job_body *run, void *arg)
{
    for (size_t part = 0; part < n; part++)
        run(arg, part);
}

static void do_together(struct mu_crew *crew, size_t n, job_body *run, void *arg)
{
    const uint_fast64_t job = (atomic_load(&crew->ticket) >> 32) + 1;

    atomic_store_explicit(&crew->body, run, memory_order_relaxed);
    atomic_store_explicit(&crew->arg, arg, memory_order_relaxed);
    atomic_store(&crew->done, 0);
    atomic_store(&crew->ticket, job << 32 | n);
    wake(crew);
    while (is_work(crew))
        take_part(crew);
    await_all(crew, n);
}

void mu_crew_share(struct mu_crew *crew, size_t n, void (*body)(void *arg, size_t part), void *arg)
{
    mu_assert(n <= LEFT);
    if (!crew || crew->threads == 1 || n < 2 || !has_help(crew)) {
        do_alone(n, body, arg);
        return;
    }
    const int64_t begun = clock_now();
    if (wants_help(crew))
        do_together(crew, n, body, arg);
    else
        do_alone(n, body, arg);
    learn(crew, clock_now() - begun);
}
