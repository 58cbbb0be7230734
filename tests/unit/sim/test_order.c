/* Order of events: time, then the sender's rank, then the sender's sequence. */
#include "tests/cmocka_all.h"

#include <string.h>

#include "worlds.h"

static const char *const names[] = {"actor/C", "actor/A", "actor/B", NULL};

static void note_event(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    const char *from = mu_name(ctx, ev->from);
    note(ctx, "%lld:%s:%u", (long long)(ev->at / MU_SECOND), from, ev->type);
}

static void send_to_a(struct mu_ctx *ctx, mu_time delay, uint16_t type)
{
    mu_send(ctx, (mu_entity_id){1}, delay, type, NULL, 0);
}

static void start_late_then_early(struct mu_ctx *ctx, void *state)
{
    (void)state;
    send_to_a(ctx, 5 * MU_SECOND, 1);
    send_to_a(ctx, 3 * MU_SECOND, 2);
    send_to_a(ctx, 5 * MU_SECOND, 3);
}

static void events_come_by_time_then_rank_then_sequence(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    struct mu_world *world = test_world(names);
    *test_params(world, "actor/A") = (struct actor_params){.handle = note_event, .diary = &diary};
    test_params(world, "actor/C")->start = start_late_then_early;
    test_params(world, "actor/B")->start = start_late_then_early;
    struct mu_run *run = test_run(world);
    mu_entity_id a = test_find(world, "actor/A");
    assert_int_equal(mu_run_post(run, a, 5 * MU_SECOND, 9, NULL, 0), MU_OK);
    assert_int_equal(mu_run_until(run, 6 * MU_SECOND), MU_OK);
    /* At 5 s: the outside (rank 0), then B before C, each in the order it sent. */
    assert_diary(&diary, "3:actor/B:2 3:actor/C:2 5:outside:9 5:actor/B:1 5:actor/B:3 "
                         "5:actor/C:1 5:actor/C:3");
    assert_int_equal(mu_run_events(run), 7);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void ranks_follow_names_not_input(void **unused)
{
    (void)unused;
    struct mu_world *world = test_world(names);
    assert_int_equal(test_find(world, "actor/A").i, 1);
    assert_int_equal(test_find(world, "actor/B").i, 2);
    assert_int_equal(test_find(world, "actor/C").i, 3);
    mu_world_destroy(world);
}

static void start_with_body(struct mu_ctx *ctx, void *state)
{
    (void)state;
    char body[100] = "first";
    mu_send(ctx, mu_self(ctx), 1, 1, body, sizeof body);
    strcpy(body, "second");
    mu_send(ctx, mu_self(ctx), 2, 1, body, sizeof body);
}

static void note_body(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    note(ctx, "%s/%u", (const char *)ev->body, ev->size);
}

static void a_body_is_copied_when_sent(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    struct mu_world *world = test_world(names);
    *test_params(world, "actor/A") =
        (struct actor_params){.start = start_with_body, .handle = note_body, .diary = &diary};
    struct mu_run *run = test_run(world);
    assert_int_equal(mu_run_until(run, MU_SECOND), MU_OK);
    assert_diary(&diary, "first/100 second/100");
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void check_largest(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    const unsigned char *body = ev->body;
    note(ctx, "%u:%u:%u", ev->size, body[0], body[ev->size - 1]);
}

static void bodies_of_every_size_arrive_whole(void **unused)
{
    (void)unused;
    static const size_t sizes[] = {1, 32, 33, 96, 97, 288, 289, 1056, 1057, MU_BODY_MAX};
    struct diary diary = {0};
    struct mu_world *world = test_world(names);
    *test_params(world, "actor/A") =
        (struct actor_params){.handle = check_largest, .diary = &diary};
    struct mu_run *run = test_run(world);
    unsigned char body[MU_BODY_MAX];
    memset(body, 7, sizeof body);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        body[sizes[i] - 1] = 8;
        mu_entity_id a = test_find(world, "actor/A");
        assert_int_equal(mu_run_post(run, a, 1, 1, body, sizes[i]), MU_OK);
        body[sizes[i] - 1] = 7;
    }
    assert_int_equal(mu_run_until(run, MU_SECOND), MU_OK);
    assert_diary(&diary, "1:8:8 32:7:8 33:7:8 96:7:8 97:7:8 288:7:8 289:7:8 1056:7:8 1057:7:8 "
                         "4096:7:8");
    mu_run_destroy(run);
    mu_world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_come_by_time_then_rank_then_sequence),
        cmocka_unit_test(ranks_follow_names_not_input),
        cmocka_unit_test(a_body_is_copied_when_sent),
        cmocka_unit_test(bodies_of_every_size_arrive_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
