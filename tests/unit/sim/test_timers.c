#include "tests/cmocka_all.h"

#include "worlds.h"

enum { TICK = 1, CANCEL, MOVE };

static const char *const names[] = {"actor/A", NULL};

static void start_timer(struct mu_ctx *ctx, void *state)
{
    struct actor *a = state;
    a->timer = mu_set_timer(ctx, 5 * MU_SECOND, TICK, NULL, 0);
}

static void on_event(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct actor *a = state;
    long long s = mu_now(ctx) / MU_SECOND;
    switch (ev->type) {
    case TICK: note(ctx, "tick@%lld,%s", s, mu_cancel(ctx, a->timer) ? "early" : "spent"); break;
    case CANCEL: note(ctx, "cancel@%lld,%d", s, mu_cancel(ctx, a->timer)); break;
    case MOVE:
        note(ctx, "move@%lld,%d", s, mu_cancel(ctx, a->timer));
        a->timer = mu_set_timer(ctx, 5 * MU_SECOND, TICK, NULL, 0);
        break;
    }
}

/* Posts `type` at each of the given seconds (0 ends the list) and runs for 50 s. */
static void play(struct diary *diary, uint16_t type, const int *seconds)
{
    struct mu_world *world = test_world(names);
    *test_params(world, "actor/A") =
        (struct actor_params){.start = start_timer, .handle = on_event, .diary = diary};
    struct mu_run *run = test_run(world);
    for (; *seconds; seconds++)
        assert_int_equal(mu_run_post(run, (mu_entity_id){1}, *seconds * MU_SECOND, type, NULL, 0),
                         MU_OK);
    assert_int_equal(mu_run_until(run, 50 * MU_SECOND), MU_OK);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void a_timer_goes_off_once_and_is_then_spent(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    play(&diary, CANCEL, (const int[]){9, 0});
    assert_diary(&diary, "tick@5,spent cancel@9,0");
}

static void a_cancelled_timer_is_never_delivered(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    play(&diary, CANCEL, (const int[]){2, 3, 0});
    assert_diary(&diary, "cancel@2,1 cancel@3,0");
}

static void at_the_same_instant_a_person_comes_before_the_timer(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    play(&diary, CANCEL, (const int[]){5, 0});
    assert_diary(&diary, "cancel@5,1");
}

static void a_moved_timer_goes_off_at_its_new_time_only(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    play(&diary, MOVE, (const int[]){4, 8, 0});
    assert_diary(&diary, "move@4,1 move@8,1 tick@13,spent");
}

static void note_cancel_of_none(struct mu_ctx *ctx, void *state)
{
    (void)state;
    note(ctx, "%d", mu_cancel(ctx, (mu_timer){0}));
}

static void a_zeroed_timer_is_safe_to_cancel(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    struct mu_world *world = test_world(names);
    *test_params(world, "actor/A") =
        (struct actor_params){.start = note_cancel_of_none, .diary = &diary};
    struct mu_run *run = test_run(world);
    assert_diary(&diary, "0");
    mu_run_destroy(run);
    mu_world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_timer_goes_off_once_and_is_then_spent),
        cmocka_unit_test(a_cancelled_timer_is_never_delivered),
        cmocka_unit_test(at_the_same_instant_a_person_comes_before_the_timer),
        cmocka_unit_test(a_moved_timer_goes_off_at_its_new_time_only),
        cmocka_unit_test(a_zeroed_timer_is_safe_to_cancel),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
