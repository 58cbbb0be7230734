/* A fault ends its run, not the program. */
#include "tests/cmocka_all.h"

#include <string.h>

#include "worlds.h"

static const char *const names[] = {"actor/A", "actor/B", "clerk/X", "clerk/Y", NULL};

static void fail_at_once(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    mu_record(ctx, &(struct mu_happening){.value = ev->type});
    mu_fail(ctx, "the stock is %d kg", -5);
    mu_fail(ctx, "and more follows from it");
    note(ctx, "to the end of the handler");
}

static void note_event(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    note(ctx, "event %u", ev->type);
}

static void finish_note(struct mu_ctx *ctx, void *state)
{
    (void)state;
    note(ctx, "finish");
}

static void the_first_failure_stops_the_run_after_its_handler(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    struct mu_world *world = test_world(names);
    *test_params(world, "actor/A") =
        (struct actor_params){.handle = fail_at_once, .finish = finish_note, .diary = &diary};
    *test_params(world, "actor/B") = (struct actor_params){.handle = note_event, .diary = &diary};
    struct mu_run *run = test_run(world);
    assert_int_equal(mu_run_post(run, (mu_entity_id){1}, 90 * MU_SECOND, 1, NULL, 0), MU_OK);
    assert_int_equal(mu_run_post(run, (mu_entity_id){2}, 90 * MU_SECOND, 2, NULL, 0), MU_OK);
    assert_null(mu_run_failure(run));
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_ERR_FAILED);
    assert_string_equal(mu_run_failure(run), "actor/A at 90.000000 s: the stock is -5 kg");
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_ERR_FAILED); /* it stays so */
    struct mu_result result;
    assert_int_equal(mu_run_finish(run, &result), MU_OK);
    assert_false(result.complete);
    assert_string_equal(result.failure, "actor/A at 90.000000 s: the stock is -5 kg");
    assert_int_equal(result.end, 90 * MU_SECOND);
    assert_int_equal(result.events.n, 1);
    assert_int_equal(result.n_samples, 10);
    assert_diary(&diary, "to the end of the handler");
    mu_result_fini(&result);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void fail_in_start(struct mu_ctx *ctx, void *state)
{
    (void)state;
    mu_fail(ctx, "nothing to start from");
}

