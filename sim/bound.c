#include "sim/bound_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In nobody's name: the event is not at fault. false: something failed before. */
static bool fail_at(struct mu_worker *worker, mu_key key)
{
    struct mu_failure *f = &worker->failure;
    const mu_time at = (mu_time)(key >> 64);
    char text[96];

    if (f->failed && f->key < key)
        return false;
    snprintf(text, sizeof text, "the run at %.6f s: the bound of %llu events is reached",
             (double)at * 1e-6, (unsigned long long)worker->ctx.run->options.max_events);
    free(f->text);
    *f = (struct mu_failure){
        .failed = true, .in_event = true, .key = key, .at = at, .text = strdup(text)};
    return true;
}

static void note_key(struct mu_worker *worker, mu_key key)
{
    mu_key *noted = mu_column_add(&worker->keys, 1);

    if (!noted)
        mu_worker_stop(worker, MU_ERR_MEMORY);
    *noted = key;
}

/* The one behind the last allowed is noted, too. */
static bool site_may(struct mu_worker *worker, uint32_t to, mu_key key)
{
    const struct mu_run *run = worker->ctx.run;
    const uint32_t site = run->site_of[to];
    const bool same_instant = run->entities[site].last_at == (mu_time)(key >> 64);

    if (worker->counted_site != site) {
        worker->counted_site = site;
        worker->counted_from = worker->handled;
    }
    note_key(worker, same_instant && worker->key > key ? worker->key : key);
    worker->site_failed = worker->handled - worker->counted_from >= run->left;
    return !worker->site_failed;
}

bool mu_bound_allows(struct mu_worker *worker, uint32_t to, mu_key key)
{
    const struct mu_run *run = worker->ctx.run;

    if (!worker->alone)
        return site_may(worker, to, key);
    if (mu_run_events(run) < run->options.max_events)
        return true;
    fail_at(worker, key);
    return false;
}

void mu_bound_open(struct mu_run *run)
{
    if (run->options.max_events == 0)
        return;
    run->left = run->options.max_events - mu_run_events(run);
    for (uint32_t w = 0; w < run->n_workers; w++)
        run->workers[w].counted_site = 0;
}

static int by_key(const void *a, const void *b)
{
    const mu_key x = *(const mu_key *)a, y = *(const mu_key *)b;

    return (x > y) - (x < y);
}

/* All keys of the window, with the first worker. */
static bool bring_together(struct mu_run *run)
{
    struct mu_column *all = &run->workers[0].keys;

    for (uint32_t w = 1; w < run->n_workers; w++) {
        struct mu_column *keys = &run->workers[w].keys;
        mu_key *to = keys->n > 0 ? mu_column_add(all, keys->n) : NULL;
        if (keys->n > 0 && !to)
            return false;
        if (to)
            memcpy(to, keys->data, keys->n * sizeof *to);
        keys->n = 0;
    }
    if (all->n > 0)
        qsort(all->data, all->n, sizeof(mu_key), by_key);
    return true;
}

/* What came behind it has not happened. */
static void forget_the_rest(struct mu_run *run)
{
    for (uint32_t w = 0; w < run->n_workers; w++)
        run->workers[w].handled = 0;
    run->workers[0].handled = run->options.max_events;
}

void mu_bound_close(struct mu_run *run)
{
    struct mu_worker *first = &run->workers[0];
    size_t noted = 0;

    for (uint32_t w = 0; w < run->n_workers; w++)
        noted += run->workers[w].keys.n;
    if (noted > run->left) {
        if (bring_together(run)) {
            if (fail_at(first, ((const mu_key *)first->keys.data)[run->left]))
                forget_the_rest(run);
        } else {
            first->err = MU_ERR_MEMORY;
        }
    }
    for (uint32_t w = 0; w < run->n_workers; w++)
        run->workers[w].keys.n = 0;
}
