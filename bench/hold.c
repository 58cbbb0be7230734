/* hold.c - HOLD: one site with so many events pending; each sets another one after Exp(1 s).
 * Measures how pending events are kept (Jones, CACM 29(4), 1986).
 *
 *   usage: hold [--pending N] [--driver D] [--millions M] [--repeats R]
 *   prints millions of events a second, the median of R runs of about M million events
 */
#include <math.h>
#include <stdio.h>

#include "bench/bench.h"

struct holder_params {
    int64_t pending;
};

struct holder {
    struct mu_stream stream;
};

static void again(struct mu_ctx *ctx, struct holder *h)
{
    mu_send(ctx, mu_self(ctx), (mu_time)(-1e6 * log(mu_uniform(&h->stream))), 1, NULL, 0);
}

static void start(struct mu_ctx *ctx, void *state)
{
    const struct holder_params *p = mu_params(ctx);
    struct holder *h = state;

    h->stream = mu_stream_for(ctx, 1, 0);
    for (int64_t i = 0; i < p->pending; i++)
        again(ctx, h);
}

static void handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)ev;
    again(ctx, state);
}

static const struct mu_param params[] = {MU_PARAMS_END};

static const struct mu_model holder_model = {.name = "holder",
                                             .summary = "keeps events pending",
                                             .params = params,
                                             .params_size = sizeof(struct holder_params),
                                             .state_size = sizeof(struct holder),
                                             .start = start,
                                             .handle = handle};

int main(int argc, char **argv)
{
    static const struct mu_model *const models[] = {&holder_model, NULL};
    const double pending = bench_number(argc, argv, "--pending", 1000);
    const double millions = bench_number(argc, argv, "--millions", 5);
    const size_t repeats = (size_t)bench_number(argc, argv, "--repeats", 5);
    const enum mu_driver driver = (enum mu_driver)bench_number(argc, argv, "--driver", 0);
    struct mu_world *world = mu_world_create(models);

    bench_options(world, 100 * MU_SECOND / 1000);
    bench_check(mu_world_name(world, "holder", "h"), "naming");
    bench_check(mu_world_seal(world), "sealing");
    *(struct holder_params *)mu_world_params(world, (mu_entity_id){1}) =
        (struct holder_params){(int64_t)pending};
    bench_check(mu_world_finish(world), "finishing");
    const struct mu_run_options options = {.seed = 1, .threads = 1, .driver = driver};
    const double rate = bench_rate(world, &options, (mu_time)(millions * 1e12 / pending), repeats);
    printf("hold %.0f pending: %.2f M events/s\n", pending, rate / 1e6);
    mu_world_destroy(world);
    return 0;
}
