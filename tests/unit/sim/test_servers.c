/* Queues against queueing theory: validation case 32.
 *
 * Customers arrive at random (rate lambda) at a desk with c servers. Either they wait, first
 * come first served (M/G/c), or they leave when nobody is free (Erlang's loss system). */
#include "tests/cmocka_all.h"

#include <math.h>
#include <string.h>

#include "sim/resource.h"
#include "worlds.h"

enum { ARRIVAL = 1, SERVED, PURPOSE_GAP = 1, PURPOSE_SERVICE, BATCHES = 50 };

struct desk_params {
    int64_t servers, arrivals;
    double rate; /* arrivals per second */
    struct mu_dist service;
    bool loss;           /* nobody waits */
    double *wait, *held; /* by batch: sum of waits; customers who found no free server */
};

struct desk {
    struct mu_resource servers;
    int64_t arrived;
};

static const struct mu_param no_params[] = {MU_PARAMS_END};

static const struct desk_params *params_of(const struct mu_ctx *ctx)
{
    return mu_params(ctx);
}

static size_t batch_of(const struct desk_params *p, int64_t customer)
{
    return (size_t)(customer * BATCHES / p->arrivals);
}

static void next_arrival(struct mu_ctx *ctx, const struct desk *desk)
{
    const struct desk_params *p = params_of(ctx);
    if (desk->arrived == p->arrivals)
        return;
    struct mu_stream s = mu_stream_for(ctx, PURPOSE_GAP, (uint64_t)desk->arrived);
    const struct mu_dist gap = {MU_DIST_EXPONENTIAL, .a = 1 / p->rate};
    mu_send(ctx, mu_self(ctx), mu_seconds(mu_draw(&gap, &s)), ARRIVAL, NULL, 0);
}

static void desk_start(struct mu_ctx *ctx, void *state)
{
    const struct desk_params *p = params_of(ctx);
    struct desk *desk = state;
    const struct mu_resource_rules rules = {
        .servers = (uint32_t)p->servers, .loss = p->loss, .done = SERVED};
    mu_resource_init(ctx, &desk->servers, &rules);
    next_arrival(ctx, desk);
}

static mu_time service_time(const struct mu_ctx *ctx, uint64_t customer)
{
    struct mu_stream s = mu_stream_for(ctx, PURPOSE_SERVICE, customer);
    return mu_seconds(mu_draw(&params_of(ctx)->service, &s));
}

static void serve(struct mu_ctx *ctx, struct desk *desk)
{
    const struct desk_params *p = params_of(ctx);
    for (struct mu_turn turn = {0}; mu_resource_next(ctx, &desk->servers, &turn);) {
        const uint64_t number = turn.customer->payload;
        p->wait[batch_of(p, (int64_t)number)] += (double)turn.customer->waited * 1e-6;
        mu_resource_serve(ctx, &desk->servers, turn.claim, service_time(ctx, number));
    }
}

static void on_arrival(struct mu_ctx *ctx, struct desk *desk)
{
    const struct desk_params *p = params_of(ctx);
    if (desk->servers.busy == p->servers)
        p->held[batch_of(p, desk->arrived)] += 1;
    mu_resource_join(ctx, &desk->servers, &(struct mu_join){.payload = (uint64_t)desk->arrived++});
    next_arrival(ctx, desk);
}

static void desk_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct desk *desk = state;
    if (ev->type == ARRIVAL)
        on_arrival(ctx, desk);
    else
        mu_resource_done(ctx, &desk->servers, mu_claim_of(ev));
    serve(ctx, desk);
}

static const struct mu_model desk_model = {
    .name = "desk",
    .params = no_params,
    .params_size = sizeof(struct desk_params),
    .state_size = sizeof(struct desk),
    .start = desk_start,
    .handle = desk_handle,
};

