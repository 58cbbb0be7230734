/* Scenario time by a clock that the test turns itself. */
#include "tests/cmocka_all.h"

#include "sim/pace.h"
#include "worlds.h"

static const char *const names[] = {"actor/A", NULL};

static int64_t read_hands(void *self)
{
    return *(const int64_t *)self;
}

static struct mu_clock clock_at(int64_t *hands)
{
    return (struct mu_clock){read_hands, hands};
}

static void time_goes_by_the_clock_and_the_speed(void **unused)
{
    (void)unused;
    int64_t hands = 555; /* where it begins does not matter */
    struct mu_pace pace = mu_pace_init(clock_at(&hands), 10 * MU_SECOND, 60);
    assert_int_equal(mu_pace_time(&pace), 10 * MU_SECOND);
    hands += 2 * MU_SECOND;
    assert_int_equal(mu_pace_time(&pace), 130 * MU_SECOND);
    mu_pace_set_speed(&pace, 0.5);
    hands += 4 * MU_SECOND;
    assert_int_equal(mu_pace_time(&pace), 132 * MU_SECOND);
    mu_pace_set_speed(&pace, 0);
    hands += 1000 * MU_SECOND;
    assert_int_equal(mu_pace_time(&pace), 132 * MU_SECOND);
    mu_pace_set_speed(&pace, 1);
    hands += MU_SECOND;
    assert_int_equal(mu_pace_time(&pace), 133 * MU_SECOND);
    mu_pace_jump(&pace, 7 * MU_SECOND);
    hands += MU_SECOND;
    assert_int_equal(mu_pace_time(&pace), 8 * MU_SECOND);
    mu_pace_set_speed(&pace, 1e15);
    hands += 1000 * MU_HOUR;
    assert_int_equal(mu_pace_time(&pace), MU_NEVER);
}

static void note_time(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    (void)ev;
    note(ctx, "%.6f", (double)mu_now(ctx) * 1e-6);
}

static struct mu_world *noters(struct diary *diary)
{
    struct mu_world *world = test_world(names);
    *test_params(world, "actor/A") = (struct actor_params){.handle = note_time, .diary = diary};
    return world;
}

static struct mu_run *begin(struct mu_world *world)
{
    struct mu_run *run = test_run(world);
    for (mu_time t = 12; t <= 16; t += 2)
        assert_int_equal(mu_run_post(run, (mu_entity_id){1}, t * MU_SECOND, 1, NULL, 0), MU_OK);
    return run;
}

/* At 4 scenario seconds a second: phases at 0 and 10 s, then events. */
static void a_run_waits_until_something_is_due(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    int64_t hands = 0;
    struct mu_world *world = noters(&diary);
    struct mu_run *run = begin(world);
    struct mu_pace pace = mu_pace_init(clock_at(&hands), 0, 4);
    assert_int_equal(mu_pace_wait(&pace, run), 1); /* the microsecond behind the instant 0 */
    hands = 1;
    assert_int_equal(mu_pace_run(&pace, run), MU_OK);
    assert_int_equal(mu_pace_wait(&pace, run), 2500000);
    hands += mu_pace_wait(&pace, run); /* 10 s and 4 us */
    assert_int_equal(mu_pace_run(&pace, run), MU_OK);
    assert_int_equal(mu_run_now(run), 10 * MU_SECOND + 4);
    assert_int_equal(mu_pace_wait(&pace, run), 500000);
    hands += 499999;
    assert_int_equal(mu_pace_run(&pace, run), MU_OK);
    assert_int_equal(diary.n, 0);
    assert_int_equal(mu_pace_wait(&pace, run), 1);
    hands += 1;
    assert_int_equal(mu_pace_wait(&pace, run), 0);
    assert_int_equal(mu_pace_run(&pace, run), MU_OK);
    assert_diary(&diary, "12.000000");
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void a_pause_waits_for_ever_and_a_jump_catches_up(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    int64_t hands = 0;
    struct mu_world *world = noters(&diary);
    struct mu_run *run = begin(world), *snapshot;
    struct mu_pace pace = mu_pace_init(clock_at(&hands), 0, 1);
    hands = 13 * MU_SECOND;
    assert_int_equal(mu_pace_run(&pace, run), MU_OK);
    assert_int_equal(mu_run_clone(run, &snapshot), MU_OK);
    mu_pace_set_speed(&pace, 0);
    hands = MU_HOUR;
    assert_int_equal(mu_pace_wait(&pace, run), INT64_MAX);
    mu_pace_jump(&pace, 15 * MU_SECOND);
    assert_int_equal(mu_pace_wait(&pace, run), 0);
    assert_int_equal(mu_pace_run(&pace, run), MU_OK);
    assert_diary(&diary, "12.000000 14.000000");
    /* Back: the run itself waits, the snapshot goes on from there. */
    mu_pace_jump(&pace, 13 * MU_SECOND);
    mu_pace_set_speed(&pace, 1);
    assert_int_equal(mu_pace_run(&pace, run), MU_OK);
    assert_int_equal(mu_run_now(run), 15 * MU_SECOND);
    assert_int_equal(mu_pace_wait(&pace, run), 3 * MU_SECOND + 1);
    assert_int_equal(mu_pace_wait(&pace, snapshot), MU_SECOND + 1);
    hands += MU_HOUR;
    assert_int_equal(mu_pace_run(&pace, snapshot), MU_OK);
    assert_diary(&diary, "12.000000 14.000000 14.000000 16.000000");
    assert_int_equal(mu_pace_wait(&pace, snapshot), INT64_MAX); /* the end is behind it */
    mu_run_destroy(run);
    mu_run_destroy(snapshot);
    mu_world_destroy(world);
}

/* The machine's clock may stand still between two looks, but goes forward. */
static void the_machines_clock_never_goes_back(void **unused)
{
    (void)unused;
    const struct mu_clock clock = mu_clock_monotonic();
    int64_t before = clock.now(clock.self);
    for (int i = 0; i < 1000; i++) {
        const int64_t now = clock.now(clock.self);
        assert_true(now >= before);
        before = now;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_goes_by_the_clock_and_the_speed),
        cmocka_unit_test(a_run_waits_until_something_is_due),
        cmocka_unit_test(a_pause_waits_for_ever_and_a_jump_catches_up),
        cmocka_unit_test(the_machines_clock_never_goes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
