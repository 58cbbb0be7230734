#include "tests/cmocka_all.h"

#include "worlds.h"

static const char *const names[] = {"actor/A", "actor/B", "clerk/X", NULL};

static void record_both(struct mu_ctx *ctx, void *state)
{
    (void)state;
    const struct actor_params *params = mu_params(ctx);
    mu_record(ctx, &(struct mu_happening){.kind = ACTOR_DID,
                                          .subject = params->count ? mu_part(ctx, 1) : MU_NOTHING,
                                          .object = mu_thing_of((mu_entity_id){2}),
                                          .place = {3},
                                          .value = 2.5});
    mu_record(ctx, &(struct mu_happening){.kind = ACTOR_SAW});
}

static void make(struct mu_result *result)
{
    struct mu_world *world = test_world(names);
    *test_params(world, "actor/A") = (struct actor_params){.start = record_both, .count = 2};
    test_params(world, "clerk/X")->start = record_both;
    struct mu_run *run = test_run(world);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
    assert_int_equal(mu_run_finish(run, result), MU_OK);
    mu_run_destroy(run);
    mu_world_destroy(world); /* kinds of things stay readable: they are the models' own */
}

static void kinds_of_all_models_are_listed_once_each(void **unused)
{
    (void)unused;
    struct mu_result result;
    make(&result);
    /* actor: did, saw; clerk: did and actor.saw again; field: the actor's. */
    assert_int_equal(result.n_kinds, 3);
    assert_int_equal(mu_result_kind(&result, "actor.did"), 0);
    assert_int_equal(mu_result_kind(&result, "actor.saw"), 1);
    assert_int_equal(mu_result_kind(&result, "clerk.did"), 2);
    assert_true(mu_result_kind(&result, "baker.did") == SIZE_MAX);
    assert_string_equal(result.kinds[0].value, "how much");
    mu_result_fini(&result);
}

static void rows_hold_what_was_recorded(void **unused)
{
    (void)unused;
    struct mu_result result;
    make(&result);
    static const uint32_t kinds[] = {0, 1, 2, 1}, subjects[] = {5, 1, 3, 3};
    assert_int_equal(result.events.n, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(result.events.kind[i], kinds[i]);
        assert_int_equal(result.events.subject[i], subjects[i]);
    }
    assert_int_equal(result.events.object[0], 2);
    assert_int_equal(result.events.place[0], 3);
    assert_true(result.events.value[0] == 2.5);
    mu_result_fini(&result);
}

static void things_are_named_entities_first(void **unused)
{
    (void)unused;
    struct mu_result result;
    make(&result);
    assert_int_equal(result.n_entities, 3);
    assert_int_equal(result.n_things, 6); /* item 0, three entities, two limbs of A */
    assert_string_equal(result.things[0].name, "");
    assert_int_equal(mu_result_thing(&result, "clerk/X"), 3);
    assert_int_equal(mu_result_thing(&result, "actor/A#1"), 5);
    assert_int_equal(mu_result_thing(&result, "actor/Z"), 0);
    assert_int_equal(result.things[5].entity, 1);
    assert_string_equal(result.things[5].kind, "limb");
    mu_result_fini(&result);
}

static void an_empty_result_can_be_let_go_twice(void **unused)
{
    (void)unused;
    struct mu_result result = {0};
    mu_result_fini(&result);
    make(&result);
    mu_result_fini(&result);
    mu_result_fini(&result);
    assert_null(result.kinds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_of_all_models_are_listed_once_each),
        cmocka_unit_test(rows_hold_what_was_recorded),
        cmocka_unit_test(things_are_named_entities_first),
        cmocka_unit_test(an_empty_result_can_be_let_go_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
