/* A run in steps: each executes what happens at the next instant, and nothing else. */
#include "tests/cmocka_all.h"

#include "worlds.h"

static const char *const names[] = {"actor/A", "actor/B", "clerk/X", "field/F", NULL};

static const struct mu_run_options ways[] = {
    {.seed = 1, .driver = MU_DRIVER_ONE_QUEUE, .threads = 1},
    {.seed = 1, .driver = MU_DRIVER_WINDOWS, .threads = 1},
    {.seed = 1, .driver = MU_DRIVER_WINDOWS, .threads = 3},
};
enum { WAYS = sizeof ways / sizeof *ways };

static void note_event(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    note(ctx, "%u@%lld", ev->type, (long long)ev->at);
}

/* A timer that is taken back, one that is not, and an answer at once. */
static void set_and_cancel(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    note_event(ctx, state, ev);
    if (ev->type != 1)
        return;
    mu_cancel(ctx, mu_set_timer(ctx, 3 * MU_SECOND, 8, NULL, 0));
    mu_set_timer(ctx, 5 * MU_SECOND, 9, NULL, 0);
    mu_send(ctx, mu_self(ctx), 0, 2, NULL, 0);
}

/* Sites may run side by side: a diary for each. */
struct diaries {
    struct diary a, b;
};

static struct mu_world *stepped(struct diaries *diaries)
{
    struct mu_world *world = test_world(names);

    *test_params(world, "actor/A") =
        (struct actor_params){.handle = set_and_cancel, .diary = &diaries->a};
    *test_params(world, "actor/B") =
        (struct actor_params){.handle = note_event, .diary = &diaries->b};
    assert_int_equal(mu_world_finish(world), MU_OK);
    return world;
}

static struct mu_run *begin(const struct mu_world *world, size_t way)
{
    struct mu_run *run;

    assert_int_equal(mu_run_create(world, &ways[way], &run), MU_OK);
    return run;
}

static void post(struct mu_run *run, uint32_t to, mu_time at, uint16_t type)
{
    assert_int_equal(mu_run_post(run, (mu_entity_id){to}, at, type, NULL, 0), MU_OK);
}

static void assert_step(struct mu_run *run, mu_time next)
{
    assert_int_equal(mu_run_next(run), next);
    assert_int_equal(mu_run_step(run), MU_OK);
    assert_int_equal(mu_run_now(run), next + 1);
}

static void each_step_is_one_instant(void **unused)
{
    (void)unused;
    for (size_t way = 0; way < WAYS; way++) {
        struct diaries diaries = {0};
        struct mu_world *world = stepped(&diaries);
        struct mu_run *run = begin(world, way);
        post(run, 1, 12 * MU_SECOND, 1);
        post(run, 2, 12 * MU_SECOND, 5);
        post(run, 2, 12 * MU_SECOND + 1, 6);
        assert_step(run, 0);              /* publication and sample */
        assert_step(run, 10 * MU_SECOND); /* the next ones */
        assert_int_equal(diaries.a.n + diaries.b.n, 0);
        assert_step(run, 12 * MU_SECOND);
        assert_diary(&diaries.a, "1@12000000 2@12000000");
        assert_diary(&diaries.b, "5@12000000");
        assert_step(run, 12 * MU_SECOND + 1);
        assert_diary(&diaries.b, "5@12000000 6@12000001");
        assert_step(run, 17 * MU_SECOND); /* not 15 s, which was taken back */
        assert_diary(&diaries.a, "1@12000000 2@12000000 9@17000000");
        assert_step(run, 20 * MU_SECOND);
        mu_run_destroy(run);
        mu_world_destroy(world);
    }
}

/* When nothing comes before it. */
static void assert_the_farthest_is_seen(const struct mu_world *world, size_t way, mu_time at)
{
    struct mu_run *run = begin(world, way);

    assert_step(run, 0);
    post(run, 2, at, 3);
    assert_int_equal(mu_run_next(run), at);
    mu_run_destroy(run);
}

/* Near windows, both far levels and what lies beyond: each of 64, 64^2, 64^3 windows of 1 s. */
static void the_next_event_may_be_far(void **unused)
{
    (void)unused;
    static const mu_time far[] = {1, 70, 5000, 9000, 300000, 600000};
    enum { FAR = sizeof far / sizeof *far };
    struct mu_world_options options = test_options();
    options.end = options.sample_every = options.publish_every = 1000000 * MU_SECOND;
    for (size_t way = 0; way < WAYS; way++) {
        struct diaries diaries = {0};
        struct mu_world *world = stepped(&diaries);
        mu_world_set_options(world, &options);
        struct mu_run *run = begin(world, way);
        for (size_t i = FAR; i-- > 0;)
            post(run, 2, far[i] * MU_SECOND + 17, 3);
        assert_step(run, 0);
        assert_the_farthest_is_seen(world, way, far[FAR - 1] * MU_SECOND);
        for (size_t i = 0; i < FAR; i++) {
            /* Something earlier may still come from outside. */
            post(run, 2, far[i] * MU_SECOND - 100, 4);
            assert_step(run, far[i] * MU_SECOND - 100);
            assert_step(run, far[i] * MU_SECOND + 17);
        }
        assert_int_equal(diaries.b.n, 2 * FAR);
        assert_int_equal(mu_run_next(run), MU_NEVER);
        mu_run_destroy(run);
        mu_world_destroy(world);
    }
}

static void the_last_step_goes_to_the_end(void **unused)
{
    (void)unused;
    for (size_t way = 0; way < WAYS; way++) {
        struct diaries diaries = {0};
        struct mu_world *world = stepped(&diaries);
        struct mu_run *run = begin(world, way);
        int steps = 0;
        post(run, 2, 100 * MU_SECOND, 5); /* the end: it is not executed */
        for (; mu_run_next(run) != MU_NEVER; steps++)
            assert_int_equal(mu_run_step(run), MU_OK);
        assert_int_equal(steps, 10); /* phases at 0, 10, ... 90 s */
        assert_int_equal(mu_run_now(run), 90 * MU_SECOND + 1);
        assert_int_equal(mu_run_step(run), MU_OK);
        assert_int_equal(mu_run_now(run), 100 * MU_SECOND);
        assert_int_equal(diaries.b.n, 0);
        mu_run_destroy(run);
        mu_world_destroy(world);
    }
}

static void fail_now(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    (void)ev;
    mu_fail(ctx, "no more");
}

static void nothing_is_next_after_a_failure(void **unused)
{
    (void)unused;
    for (size_t way = 0; way < WAYS; way++) {
        struct mu_world *world = test_world(names);
        test_params(world, "actor/A")->handle = fail_now;
        assert_int_equal(mu_world_finish(world), MU_OK);
        struct mu_run *run = begin(world, way);
        post(run, 1, 5, 1);
        post(run, 2, 6, 1);
        assert_step(run, 0);
        assert_int_equal(mu_run_next(run), 5);
        assert_int_equal(mu_run_step(run), MU_ERR_FAILED);
        assert_int_equal(mu_run_next(run), MU_NEVER);
        assert_int_equal(mu_run_step(run), MU_ERR_FAILED);
        mu_run_destroy(run);
        mu_world_destroy(world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_step_is_one_instant),
        cmocka_unit_test(the_next_event_may_be_far),
        cmocka_unit_test(the_last_step_goes_to_the_end),
        cmocka_unit_test(nothing_is_next_after_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
