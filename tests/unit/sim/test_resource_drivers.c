/* Resources give the same on any number of threads, to the bit. */
#include "tests/cmocka_all.h"

#include <math.h>
#include <stdio.h>

#include "sim/condition.h"
#include "sim/resource.h"
#include "sim/store.h"
#include "worlds.h"

enum { VISIT = 1, DONE, GAVE_UP, GET_GAVE_UP, SHIFT, NODES = 60 };

/* Customers go from node to node; at each they wait for a server, then for what the store has,
 * then until as many have passed as they say. */
struct node {
    struct mu_resource servers;
    struct mu_store store;
    struct mu_condition gate;
    struct mu_stream stream;
    uint64_t passed;
};

static double draw(struct node *n, double mean)
{
    return -mean * log(mu_uniform(&n->stream));
}

static void node_start(struct mu_ctx *ctx, void *state)
{
    struct node *n = state;
    const bool even = mu_self(ctx).i % 2 == 0;

    n->stream = mu_stream_for(ctx, 1, 0);
    mu_resource_init(ctx, &n->servers,
                     &(struct mu_resource_rules){.servers = 2,
                                                 .preemptive = even,
                                                 .recalled = even,
                                                 .room = 20,
                                                 .done = DONE,
                                                 .gave_up = GAVE_UP});
    mu_store_init(ctx, &n->store,
                  &(struct mu_store_rules){.capacity = 50, .get_gave_up = GET_GAVE_UP});
    for (int i = 0; i < 20; i++)
        mu_send(ctx, mu_self(ctx), mu_seconds(draw(n, 5)), VISIT, NULL, 0);
    mu_set_timer(ctx, 10 * MU_SECOND, SHIFT, NULL, 0);
}

static void send_on(struct mu_ctx *ctx, struct node *n)
{
    const mu_entity_id to = {1 + (uint32_t)(mu_uniform(&n->stream) * NODES)};

    mu_send(ctx, to, MU_SECOND + mu_seconds(draw(n, 2)), VISIT, NULL, 0);
}

static bool enough_passed(const struct mu_ctx *ctx, const void *state, const struct mu_customer *c)
{
    (void)ctx;
    return ((const struct node *)state)->passed >= c->payload;
}

static struct mu_join somebody(struct node *n)
{
    return (struct mu_join){.priority = (int64_t)(mu_uniform(&n->stream) * 4),
                            .patience = mu_seconds(draw(n, 20)),
                            .amount = draw(n, 1),
                            .partial = mu_uniform(&n->stream) < 0.5};
}

static void take_turns(struct mu_ctx *ctx, struct node *n)
{
    for (struct mu_turn turn = {0}; mu_resource_next(ctx, &n->servers, &turn);) {
        mu_record(ctx, &(struct mu_happening){.kind = ACTOR_DID, .value = turn.what});
        if (turn.what == MU_TURN_BEGINS)
            mu_resource_serve(ctx, &n->servers, turn.claim, mu_seconds(draw(n, 1)));
    }
    for (struct mu_turn turn = {0}; mu_store_next(ctx, &n->store, &turn);)
        if (turn.what == MU_TURN_GETS && turn.customer->amount == 0) {
            const struct mu_join join = {.payload = n->passed++ + 3};
            mu_condition_wait(ctx, &n->gate, &join, 0);
        }
    for (struct mu_turn turn = {0}; mu_condition_next(ctx, &n->gate, enough_passed, n, &turn);)
        send_on(ctx, n);
}

static void on_done(struct mu_ctx *ctx, struct node *n, mu_claim claim)
{
    const struct mu_join put = {.amount = draw(n, 1.2)}, get = somebody(n);

    mu_resource_done(ctx, &n->servers, claim);
    mu_store_put(ctx, &n->store, &put);
    mu_store_get(ctx, &n->store, &get);
}

static void on_visit(struct mu_ctx *ctx, struct node *n)
{
    const struct mu_join join = somebody(n);

    if (mu_resource_join(ctx, &n->servers, &join).slot == 0)
        send_on(ctx, n);
}

static void node_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct node *n = state;

    switch (ev->type) {
    case VISIT: on_visit(ctx, n); break;
    case DONE: on_done(ctx, n, mu_claim_of(ev)); break;
    case GAVE_UP:
        mu_resource_give_up(ctx, &n->servers, mu_claim_of(ev));
        send_on(ctx, n);
        break;
    case GET_GAVE_UP:
        mu_store_get_give_up(ctx, &n->store, mu_claim_of(ev));
        send_on(ctx, n);
        break;
    default:
        mu_resource_set_servers(ctx, &n->servers, 1 + (uint32_t)(mu_uniform(&n->stream) * 3));
        mu_set_timer(ctx, 10 * MU_SECOND, SHIFT, NULL, 0);
    }
    take_turns(ctx, n);
}

static const struct mu_param no_params[] = {MU_PARAMS_END};
static const struct mu_kind kinds[] = {
    [ACTOR_DID] = {"node.turn", "1", "which", "somebody had a turn"}, {0}};

static const struct mu_model node_model = {
    .name = "node",
    .params = no_params,
    .state_size = sizeof(struct node),
    .kinds = kinds,
    .start = node_start,
    .handle = node_handle,
};

static struct mu_world *nodes(void)
{
    struct mu_world *world = mu_world_create((const struct mu_model *[]){&node_model, NULL});
    struct mu_world_options options = test_options();
    char name[16];

    options.end = 300 * MU_SECOND;
    options.publish_every = options.sample_every = options.end;
    mu_world_set_options(world, &options);
    for (int i = 0; i < NODES; i++) {
        snprintf(name, sizeof name, "%02d", i);
        assert_int_equal(mu_world_name(world, "node", name), MU_OK);
    }
    assert_int_equal(mu_world_seal(world), MU_OK);
    assert_int_equal(mu_world_finish(world), MU_OK);
    return world;
}

/* Checksums of all nodes; the number of turns. */
static size_t play(const struct mu_world *world, enum mu_driver driver, unsigned threads,
                   uint64_t *sums)
{
    const struct mu_run_options options = {
        .seed = 1, .threads = threads, .driver = driver, .checksums = true};
    struct mu_result result;
    struct mu_run *run;

    assert_int_equal(mu_run_create(world, &options, &run), MU_OK);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
    for (uint32_t i = 0; i < NODES; i++)
        sums[i] = mu_run_checksum(run, (mu_entity_id){i + 1});
    assert_int_equal(mu_run_finish(run, &result), MU_OK);
    const size_t turns = result.events.n;
    mu_result_fini(&result);
    mu_run_destroy(run);
    return turns;
}

static void threads_make_no_difference(void **unused)
{
    static const unsigned threads[] = {1, 2, 3, 8};
    uint64_t expected[NODES], sums[NODES];
    struct mu_world *world = nodes();
    const size_t turns = play(world, MU_DRIVER_ONE_QUEUE, 1, expected);

    (void)unused;
    assert_true(turns > 15000);
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        assert_int_equal(play(world, MU_DRIVER_WINDOWS, threads[i], sums), turns);
        assert_memory_equal(sums, expected, sizeof sums);
    }
    mu_world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(threads_make_no_difference)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
