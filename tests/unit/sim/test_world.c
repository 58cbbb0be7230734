#include "tests/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "worlds.h"

static void names_are_taken_once(void **unused)
{
    (void)unused;
    const struct mu_model *models[] = {&test_actor_model, &test_clerk_model, NULL};
    struct mu_world *world = mu_world_create(models);
    assert_int_equal(mu_world_name(world, "actor", "镇"), MU_OK);
    assert_int_equal(mu_world_name(world, "actor", "镇"), MU_ERR_INPUT);
    assert_int_equal(mu_world_name(world, "clerk", "镇"), MU_OK);
    assert_int_equal(mu_world_seal(world), MU_OK);
    assert_int_equal(mu_world_entities(world), 2);
    mu_world_destroy(world);
}

static void every_name_is_found_among_many(void **unused)
{
    (void)unused;
    enum { MANY = 3000 };
    const struct mu_model *models[] = {&test_clerk_model, &test_actor_model, NULL};
    struct mu_world *world = mu_world_create(models);
    char name[16];
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "%d", (i * 7919) % MANY); /* 7919 is prime to 3000 */
        assert_int_equal(mu_world_name(world, i % 2 ? "actor" : "clerk", name), MU_OK);
    }
    assert_int_equal(mu_world_seal(world), MU_OK);
    size_t actors, clerks;
    mu_entity_id first = mu_world_first(world, "actor", &actors);
    assert_int_equal(first.i, 1);
    first = mu_world_first(world, "clerk", &clerks);
    assert_int_equal(first.i, actors + 1);
    assert_int_equal(actors + clerks, MANY);
    for (int i = 0; i < MANY; i++) {
        const char *model = i % 2 ? "actor" : "clerk";
        char canonical[32];
        snprintf(name, sizeof name, "%d", (i * 7919) % MANY);
        snprintf(canonical, sizeof canonical, "%s/%s", model, name);
        mu_entity_id id = mu_world_find(world, model, name);
        assert_string_equal(mu_world_entity_name(world, id), canonical);
    }
    assert_int_equal(mu_world_find(world, "actor", "-1").i, 0);
    assert_int_equal(mu_world_find(world, "baker", "1").i, 0);
    mu_world_destroy(world);
}

static void parts_come_after_all_entities_in_rank_order(void **unused)
{
    (void)unused;
    static const char *const names[] = {"actor/B", "actor/A", "actor/C", "clerk/X", NULL};
    struct mu_world *world = test_world(names);
    test_params(world, "actor/A")->count = 2;
    test_params(world, "actor/C")->count = 1;
    assert_int_equal(mu_world_finish(world), MU_OK);
    static const char *const expected[] = {NULL,      "actor/A",   "actor/B",   "actor/C",
                                           "clerk/X", "actor/A#0", "actor/A#1", "actor/C#0"};
    static const uint32_t owners[] = {0, 1, 2, 3, 4, 1, 1, 3};
    assert_int_equal(mu_world_things(world), 7);
    for (uint32_t i = 1; i <= 7; i++) {
        char name[64];
        mu_world_thing_name(world, (mu_thing){i}, name, sizeof name);
        assert_string_equal(name, expected[i]);
        assert_int_equal(mu_world_thing_entity(world, (mu_thing){i}).i, owners[i]);
    }
    assert_string_equal(mu_world_thing_kind(world, (mu_thing){3}), "actor");
    assert_string_equal(mu_world_thing_kind(world, (mu_thing){7}), "limb");
    mu_world_destroy(world);
}

static void note_facts(struct mu_ctx *ctx, void *state)
{
    (void)state;
    size_t n = mu_fact_count(ctx);
    for (uint32_t i = 1; i <= n; i++) {
        uint32_t quantity;
        mu_entity_id id = mu_fact_entity(ctx, (mu_fact){i}, &quantity);
        note(ctx, "%s:%u", mu_name(ctx, id), quantity);
        assert_int_equal(mu_fact_of(ctx, id, quantity).i, i);
    }
}

static void facts_are_numbered_by_rank_and_quantity(void **unused)
{
    (void)unused;
    static const char *const names[] = {"actor/B", "actor/A", "clerk/X", NULL};
    struct diary diary = {0};
    struct mu_world *world = test_world(names);
    *test_params(world, "clerk/X") = (struct actor_params){.start = note_facts, .diary = &diary};
    mu_run_destroy(test_run(world));
    /* An actor has two quantities, a clerk none. */
    assert_diary(&diary, "actor/A:0 actor/A:1 actor/B:0 actor/B:1");
    assert_int_equal(mu_world_facts(world), 4);
    mu_world_destroy(world);
}

static void params_arrive_zeroed_and_options_are_copied(void **unused)
{
    (void)unused;
    static const char *const names[] = {"actor/A", NULL};
    struct mu_world *world = test_world(names);
    static const struct actor_params zeroed;
    assert_memory_equal(test_params(world, "actor/A"), &zeroed, sizeof zeroed);
    mu_time frames[] = {1, 2, 3};
    struct mu_world_options options = test_options();
    options.frames = frames;
    options.n_frames = 3;
    mu_world_set_options(world, &options);
    frames[1] = 99;
    assert_int_equal(mu_world_options(world)->frames[1], 2);
    mu_world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_taken_once),
        cmocka_unit_test(every_name_is_found_among_many),
        cmocka_unit_test(parts_come_after_all_entities_in_rank_order),
        cmocka_unit_test(facts_are_numbered_by_rank_and_quantity),
        cmocka_unit_test(params_arrive_zeroed_and_options_are_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
