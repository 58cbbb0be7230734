/* Parameters given as distributions are drawn once per run. */
#include "tests/cmocka_all.h"

#include <math.h>

#include "worlds.h"

static const char *const names[] = {"actor/A", "actor/B", NULL};
enum { NUMBER, COUNT, DELAY };

static const struct mu_dist wide = {MU_DIST_UNIFORM, .a = 10, .b = 20, .lo = -INFINITY,
                                    .hi = INFINITY};

static void draw(struct mu_world *world, const char *name, int param)
{
    assert_int_equal(mu_world_draw(world, test_find(world, name), &test_actor_params[param], wide),
                     MU_OK);
}

static void note_number(struct mu_ctx *ctx, void *state)
{
    (void)state;
    const struct actor_params *params = mu_params(ctx);
    const struct actor_params *other = mu_params_of(ctx, (mu_entity_id){1});
    note(ctx, "%.12f %.12f", params->number, other->number);
}

/* What A and B see of A's number; only A's is drawn. */
static struct diary numbers(uint64_t seed, uint32_t replication)
{
    struct diary diary = {0};
    struct mu_world *world = test_world(names);
    *test_params(world, "actor/A") =
        (struct actor_params){.start = note_number, .diary = &diary, .number = -1};
    *test_params(world, "actor/B") =
        (struct actor_params){.start = note_number, .diary = &diary, .number = -1};
    draw(world, "actor/A", NUMBER);
    assert_int_equal(mu_world_finish(world), MU_OK);
    struct mu_run *run;
    const struct mu_run_options options = {.seed = seed, .replication = replication};
    assert_int_equal(mu_run_create(world, &options, &run), MU_OK);
    assert_true(test_params(world, "actor/A")->number == -1); /* the world's stays as it was */
    mu_run_destroy(run);
    mu_world_destroy(world);
    return diary;
}

static void everyone_sees_what_was_drawn(void **unused)
{
    (void)unused;
    struct diary diary = numbers(1, 0);
    double own, seen, b_own, b_seen;
    assert_int_equal(sscanf(diary.notes[0], "%lf %lf", &own, &seen), 2);
    assert_int_equal(sscanf(diary.notes[1], "%lf %lf", &b_own, &b_seen), 2);
    assert_true(own > 10 && own < 20);
    assert_true(own == seen && own == b_seen);
    assert_true(b_own == -1);
}

static void each_replication_draws_anew_and_the_same_one_again(void **unused)
{
    (void)unused;
    struct diary first = numbers(1, 0), again = numbers(1, 0), second = numbers(1, 1),
                 seed = numbers(2, 0);
    assert_string_equal(first.notes[0], again.notes[0]);
    assert_string_not_equal(first.notes[0], second.notes[0]);
    assert_string_not_equal(first.notes[0], seed.notes[0]);
}

static void check_types(struct mu_ctx *ctx, void *state)
{
    (void)state;
    const struct actor_params *params = mu_params(ctx);
    note(ctx, "%d %d", params->count >= 10 && params->count <= 20,
         params->delay > 10 * MU_SECOND && params->delay < 20 * MU_SECOND);
}

static void integers_are_rounded_and_durations_are_seconds(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    struct mu_world *world = test_world(names);
    *test_params(world, "actor/A") = (struct actor_params){.start = check_types, .diary = &diary};
    draw(world, "actor/A", COUNT);
    draw(world, "actor/A", DELAY);
    mu_run_destroy(test_run(world));
    assert_diary(&diary, "1 1");
    mu_world_destroy(world);
}

static void note_count(struct mu_ctx *ctx, void *state)
{
    (void)state;
    note(ctx, "%lld", (long long)((const struct actor_params *)mu_params(ctx))->count);
}

static void a_later_draw_replaces_an_earlier_one(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    struct mu_world *world = test_world(names);
    *test_params(world, "actor/A") = (struct actor_params){.start = note_count, .diary = &diary};
    draw(world, "actor/A", COUNT);
    assert_int_equal(mu_world_draw(world, test_find(world, "actor/A"), &test_actor_params[COUNT],
                                   mu_dist_fixed(3.6)),
                     MU_OK);
    mu_run_destroy(test_run(world));
    assert_diary(&diary, "4"); /* 3.6 to the nearest */
    mu_world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everyone_sees_what_was_drawn),
        cmocka_unit_test(each_replication_draws_anew_and_the_same_one_again),
        cmocka_unit_test(integers_are_rounded_and_durations_are_seconds),
        cmocka_unit_test(a_later_draw_replaces_an_earlier_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
