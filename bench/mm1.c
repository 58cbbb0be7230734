/* mm1.c - M/M/1: arrivals Exp(1 / 0.9 s), service Exp(1 s), one server, first come first served.
 * A resource with its tallies (wait, queue and use of the server over time), both draws, and a
 * tally of the time in the system.
 *
 *   usage: mm1 [--threads T] [--millions M] [--repeats R]
 *   prints millions of customers a second, the median of R times; with T threads, T independent
 *   replications at a time. Theory: mean time in the system 1 / (1 - 0.9) = 10 s.
 */
#include <math.h>
#include <stdio.h>

#include "bench/bench.h"
#include "sim/resource.h"

enum { ARRIVAL = 1, DEPARTURE, THREADS_MAX = 64 };

struct desk {
    struct mu_stream arrivals, services;
    struct mu_resource server;
    struct mu_tally stay; /* s in the system */
};

struct desk_params {
    double *mean; /* where it says its result: mean time [s], customers */
};

static mu_time exponential(struct mu_stream *s, double mean_us)
{
    return (mu_time)(-mean_us * log(mu_uniform(s)));
}

static void expect_next(struct mu_ctx *ctx, struct desk *d)
{
    mu_send(ctx, mu_self(ctx), exponential(&d->arrivals, 1e6 / 0.9), ARRIVAL, NULL, 0);
}

static void start(struct mu_ctx *ctx, void *state)
{
    struct desk *d = state;

    d->arrivals = mu_stream_for(ctx, 1, 0);
    d->services = mu_stream_for(ctx, 2, 0);
    mu_resource_init(ctx, &d->server, &(struct mu_resource_rules){.servers = 1, .done = DEPARTURE});
    expect_next(ctx, d);
}

static void serve(struct mu_ctx *ctx, struct desk *d)
{
    for (struct mu_turn turn = {0}; mu_resource_next(ctx, &d->server, &turn);)
        mu_resource_serve(ctx, &d->server, turn.claim, exponential(&d->services, 1e6));
}

static void depart(struct mu_ctx *ctx, struct desk *d, mu_claim claim)
{
    const struct mu_customer *c = mu_resource_done(ctx, &d->server, claim);

    mu_tally_add(&d->stay, 1e-6 * (double)(mu_now(ctx) - c->came));
}

static void handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct desk *d = state;

    if (ev->type == ARRIVAL) {
        mu_resource_join(ctx, &d->server, &(struct mu_join){0});
        expect_next(ctx, d);
    } else {
        depart(ctx, d, mu_claim_of(ev));
    }
    serve(ctx, d);
}

static void finish(struct mu_ctx *ctx, void *state)
{
    const struct desk_params *p = mu_params(ctx);
    const struct desk *d = state;

    p->mean[0] = mu_tally_mean(&d->stay);
    p->mean[1] = (double)d->stay.n;
}

static const struct mu_param params[] = {MU_PARAMS_END};

static const struct mu_model desk_model = {.name = "desk",
                                           .summary = "serves one after the other",
                                           .params = params,
                                           .params_size = sizeof(struct desk_params),
                                           .state_size = sizeof(struct desk),
                                           .start = start,
                                           .handle = handle,
                                           .finish = finish};

/* Customers of one replication; its mean goes into mean[0]. */
static double replicate(double *mean, unsigned replication, double millions)
{
    static const struct mu_model *const models[] = {&desk_model, NULL};
    struct mu_world *world = mu_world_create(models);
    const struct mu_run_options options = {.seed = 1, .replication = replication, .threads = 1};
    struct mu_result result;
    struct mu_run *run;

    bench_options(world, 1000 * MU_SECOND);
    bench_check(mu_world_name(world, "desk", "d"), "naming");
    bench_check(mu_world_seal(world), "sealing");
    *(struct desk_params *)mu_world_params(world, (mu_entity_id){1}) = (struct desk_params){mean};
    bench_check(mu_world_finish(world), "finishing");
    bench_check(mu_run_create(world, &options, &run), "creating a run");
    bench_check(mu_run_until(run, (mu_time)(millions * 1e6 / 0.9 * 1e6)), "running");
    bench_check(mu_run_finish(run, &result), "ending");
    mu_result_fini(&result);
    mu_run_destroy(run);
    mu_world_destroy(world);
    return mean[1];
}

int main(int argc, char **argv)
{
    const double millions = bench_number(argc, argv, "--millions", 5);
    const size_t repeats = (size_t)bench_number(argc, argv, "--repeats", 5);
    const int threads = (int)bench_number(argc, argv, "--threads", 1);
    double rates[BENCH_REPEATS_MAX], means[THREADS_MAX][16] = {{0}};

    if (threads < 1 || threads > THREADS_MAX || repeats < 1 || repeats > BENCH_REPEATS_MAX)
        return 2;
    for (size_t i = 0; i < repeats; i++) {
        const double begun = bench_now();
        double customers = 0;
#pragma omp parallel for num_threads(threads) reduction(+ : customers)
        for (int t = 0; t < threads; t++)
            customers += replicate(means[t], (unsigned)t, millions);
        rates[i] = customers / (bench_now() - begun);
    }
    printf("mm1, %d threads: %.2f M customers/s (mean time in the system %.3f s)\n", threads,
           bench_median(rates, repeats) / 1e6, means[0][0]);
    return 0;
}
