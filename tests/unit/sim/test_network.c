/* A closed network of resources against mean value analysis: validation case 57. */
#include "tests/cmocka_all.h"

#include "sim/resource.h"
#include "theory.h"
#include "worlds.h"

/* Customers go round between stops of one server with exponential service; ways take time. */
enum { STATIONS = 3, VISIT = 1, DONE, WARM };

struct stop_params {
    double service; /* mean [s] */
    mu_entity_id next[2];
    double second; /* part that goes to next[1] */
    mu_time way;
    uint64_t customers; /* who begin here */
    mu_time warm_up;
    struct stop_found {
        double passed, present; /* customers served; mean number here */
    } * found;
};

struct stop {
    struct mu_resource server;
    struct mu_stream services, ways;
    double passed;
};

static void stop_start(struct mu_ctx *ctx, void *state)
{
    const struct stop_params *p = mu_params(ctx);
    struct stop *s = state;

    s->services = mu_stream_for(ctx, 1, 0);
    s->ways = mu_stream_for(ctx, 2, 0);
    mu_resource_init(ctx, &s->server, &(struct mu_resource_rules){.servers = 1, .done = DONE});
    for (uint64_t i = 0; i < p->customers; i++)
        mu_send(ctx, mu_self(ctx), 0, VISIT, NULL, 0);
    mu_set_timer(ctx, p->warm_up, WARM, NULL, 0);
}

static void send_on(struct mu_ctx *ctx, struct stop *s, mu_claim claim)
{
    const struct stop_params *p = mu_params(ctx);

    s->passed++;
    mu_resource_done(ctx, &s->server, claim);
    mu_send(ctx, p->next[mu_chance(p->second, &s->ways)], p->way, VISIT, NULL, 0);
}

static void stop_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct stop_params *p = mu_params(ctx);
    struct stop *s = state;

    switch (ev->type) {
    case VISIT: mu_resource_join(ctx, &s->server, &(struct mu_join){0}); break;
    case DONE: send_on(ctx, s, mu_claim_of(ev)); break;
    default: s->passed = 0; mu_resource_reset(ctx, &s->server);
    }
    for (struct mu_turn turn = {0}; mu_resource_next(ctx, &s->server, &turn);)
        mu_resource_serve(ctx, &s->server, turn.claim,
                          theory_exponential(&s->services, p->service));
}

static void stop_finish(struct mu_ctx *ctx, void *state)
{
    const struct stop_params *p = mu_params(ctx);
    struct stop *s = state;

    mu_resource_tally(ctx, &s->server);
    *p->found = (struct stop_found){s->passed, mu_time_tally_mean(&s->server.queue) +
                                                   mu_time_tally_mean(&s->server.in_service)};
}

static const struct mu_model stop_model = {
    .name = "stop",
    .params = theory_no_params,
    .params_size = sizeof(struct stop_params),
    .state_size = sizeof(struct stop),
    .start = stop_start,
    .handle = stop_handle,
    .finish = stop_finish,
};

/* Mean value analysis (Reiser and Lavenberg, Journal of the ACM 27, 1980): who arrives sees the
 * network as it is with one customer less. `demand` is visits x service in a round. */
static double mva(const double *demand, double ways, unsigned customers, double *present)
{
    double throughput = 0;

    for (size_t i = 0; i < STATIONS; i++)
        present[i] = 0;
    for (unsigned n = 1; n <= customers; n++) {
        double response[STATIONS], round = ways;
        for (size_t i = 0; i < STATIONS; i++)
            round += response[i] = demand[i] * (1 + present[i]);
        throughput = n / round;
        for (size_t i = 0; i < STATIONS; i++)
            present[i] = throughput * response[i];
    }
    return throughput;
}

/* A central server: from stop 1 always to 2 or 3, from there back to 1; 8 customers, ways of 2 s,
 * 20000 s after a warm-up of 500 s. In a round: one visit of 1, 0.4 of 2, 0.6 of 3, two ways. */
static struct mu_world *network(struct stop_found *found)
{
    static const char *const names[] = {"1", "2", "3"};
    static const double services[] = {1, 2, 1.5};
    const struct mu_model *const models[] = {&stop_model, NULL};
    struct mu_world *world = mu_world_create(models);
    struct mu_world_options options = test_options();

    options.end = 20500 * MU_SECOND;
    options.publish_every = options.sample_every = options.end;
    mu_world_set_options(world, &options);
    for (size_t i = 0; i < STATIONS; i++)
        assert_int_equal(mu_world_name(world, "stop", names[i]), MU_OK);
    assert_int_equal(mu_world_seal(world), MU_OK);
    for (uint32_t i = 0; i < STATIONS; i++)
        *(struct stop_params *)mu_world_params(world, (mu_entity_id){i + 1}) = (struct stop_params){
            .service = services[i],
            .next = {{i == 0 ? 2 : 1}, {i == 0 ? 3 : 1}},
            .second = 0.6,
            .way = 2 * MU_SECOND,
            .customers = i == 0 ? 8 : 0,
            .warm_up = 500 * MU_SECOND,
            .found = &found[i],
        };
    assert_int_equal(mu_world_finish(world), MU_OK);
    return world;
}

static void validation_57_customers_who_go_round(void **unused)
{
    const double demand[] = {1, 0.4 * 2, 0.6 * 1.5};
    struct mu_tally rounds = {0}, present[STATIONS] = {{0}};
    struct stop_found found[STATIONS];
    struct mu_world *world = network(found);
    double expected[STATIONS];

    (void)unused;
    const double throughput = mva(demand, 4, 8, expected);
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        theory_run(world, r, 2);
        mu_tally_add(&rounds, found[0].passed / 20000);
        for (size_t i = 0; i < STATIONS; i++)
            mu_tally_add(&present[i], found[i].present);
    }
    theory_compare("rounds in a second", &rounds, throughput);
    for (size_t i = 0; i < STATIONS; i++)
        theory_compare("customers at a station", &present[i], expected[i]);
    mu_world_destroy(world);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(validation_57_customers_who_go_round)};
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
