/* Publication, samples, frames and pauses: what comes before what. */
#include "tests/cmocka_all.h"

#include "worlds.h"

static const char *const names[] = {"actor/A", "actor/B", "field/F", "field/G", NULL};

static long long seconds(mu_time t)
{
    return t / MU_SECOND;
}

static void note_event(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)ev;
    ((struct actor *)state)->n++;
    note(ctx, "%s@%lld", mu_name(ctx, mu_self(ctx)) + 6, seconds(mu_now(ctx)));
}

/* Adds one to its board at the instants from `delay` on. */
static bool advance(struct mu_ctx *ctx, void *state, void *board, mu_time from, mu_time to)
{
    (void)state;
    double *count = board;
    note(ctx, "%s:%lld-%lld", mu_name(ctx, mu_self(ctx)) + 6, seconds(from), seconds(to));
    if (to < ((const struct actor_params *)mu_params(ctx))->delay)
        return false;
    *count += 1;
    return true;
}

static void note_board(struct mu_ctx *ctx, void *state, mu_entity_id owner)
{
    (void)state;
    const double *count = mu_board(ctx, owner);
    note(ctx, "%s<%s=%g", mu_name(ctx, mu_self(ctx)) + 6, mu_name(ctx, owner) + 6, *count);
}

static struct mu_world *plain_world(struct diary *diary)
{
    struct mu_world *world = test_world(names);
    *test_params(world, "actor/A") =
        (struct actor_params){.handle = note_event, .board = note_board, .diary = diary};
    *test_params(world, "actor/B") =
        (struct actor_params){.handle = note_event, .board = note_board, .diary = diary};
    *test_params(world, "field/F") =
        (struct actor_params){.advance = advance, .diary = diary, .delay = 10 * MU_SECOND};
    *test_params(world, "field/G") =
        (struct actor_params){.advance = advance, .diary = diary, .delay = 10 * MU_SECOND};
    return world;
}

static void post(struct mu_run *run, uint32_t to, mu_time at)
{
    assert_int_equal(mu_run_post(run, (mu_entity_id){to}, at, 1, NULL, 0), MU_OK);
}