static void run_desk(const struct desk_params *params)
{
    struct mu_world *world = mu_world_create((const struct mu_model *[]){&desk_model, NULL});
    struct mu_world_options options = test_options();
    /* Four times as long as the arrivals take, so that every customer is served. */
    options.end = mu_seconds(4 * (double)params->arrivals / params->rate);
    options.publish_every = options.sample_every = options.end;
    mu_world_set_options(world, &options);
    assert_int_equal(mu_world_name(world, "desk", "D"), MU_OK);
    assert_int_equal(mu_world_seal(world), MU_OK);
    memcpy(mu_world_params(world, (mu_entity_id){1}), params, sizeof *params);
    struct mu_run *run = test_run(world);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

/* The mean of the batches' means lies within 3 of their standard errors of `expected`. */
static void assert_mean(const char *what, const double *sums, double arrivals, double expected)
{
    double per_batch = arrivals / BATCHES, mean = 0, square = 0;
    for (int i = 0; i < BATCHES; i++)
        mean += sums[i] / per_batch / BATCHES;
    for (int i = 0; i < BATCHES; i++)
        square += (sums[i] / per_batch - mean) * (sums[i] / per_batch - mean);
    double sigma = sqrt(square / (BATCHES - 1) / BATCHES);
    assert_true(sigma < 0.05 * expected); /* else the test could not fail */
    if (fabs(mean - expected) > 3 * sigma)
        fail_msg("%s: %.6f, expected %.6f, sigma %.6f", what, mean, expected, sigma);
}

/* Expected: the part that must wait (or leaves), and the mean wait; negative = not compared. */
static void check_desk(struct desk_params params, double held, double wait)
{
    double waits[BATCHES] = {0}, helds[BATCHES] = {0};
    params.wait = waits;
    params.held = helds;
    run_desk(&params);
    if (held >= 0)
        assert_mean("held up", helds, (double)params.arrivals, held);
    if (wait >= 0)
        assert_mean("wait", waits, (double)params.arrivals, wait);
}

static struct mu_dist exponential(double mean)
{
    return (struct mu_dist){MU_DIST_EXPONENTIAL, .a = mean};
}

static void validation_32_three_servers(void **unused)
{
    (void)unused;
    check_desk((struct desk_params){3, 1000000, 2, exponential(1), false, NULL, NULL}, 0.444444,
               0.444444);
}

static void validation_32_five_servers(void **unused)
{
    (void)unused;
    check_desk((struct desk_params){5, 1000000, 3.5, exponential(1), false, NULL, NULL}, 0.377838,
               0.251892);
}

/* Rates per minute: 1/12 arrive, 1/40 are served; the wait is in minutes, here seconds. */
static void validation_32_four_servers_under_load(void **unused)
{
    (void)unused;
    check_desk((struct desk_params){4, 1000000, 1.0 / 12, exponential(40), false, NULL, NULL},
               0.657722, 39.4633);
}

static void validation_32_one_server_exponential_and_constant(void **unused)
{
    (void)unused;
    check_desk((struct desk_params){1, 1000000, 0.8, exponential(1), false, NULL, NULL}, 0.8, 4.0);
    check_desk((struct desk_params){1, 1000000, 0.8, mu_dist_fixed(1), false, NULL, NULL}, 0.8,
               2.0);
}

/* Erlang B knows the mean of the service only. */
static void validation_32_loss_depends_on_the_mean_alone(void **unused)
{
    (void)unused;
    const struct mu_dist services[] = {
        exponential(1),
        mu_dist_fixed(1),
        /* Mean a e^(b^2 / 2) = 1 with b = 0.5 */
        {MU_DIST_LOGNORMAL, .a = exp(-0.125), .b = 0.5},
    };
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        check_desk((struct desk_params){10, 1000000, 8, services[i], true, NULL, NULL}, 0.121661,
                   -1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validation_32_three_servers),
        cmocka_unit_test(validation_32_five_servers),
        cmocka_unit_test(validation_32_four_servers_under_load),
        cmocka_unit_test(validation_32_one_server_exponential_and_constant),
        cmocka_unit_test(validation_32_loss_depends_on_the_mean_alone),
    };
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
