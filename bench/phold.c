/* phold.c - PHOLD, the usual benchmark of parallel discrete-event engines: every entity passes
 * messages on, to itself or to a random other one, after lookahead + Exp(mean).
 *
 *   usage: phold [--entities N] [--events K] [--remote SHARE] [--threads T] [--driver D]
 *                [--millions M] [--repeats R]
 *   prints millions of events a second, the median of R runs of about M million events
 *
 * Lookahead 0.1 s, increments 0.1 s + Exp(0.9 s), as in the published comparisons. Each entity
 * draws from a stream of its own that it keeps in its state.
 */
#include <math.h>
#include <stdio.h>

#include "bench/bench.h"

enum { LOOKAHEAD_US = 100000 };

struct ball_params {
    double remote; /* share of messages to others */
    int64_t events;
    uint32_t first; /* of all balls */
    double scale;   /* their number / remote */
};

struct ball {
    struct mu_stream stream;
};

static mu_time increment(struct mu_stream *s)
{
    return LOOKAHEAD_US + (mu_time)(-0.9e6 * log(mu_uniform(s)));
}

static void start(struct mu_ctx *ctx, void *state)
{
    const struct ball_params *p = mu_params(ctx);
    struct ball *ball = state;

    ball->stream = mu_stream_for(ctx, 1, 0);
    for (int64_t i = 0; i < p->events; i++)
        mu_send(ctx, mu_self(ctx), increment(&ball->stream), 1, NULL, 0);
}

static void handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct ball_params *p = mu_params(ctx);
    struct mu_stream *s = &((struct ball *)state)->stream;
    const double u = mu_uniform(s); /* whether, and to whom */
    const mu_entity_id self = mu_self(ctx), other = {p->first + (uint32_t)(u * p->scale)};

    (void)ev;
    mu_send(ctx, u < p->remote ? other : self, increment(s), 1, NULL, 0);
}

static const struct mu_param params[] = {MU_PARAMS_END};

static const struct mu_model ball_model = {.name = "ball",
                                           .summary = "passes messages on",
                                           .params = params,
                                           .params_size = sizeof(struct ball_params),
                                           .state_size = sizeof(struct ball),
                                           .start = start,
                                           .handle = handle};

static struct mu_world *make_world(size_t n, double remote, double events)
{
    static const struct mu_model *const models[] = {&ball_model, NULL};
    struct mu_world *world = mu_world_create(models);

    bench_options(world, LOOKAHEAD_US);
    for (size_t i = 0; i < n; i++) {
        char name[24];
        snprintf(name, sizeof name, "%08zu", i);
        bench_check(mu_world_name(world, "ball", name), "naming");
    }
    bench_check(mu_world_seal(world), "sealing");
    for (uint32_t i = 1; i <= n; i++)
        *(struct ball_params *)mu_world_params(world, (mu_entity_id){i}) =
            (struct ball_params){remote, (int64_t)events, 1, remote > 0 ? (double)n / remote : 0};
    bench_check(mu_world_finish(world), "finishing");
    return world;
}

int main(int argc, char **argv)
{
    const double n = bench_number(argc, argv, "--entities", 1024);
    const double events = bench_number(argc, argv, "--events", 1);
    const double remote = bench_number(argc, argv, "--remote", 0.5);
    const double millions = bench_number(argc, argv, "--millions", 10);
    const unsigned threads = (unsigned)bench_number(argc, argv, "--threads", 1);
    const enum mu_driver driver = (enum mu_driver)bench_number(argc, argv, "--driver", 0);
    const size_t repeats = (size_t)bench_number(argc, argv, "--repeats", 5);
    const struct mu_run_options run = {.seed = 1, .threads = threads, .driver = driver};
    const double begun = bench_now();
    struct mu_world *world = make_world((size_t)n, remote, events);
    const double built = bench_now() - begun;
    const mu_time span = (mu_time)(millions * 1e12 / (n * events));
    const double rate = bench_rate(world, &run, span, repeats);
    printf("phold %.0f x %.0f, remote %.2f, %u threads: %.2f M events/s (world built in %.3f s)\n",
           n, events, remote, threads, rate / 1e6, built);
    mu_world_destroy(world);
    return 0;
}
