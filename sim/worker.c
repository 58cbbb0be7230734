/* One thread's part: to enter models, to leave them in need, to say what failed. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "sim/assert.h"
#include "sim/run_impl.h"

void mu_worker_stop(struct mu_worker *worker, enum mu_err err)
{
    mu_assert(worker->guarded);
    worker->err = err;
    longjmp(worker->out, 1);
}

enum mu_err mu_worker_guarded(struct mu_worker *worker,
                              void (*body)(struct mu_worker *worker, mu_time t), mu_time t)
{
    if (worker->err != MU_OK)
        return worker->err;
    worker->guarded = true;
    if (setjmp(worker->out) == 0)
        body(worker, t);
    worker->guarded = false;
    return worker->err;
}

static char *say(const struct mu_worker *worker, const char *why)
{
    const char *who = mu_world_entity_name(worker->ctx.run->world, worker->ctx.acting.id);
    const double at = (double)worker->ctx.acting.now * 1e-6;
    const int n = snprintf(NULL, 0, "%s at %.6f s: %s", who, at, why);
    char *text = n < 0 ? NULL : malloc((size_t)n + 1);

    if (text)
        snprintf(text, (size_t)n + 1, "%s at %.6f s: %s", who, at, why);
    return text;
}

void mu_worker_fail(struct mu_worker *worker, const char *fmt, va_list args)
{
    struct mu_failure *f = &worker->failure;
    char why[1024];

    worker->site_failed = true;
    if (f->failed && (!worker->in_event || f->key <= worker->key))
        return; /* what follows from a failure is none */
    vsnprintf(why, sizeof why, fmt, args);
    free(f->text);
    *f = (struct mu_failure){.failed = true,
                             .in_event = worker->in_event,
                             .key = worker->key,
                             .at = worker->ctx.acting.now,
                             .site = worker->ctx.entity->site,
                             .text = say(worker, why)};
}

bool mu_run_in_trouble(const struct mu_run *run)
{
    for (uint32_t w = 0; w < run->n_workers; w++)
        if (run->workers[w].failure.failed || run->workers[w].err != MU_OK)
            return true;
    return false;
}