static void a_failure_at_the_start_is_told_by_the_first_step(void **unused)
{
    (void)unused;
    struct mu_world *world = test_world(names);
    test_params(world, "actor/B")->start = fail_in_start;
    struct mu_run *run = test_run(world);
    assert_int_equal(mu_run_until(run, 1), MU_ERR_FAILED);
    assert_string_equal(mu_run_failure(run), "actor/B at 0.000000 s: nothing to start from");
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void pass_on(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    mu_entity_id other = {mu_self(ctx).i == 3 ? 4 : 3};
    mu_send(ctx, other, 0, ev->type, NULL, 0);
}

static void a_circle_without_delay_is_refused_by_name(void **unused)
{
    (void)unused;
    struct mu_world *world = test_world(names);
    test_params(world, "clerk/X")->handle = pass_on;
    test_params(world, "clerk/Y")->handle = pass_on;
    struct mu_run *run = test_run(world);
    assert_int_equal(mu_run_post(run, (mu_entity_id){3}, 7 * MU_SECOND, 5, NULL, 0), MU_OK);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_ERR_FAILED);
    /* The million-and-first message: X sends the odd ones. */
    assert_string_equal(mu_run_failure(run),
                        "clerk/X at 7.000000 s: time does not go on: more than 1000000 messages "
                        "without delay at one instant on one site; the last is of type 5, from "
                        "clerk/X to clerk/Y");
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static enum mu_err run_bounded(struct mu_world *world, const struct mu_run_options *options,
                               char *text)
{
    assert_int_equal(mu_world_finish(world), MU_OK);
    struct mu_run *run;
    assert_int_equal(mu_run_create(world, options, &run), MU_OK);
    assert_int_equal(mu_run_post(run, (mu_entity_id){3}, MU_SECOND, 1, NULL, 0), MU_OK);
    enum mu_err err = mu_run_until(run, MU_NEVER);
    snprintf(text, 512, "%s", mu_run_failure(run) ? mu_run_failure(run) : "");
    mu_run_destroy(run);
    mu_world_destroy(world);
    return err;
}

static void a_bound_on_events_ends_the_run(void **unused)
{
    (void)unused;
    char text[512];
    struct mu_world *world = test_world(names);
    test_params(world, "clerk/X")->handle = pass_on;
    test_params(world, "clerk/Y")->handle = pass_on;
    assert_int_equal(run_bounded(world, &(struct mu_run_options){.max_events = 100}, text),
                     MU_ERR_FAILED);
    assert_string_equal(text, "the run at 1.000000 s: the bound of 100 events is reached");
}

static void note_and_repeat(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    note(ctx, "%u", ev->type);
    mu_send(ctx, mu_self(ctx), 1, ev->type, NULL, 0);
}

/* In a window of 1 s the clerk would go on a million times. */
static void nobody_does_much_more_than_is_allowed(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    char text[512];
    struct mu_world *world = test_world(names);
    *test_params(world, "clerk/X") =
        (struct actor_params){.handle = note_and_repeat, .diary = &diary};
    const struct mu_run_options options = {.max_events = 100, .driver = MU_DRIVER_WINDOWS};
    assert_int_equal(run_bounded(world, &options, text), MU_ERR_FAILED);
    assert_string_equal(text, "the run at 1.000100 s: the bound of 100 events is reached");
    assert_int_equal(diary.n, 100);
}

static void count_one(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    (void)ev;
    mu_record(ctx, &(struct mu_happening){.value = 1});
}

/* Ten events and a bound of ten: what is allowed is no failure. */
static void as_many_events_as_allowed_are_no_failure(void **unused)
{
    (void)unused;
    static const enum mu_driver drivers[] = {MU_DRIVER_ONE_QUEUE, MU_DRIVER_WINDOWS};
    for (size_t k = 0; k < 2; k++) {
        struct mu_world *world = test_world(names);
        const struct mu_run_options options = {
            .max_events = 10, .driver = drivers[k], .threads = 2};
        struct mu_run *run;
        struct mu_result result;
        test_params(world, "actor/A")->handle = count_one;
        assert_int_equal(mu_world_finish(world), MU_OK);
        assert_int_equal(mu_run_create(world, &options, &run), MU_OK);
        for (mu_time t = 1; t <= 10; t++)
            assert_int_equal(mu_run_post(run, (mu_entity_id){1}, 7 * t, 1, NULL, 0), MU_OK);
        assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
        assert_int_equal(mu_run_finish(run, &result), MU_OK);
        assert_int_equal(result.events.n, 10);
        assert_true(result.complete);
        mu_result_fini(&result);
        mu_run_destroy(run);
        mu_world_destroy(world);
    }
}

static void hoard(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct actor *a = state;
    a->memory = mu_alloc(ctx, 1000, 1000);
    memset(mu_at(ctx, a->memory), 1, 1000 * 1000); /* would crash if it were not there */
    mu_send(ctx, mu_self(ctx), 1, ev->type, NULL, 0);
}

static void a_bound_on_memory_ends_the_run(void **unused)
{
    (void)unused;
    char text[512];
    struct mu_world *world = test_world(names);
    test_params(world, "clerk/X")->handle = hoard;
    const struct mu_run_options options = {.max_bytes = 16 << 20};
    assert_int_equal(run_bounded(world, &options, text), MU_ERR_FAILED);
    assert_non_null(strstr(text, "clerk/X at 1.0000"));
    assert_non_null(strstr(text, "memory is used up: 1000 x 1000 bytes more than"));
}

static void ask_for_the_impossible(struct mu_ctx *ctx, void *state)
{
    (void)state;
    mu_alloc(ctx, SIZE_MAX / 2, 3);
}

static void sizes_beyond_all_memory_do_not_wrap_around(void **unused)
{
    (void)unused;
    struct mu_world *world = test_world(names);
    test_params(world, "actor/A")->start = ask_for_the_impossible;
    struct mu_run *run = test_run(world);
    assert_int_equal(mu_run_until(run, 1), MU_ERR_FAILED);
    assert_non_null(strstr(mu_run_failure(run), "memory is used up"));
    mu_run_destroy(run);
    mu_world_destroy(world);
}

/* X's message reaches A, who then tells itself at once; B's own timer goes off at that instant. */
static void send_or_wait(struct mu_ctx *ctx, void *state)
{
    const mu_entity_id a = {1};
    (void)state;
    if (mu_self(ctx).i == 3)
        mu_send(ctx, a, 5 * MU_SECOND, 1, NULL, 0);
    else
        mu_set_timer(ctx, 5 * MU_SECOND, 2, NULL, 0);
}

static void tell_itself_then_fail(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    if (ev->type == 1)
        mu_send(ctx, mu_self(ctx), 0, 2, NULL, 0);
    else
        mu_fail(ctx, "type 2");
}

/* B's timer has a lesser key than X's message, and so than what follows from that, although
 * A's message to itself has the least of all. */
static void what_follows_from_an_event_fails_after_it(void **unused)
{
    (void)unused;
    static const enum mu_driver drivers[] = {MU_DRIVER_ONE_QUEUE, MU_DRIVER_WINDOWS};
    for (size_t k = 0; k < 2; k++) {
        struct mu_world *world = test_world(names);
        const struct mu_run_options options = {.driver = drivers[k], .threads = 2};
        struct mu_run *run;
        test_params(world, "clerk/X")->start = send_or_wait;
        test_params(world, "actor/B")->start = send_or_wait;
        test_params(world, "actor/A")->handle = tell_itself_then_fail;
        test_params(world, "actor/B")->handle = tell_itself_then_fail;
        assert_int_equal(mu_world_finish(world), MU_OK);
        assert_int_equal(mu_run_create(world, &options, &run), MU_OK);
        assert_int_equal(mu_run_until(run, MU_NEVER), MU_ERR_FAILED);
        assert_string_equal(mu_run_failure(run), "actor/B at 5.000000 s: type 2");
        mu_run_destroy(run);
        mu_world_destroy(world);
    }
}

/* Of its many events at one instant, the one of the number that its parameters name. */
static void fail_at_number(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const int64_t number = *(const int64_t *)ev->body;

    (void)state;
    if (number == ((const struct actor_params *)mu_params(ctx))->count)
        mu_fail(ctx, "number %d", (int)number);
}

/* So many events at one instant, to A and B in turn, that a run would like to change from one
 * queue to windows among them: even ones fail A, odd ones B. */
static void run_crowded_instant(enum mu_driver driver, int64_t a_fails, int64_t b_fails, char *text)
{
    const struct mu_run_options options = {.seed = 1, .driver = driver, .threads = 1};
    struct mu_world *world = test_world(names);
    struct mu_run *run;

    *test_params(world, "actor/A") =
        (struct actor_params){.handle = fail_at_number, .count = a_fails};
    *test_params(world, "actor/B") =
        (struct actor_params){.handle = fail_at_number, .count = b_fails};
    const mu_entity_id a = test_find(world, "actor/A"), b = test_find(world, "actor/B");
    assert_int_equal(mu_world_finish(world), MU_OK);
    assert_int_equal(mu_run_create(world, &options, &run), MU_OK);
    for (int64_t i = 0; i < 5000; i++)
        assert_int_equal(mu_run_post(run, i % 2 ? b : a, 5 * MU_SECOND, 1, &i, sizeof i), MU_OK);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_ERR_FAILED);
    snprintf(text, 128, "%s", mu_run_failure(run));
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void an_instant_is_executed_in_one_way(void **unused)
{
    char text[128];

    (void)unused;
    for (enum mu_driver d = MU_DRIVER_BY_POPULATION; d <= MU_DRIVER_WINDOWS; d++) {
        run_crowded_instant(d, 4700, 4501, text);
        assert_string_equal(text, "actor/B at 5.000000 s: number 4501");
        run_crowded_instant(d, 4500, 4701, text);
        assert_string_equal(text, "actor/A at 5.000000 s: number 4500");
    }
}

static void send_to_nobody(struct mu_ctx *ctx, void *state)
{
    (void)state;
    mu_send(ctx, MU_NOBODY, 0, 1, NULL, 0);
}

static void sending_to_nobody_is_a_failure(void **unused)
{
    (void)unused;
    struct mu_world *world = test_world(names);
    test_params(world, "actor/A")->start = send_to_nobody;
    struct mu_run *run = test_run(world);
    assert_int_equal(mu_run_until(run, 1), MU_ERR_FAILED);
    assert_string_equal(mu_run_failure(run), "actor/A at 0.000000 s: actor/A sends to nobody");
    mu_run_destroy(run);
    mu_world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_failure_stops_the_run_after_its_handler),
        cmocka_unit_test(a_failure_at_the_start_is_told_by_the_first_step),
        cmocka_unit_test(a_circle_without_delay_is_refused_by_name),
        cmocka_unit_test(a_bound_on_events_ends_the_run),
        cmocka_unit_test(nobody_does_much_more_than_is_allowed),
        cmocka_unit_test(as_many_events_as_allowed_are_no_failure),
        cmocka_unit_test(a_bound_on_memory_ends_the_run),
        cmocka_unit_test(sizes_beyond_all_memory_do_not_wrap_around),
        cmocka_unit_test(what_follows_from_an_event_fails_after_it),
        cmocka_unit_test(an_instant_is_executed_in_one_way),
        cmocka_unit_test(sending_to_nobody_is_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
