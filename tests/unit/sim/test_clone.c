/* A copy of a run goes on exactly as the run itself. */
#include "tests/cmocka_all.h"

#include <string.h>

#include "sim/run_impl.h"
#include "worlds.h"

static const char *const names[] = {"actor/A", "actor/B", "actor/C", "clerk/X", "field/F", NULL};
enum { WORDS = 5000 };

/* Walks at random through memory of the run, records, cancels and passes on. */
static void wander(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct actor *a = state;
    struct mu_stream s = mu_stream_for(ctx, 1, (uint64_t)a->n++);
    double *words = mu_at(ctx, a->memory);
    size_t at = (size_t)(mu_uniform(&s) * WORDS);
    words[at] += mu_uniform(&s);
    a->sum += words[at];
    a->cause =
        mu_record(ctx, &(struct mu_happening){.kind = 0, .value = a->sum, .since = a->cause});
    mu_cancel(ctx, a->timer);
    a->timer = mu_set_timer(ctx, mu_seconds(3 * mu_uniform(&s)), 2, &a->sum, sizeof a->sum);
    if (ev->type == 1)
        mu_send(ctx, (mu_entity_id){1 + (uint32_t)(mu_uniform(&s) * 4)},
                MU_SECOND + mu_seconds(2 * mu_uniform(&s)), 1, words, 1000);
}

static void wander_start(struct mu_ctx *ctx, void *state)
{
    struct actor *a = state;
    a->memory = mu_alloc(ctx, WORDS, sizeof(double));
    mu_send(ctx, mu_self(ctx), MU_SECOND, 1, NULL, 0);
}

static bool rise(struct mu_ctx *ctx, void *state, void *board, mu_time from, mu_time to)
{
    struct actor *a = state;
    double *level = board;
    struct mu_stream s = mu_stream_for(ctx, 2, (uint64_t)(to / MU_SECOND));
    (void)from;
    a->n++;
    *level += mu_uniform(&s);
    return true;
}

static void read_board(struct mu_ctx *ctx, void *state, mu_entity_id owner)
{
    struct actor *a = state;
    const double *level = mu_board(ctx, owner);
    a->sum += *level * ((const struct actor_params *)mu_params(ctx))->number;
}

static struct mu_world *wanderers(void)
{
    struct mu_world *world = test_world(names);
    for (uint32_t i = 0; i < 4; i++)
        *test_params(world, names[i]) = (struct actor_params){
            .start = wander_start, .handle = wander, .board = read_board, .number = 1};
    test_params(world, "field/F")->advance = rise;
    const struct mu_dist drawn = {MU_DIST_EXPONENTIAL, .a = 1};
    assert_int_equal(
        mu_world_draw(world, test_find(world, "actor/B"), &test_actor_params[0], drawn), MU_OK);
    struct mu_world_options options = test_options();
    options.frames = (const mu_time[]){20 * MU_SECOND, 70 * MU_SECOND};
    options.n_frames = 2;
    mu_world_set_options(world, &options);
    return world;
}

static void finish(struct mu_run *run, struct mu_result *result)
{
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
    assert_int_equal(mu_run_finish(run, result), MU_OK);
    mu_run_destroy(run);
}

static void assert_same(const struct mu_result *a, const struct mu_result *b)
{
    assert_int_equal(a->events.n, b->events.n);
    size_t n = a->events.n;
    assert_memory_equal(a->events.time, b->events.time, n * sizeof *a->events.time);
    assert_memory_equal(a->events.subject, b->events.subject, n * sizeof *a->events.subject);
    assert_memory_equal(a->events.value, b->events.value, n * sizeof *a->events.value);
    assert_memory_equal(a->events.cause, b->events.cause, n * sizeof *a->events.cause);
    assert_memory_equal(a->events.since, b->events.since, n * sizeof *a->events.since);
    assert_int_equal(a->n_handled, b->n_handled);
    assert_int_equal(a->n_samples, b->n_samples);
    assert_memory_equal(a->series[0].values, b->series[0].values,
                        a->n_samples * a->series[0].n * sizeof(double));
    assert_int_equal(a->grids[0].n_times, b->grids[0].n_times);
    assert_memory_equal(a->grids[0].cells, b->grids[0].cells,
                        a->grids[0].n_times * 2 * sizeof(float));
}

static void a_clone_gives_the_same_rows_as_going_straight_on(void **unused)
{
    (void)unused;
    struct mu_world *world = wanderers();
    struct mu_run *straight = test_run(world), *paused = test_run(world), *snapshot, *second;
    struct mu_result expected, continued, restored, again;
    finish(straight, &expected);
    assert_true(expected.events.n > 300); /* four of them, about once a second, 100 s */
    assert_int_equal(mu_run_until(paused, 47 * MU_SECOND), MU_OK);
    assert_int_equal(mu_run_clone(paused, &snapshot), MU_OK);
    finish(paused, &continued);
    assert_int_equal(mu_run_clone(snapshot, &second), MU_OK);
    finish(snapshot, &restored);
    finish(second, &again);
    assert_same(&expected, &continued);
    assert_same(&expected, &restored);
    assert_same(&expected, &again);
    mu_result_fini(&expected);
    mu_result_fini(&continued);
    mu_result_fini(&restored);
    mu_result_fini(&again);
    mu_world_destroy(world);
}

static void another_branch_goes_another_way_with_the_same_past(void **unused)
{
    (void)unused;
    struct mu_world *world = wanderers();
    struct mu_run *run = test_run(world), *branch;
    struct mu_result one, other;
    assert_int_equal(mu_run_until(run, 47 * MU_SECOND), MU_OK);
    size_t past = run->workers[0].rows.n;
    assert_int_equal(mu_run_clone(run, &branch), MU_OK);
    branch->options.branch = 1;
    finish(run, &one);
    finish(branch, &other);
    assert_memory_equal(one.events.value, other.events.value, past * sizeof(double));
    assert_true(one.events.value[past + 10] != other.events.value[past + 10]);
    mu_result_fini(&one);
    mu_result_fini(&other);
    mu_world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clone_gives_the_same_rows_as_going_straight_on),
        cmocka_unit_test(another_branch_goes_another_way_with_the_same_past),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
