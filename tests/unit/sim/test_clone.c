/* A copy of a run goes on exactly as the run itself. */
#include "tests/cmocka_all.h"

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
    assert_memory_equal(&a->counts, &b->counts, offsetof(struct mu_run_counts, windows));
    assert_true(a->counts.streams > 0 && a->counts.timers_cancelled > 0);
    assert_int_equal(a->n_samples, b->n_samples);
    assert_memory_equal(a->series[0].values, b->series[0].values,
                        a->n_samples * a->series[0].n * sizeof(double));
    assert_int_equal(a->grids[0].n_times, b->grids[0].n_times);
    assert_memory_equal(a->grids[0].cells, b->grids[0].cells,
                        a->grids[0].n_times * 2 * sizeof(float));
}

/* How a run is executed must not matter to its copies. */
struct way {
    enum mu_driver driver;
    unsigned threads;
};

static const struct way ways[] = {
    {MU_DRIVER_ONE_QUEUE, 1}, {MU_DRIVER_WINDOWS, 1}, {MU_DRIVER_WINDOWS, 4}};
enum { WAYS = sizeof ways / sizeof *ways };

static struct mu_run *begin(const struct mu_world *world, struct way way)
{
    const struct mu_run_options options = {.seed = 1,
                                           .keep_frames = true,
                                           .checksums = true,
                                           .driver = way.driver,
                                           .threads = way.threads};
    struct mu_run *run;
    assert_int_equal(mu_run_create(world, &options, &run), MU_OK);
    return run;
}

/* Somebody outside does something at 20 s, 40 s and 60 s. */
static void interfere(struct mu_run *run, mu_time at)
{
    const mu_entity_id to = {(uint32_t)(at / (20 * MU_SECOND))};
    assert_int_equal(mu_run_post(run, to, at, 1, "", 1), MU_OK);
}

/* Runs on and does so when the time has come. */
static void play(struct mu_run *run, mu_time to)
{
    for (mu_time at = 20 * MU_SECOND; at <= 60 * MU_SECOND; at += 20 * MU_SECOND) {
        if (at <= mu_run_now(run) || at > to)
            continue;
        assert_int_equal(mu_run_until(run, at), MU_OK);
        interfere(run, at);
    }
    assert_int_equal(mu_run_until(run, to), MU_OK);
}

struct ending {
    struct mu_result result;
    uint64_t checksums[6];
};

static void end(struct mu_run *run, struct ending *ending)
{
    play(run, 100 * MU_SECOND);
    assert_int_equal(mu_run_finish(run, &ending->result), MU_OK);
    for (uint32_t i = 1; i <= 5; i++)
        ending->checksums[i] = mu_run_checksum(run, (mu_entity_id){i});
    mu_run_destroy(run);
}

/* The same from the start, with all that was done outside in the journal. */
static void replay(const struct mu_world *world, struct ending *ending)
{
    struct mu_run *run = begin(world, ways[0]);
    for (mu_time at = 20 * MU_SECOND; at <= 60 * MU_SECOND; at += 20 * MU_SECOND)
        interfere(run, at);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
    end(run, ending);
    assert_true(ending->result.events.n > 300); /* four of them, about once a second, 100 s */
    assert_true(ending->checksums[1] != 0);
}

static void assert_ends_as(struct mu_run *run, const struct ending *expected)
{
    struct ending ending;
    end(run, &ending);
    assert_same(&expected->result, &ending.result);
    for (uint32_t i = 1; i <= 5; i++)
        assert_true(expected->checksums[i] == ending.checksums[i]);
    mu_result_fini(&ending.result);
}

/* The run goes on, its snapshot does, and a copy of the snapshot before it does. */
static void snapshots_at_any_time_end_as_the_replay(void **unused)
{
    (void)unused;
    struct mu_world *world = wanderers();
    struct ending expected;
    assert_int_equal(mu_world_finish(world), MU_OK);
    replay(world, &expected);
    for (size_t w = 0; w < WAYS; w++)
        for (mu_time t = 0; t < 100 * MU_SECOND; t += 7100000) {
            struct mu_run *run = begin(world, ways[w]), *snapshot, *second;
            play(run, t);
            assert_int_equal(mu_run_clone(run, &snapshot), MU_OK);
            assert_ends_as(run, &expected);
            assert_int_equal(mu_run_clone(snapshot, &second), MU_OK);
            assert_ends_as(snapshot, &expected);
            assert_ends_as(second, &expected);
        }
    mu_result_fini(&expected.result);
    mu_world_destroy(world);
}

static size_t rows_before(const struct mu_result *result, mu_time t)
{
    size_t n = 0;
    while (n < result->events.n && result->events.time[n] < t)
        n++;
    return n;
}

