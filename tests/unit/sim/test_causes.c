/* Every recorded event knows what led to it and since when it had waited. */
#include "tests/cmocka_all.h"

#include "worlds.h"

static const char *const names[] = {"actor/A", "actor/B", "clerk/X", NULL};

enum { ASK = 1, ANSWER };

static struct mu_run *run_of(struct mu_world *world, struct mu_result *result)
{
    struct mu_run *run = test_run(world);
    assert_int_equal(mu_run_until(run, 100 * MU_SECOND), MU_OK);
    assert_int_equal(mu_run_finish(run, result), MU_OK);
    return run;
}

static void ask_b(struct mu_ctx *ctx, void *state)
{
    (void)state;
    mu_record(ctx, &(struct mu_happening){.kind = ACTOR_DID, .value = 1});
    mu_send(ctx, (mu_entity_id){2}, 2 * MU_SECOND, ASK, NULL, 0);
    mu_send(ctx, (mu_entity_id){3}, 2 * MU_SECOND, ASK, NULL, 0);
}

static void answer_ask(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    mu_record(ctx, &(struct mu_happening){.kind = ACTOR_SAW, .value = ev->from.i});
    if (ev->type == ASK)
        mu_send(ctx, ev->from, MU_SECOND, ANSWER, NULL, 0);
}

static void causes_point_to_the_row_that_led_there(void **unused)
{
    (void)unused;
    struct mu_world *world = test_world(names);
    *test_params(world, "actor/A") = (struct actor_params){.start = ask_b, .handle = answer_ask};
    test_params(world, "actor/B")->handle = answer_ask;
    struct mu_result result;
    struct mu_run *run = run_of(world, &result);
    /* Row 0: A at 0 s. Row 1: B at 2 s because of A. Row 2: A at 3 s because of B. */
    assert_int_equal(result.events.n, 3);
    assert_int_equal(result.events.time[1], 2 * MU_SECOND);
    assert_int_equal(result.events.subject[1], 2);
    assert_int_equal(result.events.cause[0], 0);
    assert_int_equal(result.events.cause[1], 1);
    assert_int_equal(result.events.cause[2], 2);
    mu_result_fini(&result);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

/* A request waits; what frees the bay is another story. */
static void serve(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct actor *a = state;
    if (ev->type == ASK) {
        a->cause =
            mu_record(ctx, &(struct mu_happening){.kind = ACTOR_SAW, .object = {ev->from.i}});
        return;
    }
    mu_cause freed = mu_record(ctx, &(struct mu_happening){.kind = ACTOR_DID, .value = 1});
    assert_int_equal(mu_cause_now(ctx).i, freed.i);
    mu_set_cause(ctx, a->cause);
    mu_record(ctx, &(struct mu_happening){.kind = ACTOR_DID, .value = 2, .since = a->cause});
}

static void a_waiting_item_keeps_its_own_cause(void **unused)
{
    (void)unused;
    struct mu_world *world = test_world(names);
    test_params(world, "actor/A")->start = ask_b;
    test_params(world, "actor/B")->handle = serve;
    struct mu_run *run = test_run(world);
    assert_int_equal(mu_run_post(run, (mu_entity_id){2}, 9 * MU_SECOND, ANSWER, NULL, 0), MU_OK);
    assert_int_equal(mu_run_until(run, 100 * MU_SECOND), MU_OK);
    struct mu_result result;
    assert_int_equal(mu_run_finish(run, &result), MU_OK);
    /* 1 A asks; 2 B sees (because of 1); 3 the bay is freed from outside (no cause);
     * 4 served: because of 2, waited since 2. */
    assert_int_equal(result.events.n, 4);
    assert_int_equal(result.events.cause[1], 1);
    assert_int_equal(result.events.object[1], 1);
    assert_int_equal(result.events.cause[2], 0);
    assert_int_equal(result.events.cause[3], 2);
    assert_int_equal(result.events.since[3], 2);
    assert_int_equal(result.events.since[2], 0);
    mu_result_fini(&result);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void record_now(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    mu_record(ctx, &(struct mu_happening){.value = ev->type});
}

static void rows_of_one_instant_go_by_site_then_as_executed(void **unused)
{
    (void)unused;
    static const char *const mixed[] = {"actor/A", "clerk/X", "clerk/Y", "actor/B", NULL};
    struct mu_world *world = test_world(mixed);
    for (size_t i = 0; mixed[i]; i++)
        test_params(world, mixed[i])->handle = record_now;
    struct mu_run *run = test_run(world);
    /* Ranks: A 1, B 2, X 3, Y 4; X and Y share site 3. Posted Y, B, X, A. */
    static const char *const order[] = {"clerk/Y", "actor/B", "clerk/X", "actor/A"};
    for (uint16_t i = 0; i < 4; i++)
        assert_int_equal(
            mu_run_post(run, test_find(world, order[i]), MU_SECOND, (uint16_t)(i + 1), NULL, 0),
            MU_OK);
    struct mu_result result;
    assert_int_equal(mu_run_until(run, 100 * MU_SECOND), MU_OK);
    assert_int_equal(mu_run_finish(run, &result), MU_OK);
    static const uint32_t subjects[] = {1, 2, 4, 3};
    assert_int_equal(result.events.n, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(result.events.subject[i], subjects[i]);
    mu_result_fini(&result);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static bool flood(struct mu_ctx *ctx, void *state, void *board, mu_time from, mu_time to)
{
    (void)state;
    (void)from;
    if (to != 20 * MU_SECOND)
        return false;
    *(double *)board = 1;
    mu_record(ctx, &(struct mu_happening){.kind = ACTOR_DID});
    return true;
}

static void get_wet(struct mu_ctx *ctx, void *state, mu_entity_id owner)
{
    (void)state;
    (void)owner;
    mu_record(ctx, &(struct mu_happening){.kind = ACTOR_SAW});
}

static void open_breach(struct mu_ctx *ctx, void *state)
{
    (void)state;
    mu_record(ctx, &(struct mu_happening){.kind = ACTOR_DID, .value = 7});
    mu_send(ctx, (mu_entity_id){2}, 5 * MU_SECOND, ASK, NULL, 0);
}

static void what_a_board_brings_has_the_field_as_its_cause(void **unused)
{
    (void)unused;
    static const char *const flooded[] = {"actor/A", "field/F", NULL};
    struct mu_world *world = test_world(flooded);
    *test_params(world, "actor/A") = (struct actor_params){.start = open_breach, .board = get_wet};
    test_params(world, "field/F")->advance = flood;
    struct mu_result result;
    struct mu_run *run = run_of(world, &result);
    /* The breach at 0 s (row 1) reaches the field at 5 s; the field floods at 20 s because of
     * it (its message was the last thing the field was told); A gets wet because of that. */
    assert_int_equal(result.events.n, 3);
    assert_int_equal(result.events.time[1], 20 * MU_SECOND);
    assert_int_equal(result.events.time[2], 20 * MU_SECOND);
    assert_int_equal(result.events.subject[1], 2); /* the field first, although A's rank is less */
    assert_int_equal(result.events.cause[1], 1);
    assert_int_equal(result.events.cause[2], 2);
    mu_result_fini(&result);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(causes_point_to_the_row_that_led_there),
        cmocka_unit_test(a_waiting_item_keeps_its_own_cause),
        cmocka_unit_test(rows_of_one_instant_go_by_site_then_as_executed),
        cmocka_unit_test(what_a_board_brings_has_the_field_as_its_cause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