static void fields_then_boards_by_rank_then_the_events_of_the_instant(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    struct mu_world *world = plain_world(&diary);
    struct mu_run *run = test_run(world);
    post(run, 1, 0);
    post(run, 2, 10 * MU_SECOND - 1);
    post(run, 1, 10 * MU_SECOND);
    assert_int_equal(mu_run_until(run, 15 * MU_SECOND), MU_OK);
    assert_diary(&diary, "F:0-0 G:0-0 A@0 B@9 F:0-10 G:0-10 A<F=1 A<G=1 B<F=1 B<G=1 A@10");
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void only_changed_boards_are_told(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    struct mu_world *world = plain_world(&diary);
    test_params(world, "field/G")->delay = 20 * MU_SECOND;
    struct mu_run *run = test_run(world);
    assert_int_equal(mu_run_until(run, 15 * MU_SECOND), MU_OK);
    assert_diary(&diary, "F:0-0 G:0-0 F:0-10 G:0-10 A<F=1 B<F=1");
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void a_pause_leaves_the_phase_and_the_events_of_its_instant(void **unused)
{
    (void)unused;
    struct diary diary = {0};
    struct mu_world *world = plain_world(&diary);
    struct mu_run *run = test_run(world);
    assert_int_equal(mu_run_until(run, 0), MU_OK);
    assert_diary(&diary, "");
    post(run, 1, 10 * MU_SECOND);
    assert_int_equal(mu_run_until(run, 10 * MU_SECOND), MU_OK);
    assert_diary(&diary, "F:0-0 G:0-0");
    assert_int_equal(mu_run_now(run), 10 * MU_SECOND);
    post(run, 2, 10 * MU_SECOND); /* what a person does now */
    assert_int_equal(mu_run_until(run, 10 * MU_SECOND + 1), MU_OK);
    assert_diary(&diary, "F:0-0 G:0-0 F:0-10 G:0-10 A<F=1 A<G=1 B<F=1 B<G=1 A@10 B@10");
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void run_with_pauses(const int *pauses, struct mu_result *result)
{
    static struct diary diary;
    diary.n = 0;
    struct mu_world *world = plain_world(&diary);
    struct mu_run *run = test_run(world);
    post(run, 1, 5 * MU_SECOND);
    post(run, 1, 30 * MU_SECOND);
    for (; *pauses; pauses++)
        assert_int_equal(mu_run_until(run, *pauses * MU_SECOND), MU_OK);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
    assert_int_equal(mu_run_finish(run, result), MU_OK);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void pauses_change_nothing(void **unused)
{
    (void)unused;
    struct mu_result straight, paused;
    run_with_pauses((const int[]){0}, &straight);
    run_with_pauses((const int[]){5, 7, 10, 30, 31, 99, 0}, &paused);
    assert_int_equal(straight.n_samples, paused.n_samples);
    assert_int_equal(straight.n_handled, paused.n_handled);
    assert_memory_equal(straight.series[0].values, paused.series[0].values,
                        straight.n_samples * straight.series[0].n * sizeof(double));
    mu_result_fini(&straight);
    mu_result_fini(&paused);
}

static void samples_come_before_the_events_of_their_instant(void **unused)
{
    (void)unused;
    struct mu_result result;
    run_with_pauses((const int[]){0}, &result);
    const struct mu_series_info *series = mu_result_series(&result, "actor.n");
    assert_non_null(series);
    assert_int_equal(series->n, 2); /* A and B */
    /* 0, 10, ... 100 s: the end is sampled too. A has counted 1 from 5 s on, 2 after 30 s. */
    assert_int_equal(result.n_samples, 11);
    assert_int_equal(result.sample_times[10], 100 * MU_SECOND);
    assert_true(series->values[0] == 0);
    assert_true(series->values[1 * 2] == 1);
    assert_true(series->values[3 * 2] == 1);
    assert_true(series->values[4 * 2] == 2);
    assert_true(series->values[4 * 2 + 1] == 0);
    mu_result_fini(&result);
}

static void a_world_without_events_goes_on_to_its_end(void **unused)
{
    (void)unused;
    static const char *const lone[] = {"actor/A", NULL};
    struct mu_world *world = test_world(lone);
    struct mu_run *run = test_run(world);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
    assert_int_equal(mu_run_now(run), 100 * MU_SECOND);
    struct mu_result result;
    assert_int_equal(mu_run_finish(run, &result), MU_OK);
    assert_true(result.complete);
    assert_int_equal(result.n_samples, 11);
    mu_result_fini(&result);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void stopping_early_is_not_complete(void **unused)
{
    (void)unused;
    static const char *const lone[] = {"actor/A", NULL};
    struct mu_world *world = test_world(lone);
    struct mu_run *run = test_run(world);
    assert_int_equal(mu_run_until(run, 20 * MU_SECOND), MU_OK);
    struct mu_result result;
    assert_int_equal(mu_run_finish(run, &result), MU_OK);
    assert_false(result.complete);
    assert_null(result.failure);
    assert_int_equal(result.end, 20 * MU_SECOND);
    assert_int_equal(result.n_samples, 2); /* 0 and 10 s: the phase of the pause is left */
    mu_result_fini(&result);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void see_no_board_yet(struct mu_ctx *ctx, void *state)
{
    (void)state;
    note(ctx, "%s", mu_board(ctx, (mu_entity_id){2}) ? "board" : "none");
}

static void see_board(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)ev;
    see_no_board_yet(ctx, state);
}

static void there_is_no_board_before_the_first_change(void **unused)
{
    (void)unused;
    static const char *const few[] = {"actor/A", "field/F", NULL};
    struct diary diary = {0};
    struct mu_world *world = test_world(few);
    *test_params(world, "actor/A") =
        (struct actor_params){.start = see_no_board_yet, .handle = see_board, .diary = &diary};
    struct diary other = {0};
    *test_params(world, "field/F") =
        (struct actor_params){.advance = advance, .diary = &other, .delay = 20 * MU_SECOND};
    struct mu_run *run = test_run(world);
    post(run, 1, 10 * MU_SECOND);
    post(run, 1, 20 * MU_SECOND);
    assert_int_equal(mu_run_until(run, 30 * MU_SECOND), MU_OK);
    assert_diary(&diary, "none none board");
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static bool count_up(struct mu_ctx *ctx, void *state, void *board, mu_time from, mu_time to)
{
    (void)ctx;
    (void)board;
    (void)from;
    ((struct actor *)state)->n = to / MU_SECOND;
    return false;
}

static void frames_are_kept_at_their_instants_and_final_grids_at_the_end(void **unused)
{
    (void)unused;
    static const char *const few[] = {"field/F", NULL};
    struct mu_world *world = test_world(few);
    test_params(world, "field/F")->advance = count_up;
    struct mu_world_options options = test_options();
    options.frames = (const mu_time[]){0, 20 * MU_SECOND, 35 * MU_SECOND};
    options.n_frames = 3;
    mu_world_set_options(world, &options);
    struct mu_run *run = test_run(world);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
    struct mu_result result;
    assert_int_equal(mu_run_finish(run, &result), MU_OK);
    assert_int_equal(result.n_grids, 2);
    const struct mu_grid_info *depth = &result.grids[0], *deepest = &result.grids[1];
    assert_string_equal(depth->field, "field");
    assert_string_equal(depth->name, "depth");
    assert_int_equal(depth->n_times, 3);
    assert_int_equal(depth->times[2], 35 * MU_SECOND);
    /* Two cells a frame; at 35 s the field still stands where it was published at 30 s. */
    assert_true(depth->cells[0] == 0 && depth->cells[2] == 20 && depth->cells[4] == 30);
    assert_true(depth->x0 == 100 && depth->dx == 50);
    assert_int_equal(deepest->n_times, 1);
    assert_true(deepest->cells[0] == 100); /* the phase of the end has been run */
    mu_result_fini(&result);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_then_boards_by_rank_then_the_events_of_the_instant),
        cmocka_unit_test(only_changed_boards_are_told),
        cmocka_unit_test(a_pause_leaves_the_phase_and_the_events_of_its_instant),
        cmocka_unit_test(pauses_change_nothing),
        cmocka_unit_test(samples_come_before_the_events_of_their_instant),
        cmocka_unit_test(a_world_without_events_goes_on_to_its_end),
        cmocka_unit_test(stopping_early_is_not_complete),
        cmocka_unit_test(there_is_no_board_before_the_first_change),
        cmocka_unit_test(frames_are_kept_at_their_instants_and_final_grids_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