static void another_branch_goes_another_way_with_the_same_past(void **unused)
{
    (void)unused;
    const mu_time t = 47 * MU_SECOND;
    struct mu_world *world = wanderers();
    assert_int_equal(mu_world_finish(world), MU_OK);
    for (size_t w = 0; w < WAYS; w++) {
        struct mu_run *run = begin(world, ways[w]), *branch, *same;
        struct ending one, other, third;
        play(run, t);
        assert_int_equal(mu_run_branch(run, 1, &branch), MU_OK);
        assert_int_equal(mu_run_branch(run, 0, &same), MU_OK);
        end(run, &one);
        end(branch, &other);
        end(same, &third);
        const size_t past = rows_before(&one.result, t);
        assert_true(past > 100 && past == rows_before(&other.result, t));
        assert_memory_equal(one.result.events.value, other.result.events.value,
                            past * sizeof(double));
        assert_true(one.result.events.value[past + 10] != other.result.events.value[past + 10]);
        assert_int_equal(one.result.branch, 0);
        assert_int_equal(other.result.branch, 1);
        assert_same(&one.result, &third.result);
        mu_result_fini(&one.result);
        mu_result_fini(&other.result);
        mu_result_fini(&third.result);
    }
    mu_world_destroy(world);
}

/* What was drawn for the run stays, and a stream kept in a state goes on as it began. */
static void keep_a_stream(struct mu_ctx *ctx, void *state)
{
    struct actor *a = state;
    a->memory = mu_alloc(ctx, 1, sizeof(struct mu_stream));
    *(struct mu_stream *)mu_at(ctx, a->memory) = mu_stream_for(ctx, 9, 0);
}

static void use_streams(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct actor *a = state;
    struct mu_stream anew = mu_stream_for(ctx, 9, 0);
    const double numbers[] = {mu_uniform(mu_at(ctx, a->memory)), mu_uniform(&anew),
                              ((const struct actor_params *)mu_params(ctx))->number};
    (void)ev;
    for (size_t i = 0; i < 3; i++)
        mu_record(ctx, &(struct mu_happening){.value = numbers[i]});
}

static void what_was_drawn_before_a_branch_stays_drawn(void **unused)
{
    (void)unused;
    struct mu_world *world = test_world((const char *const[]){"actor/A", NULL});
    *test_params(world, "actor/A") =
        (struct actor_params){.start = keep_a_stream, .handle = use_streams};
    const struct mu_dist drawn = {MU_DIST_EXPONENTIAL, .a = 1};
    assert_int_equal(mu_world_draw(world, (mu_entity_id){1}, &test_actor_params[0], drawn), MU_OK);
    struct mu_run *run = test_run(world), *branch;
    struct mu_result one, other;
    assert_int_equal(mu_run_until(run, MU_SECOND), MU_OK);
    assert_int_equal(mu_run_post(run, (mu_entity_id){1}, 2 * MU_SECOND, 1, NULL, 0), MU_OK);
    assert_int_equal(mu_run_branch(run, 1, &branch), MU_OK);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
    assert_int_equal(mu_run_until(branch, MU_NEVER), MU_OK);
    assert_int_equal(mu_run_finish(run, &one), MU_OK);
    assert_int_equal(mu_run_finish(branch, &other), MU_OK);
    assert_true(one.events.value[0] == other.events.value[0]);
    assert_true(one.events.value[1] != other.events.value[1]);
    assert_true(one.events.value[2] == other.events.value[2]);
    mu_run_destroy(run);
    mu_run_destroy(branch);
    mu_result_fini(&one);
    mu_result_fini(&other);
    mu_world_destroy(world);
}

static void fail_now(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    (void)ev;
    mu_fail(ctx, "no more");
}

static void a_copy_of_a_failed_run_has_failed(void **unused)
{
    (void)unused;
    struct mu_world *world = test_world((const char *const[]){"actor/A", NULL});
    test_params(world, "actor/A")->handle = fail_now;
    struct mu_run *run = test_run(world), *copy;
    assert_int_equal(mu_run_post(run, (mu_entity_id){1}, 2 * MU_SECOND, 1, NULL, 0), MU_OK);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_ERR_FAILED);
    assert_int_equal(mu_run_clone(run, &copy), MU_OK);
    mu_run_destroy(run);
    assert_int_equal(mu_run_until(copy, MU_NEVER), MU_ERR_FAILED);
    assert_string_equal(mu_run_failure(copy), "actor/A at 2.000000 s: no more");
    mu_run_destroy(copy);
    mu_world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(snapshots_at_any_time_end_as_the_replay),
        cmocka_unit_test(another_branch_goes_another_way_with_the_same_past),
        cmocka_unit_test(what_was_drawn_before_a_branch_stays_drawn),
        cmocka_unit_test(a_copy_of_a_failed_run_has_failed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
