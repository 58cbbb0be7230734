/* What a run counts, by hand. unit.sim.drivers counts thousands of random models beside a
 * reference. */
#include "tests/cmocka_all.h"

#include "worlds.h"

static const char *const names[] = {"actor/A", "actor/B", "clerk/X", "clerk/Y", NULL};
enum { A = 1, B, X, Y };

static const struct mu_run_options ways[] = {
    {.seed = 1, .driver = MU_DRIVER_ONE_QUEUE, .threads = 1},
    {.seed = 1, .driver = MU_DRIVER_WINDOWS, .threads = 1},
    {.seed = 1, .driver = MU_DRIVER_WINDOWS, .threads = 3},
};
enum { WAYS = sizeof ways / sizeof *ways };

/* Two messages, three timers of which one is taken back and one put off, two streams. */
static void be_busy(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    if (ev->type != 1)
        return;
    mu_send(ctx, (mu_entity_id){Y}, 0, 2, NULL, 0);
    mu_send(ctx, (mu_entity_id){Y}, 0, 2, NULL, 0);
    mu_set_timer(ctx, 5, 3, NULL, 0);
    mu_timer gone = mu_set_timer(ctx, 6, 3, NULL, 0), later = mu_set_timer(ctx, 7, 3, NULL, 0);
    assert_true(mu_cancel(ctx, gone) && !mu_cancel(ctx, gone));
    assert_true(mu_move(ctx, later, 8) && !mu_move(ctx, gone, 9));
    mu_stream_for(ctx, 1, 1);
    mu_stream_for(ctx, 1, 1);
}

/* X is woken at 1 s, A at 50 s. */
static struct mu_run *busy_run(struct mu_world *world, const struct mu_run_options *way)
{
    struct mu_run *run;

    test_params(world, "clerk/X")->handle = be_busy;
    assert_int_equal(mu_world_finish(world), MU_OK);
    assert_int_equal(mu_run_create(world, way, &run), MU_OK);
    assert_int_equal(mu_run_post(run, (mu_entity_id){X}, MU_SECOND, 1, NULL, 0), MU_OK);
    assert_int_equal(mu_run_post(run, (mu_entity_id){A}, 50 * MU_SECOND, 2, NULL, 0), MU_OK);
    return run;
}

static void everything_is_counted_once(void **unused)
{
    (void)unused;
    for (size_t way = 0; way < WAYS; way++) {
        struct mu_world *world = test_world(names);
        struct mu_run *run = busy_run(world, &ways[way]);
        assert_int_equal(mu_run_post(run, (mu_entity_id){B}, 50 * MU_SECOND, 2, NULL, 0), MU_OK);
        assert_int_equal(mu_run_counts(run).peak_pending, 3);
        assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
        const struct mu_run_counts c = mu_run_counts(run);
        assert_int_equal(c.posts, 3);
        assert_int_equal(c.messages, 2);
        assert_int_equal(c.timers_set, 3);
        assert_int_equal(c.timers_cancelled, 1);
        assert_int_equal(c.timers_moved, 1);
        assert_int_equal(c.streams, 2);
        assert_int_equal(c.events, 3 + 2 + 2);
        /* Y's two come at the instant of X's first, on the same site; A and B stand apart. */
        assert_int_equal(c.ties, 2);
        mu_run_destroy(run);
        mu_world_destroy(world);
    }
}

static void those_of_execution_go_by_the_driver(void **unused)
{
    (void)unused;
    for (size_t way = 0; way < WAYS; way++) {
        struct mu_world *world = test_world(names);
        struct mu_run *run = busy_run(world, &ways[way]);
        assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
        const struct mu_run_counts c = mu_run_counts(run);
        assert_int_equal(c.windows, way == 0 ? 0 : 2);
        /* After X's first event two messages and two timers wait beside A's; before its window
         * it is there itself. */
        assert_int_equal(c.peak_pending, way == 0 ? 5 : 2);
        mu_run_destroy(run);
        mu_world_destroy(world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_counted_once),
        cmocka_unit_test(those_of_execution_go_by_the_driver),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
