/* Memory runs out at any one place: an error is returned and nothing leaks or crashes.
 *
 * The linker leads every allocation of the engine through here (--wrap). */
#include "tests/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

#include "sim/run_impl.h"
#include "worlds.h"

/* Allocations that still succeed; -1 = all. */
static long left = -1;
static long refusals;

static bool refused(void)
{
    if (left < 0)
        return false;
    if (left == 0) {
        refusals++;
        return true;
    }
    left--;
    return false;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *p, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
char *__real_strdup(const char *text);
int __real_mprotect(void *p, size_t size, int protection);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *p, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
char *__wrap_strdup(const char *text);
int __wrap_mprotect(void *p, size_t size, int protection);

void *__wrap_malloc(size_t size)
{
    return refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return refused() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *p, size_t size)
{
    return refused() ? NULL : __real_realloc(p, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return refused() ? NULL : __real_aligned_alloc(alignment, size);
}

char *__wrap_strdup(const char *text)
{
    return refused() ? NULL : __real_strdup(text);
}

int __wrap_mprotect(void *p, size_t size, int protection)
{
    return refused() ? -1 : __real_mprotect(p, size, protection);
}

static void busy(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct actor *a = state;
    a->memory = mu_alloc(ctx, 1, (size_t)1 << 18);
    mu_record(ctx, &(struct mu_happening){.value = 1});
    for (mu_time i = 0; i < 8 && ev->type == 1; i++)
        mu_send(ctx, mu_self(ctx), i, 2, a, sizeof *a);
}

static bool change(struct mu_ctx *ctx, void *state, void *board, mu_time from, mu_time to)
{
    (void)ctx;
    (void)state;
    (void)from;
    *(double *)board = (double)to;
    return true;
}

static enum mu_err build(struct mu_world *world)
{
    const mu_time frames[] = {20 * MU_SECOND};
    struct mu_world_options options = test_options();
    options.frames = frames;
    options.n_frames = 1;
    mu_world_set_options(world, &options);
    char name[16];
    enum mu_err err = mu_world_name(world, "field", "F");
    for (int i = 0; i < 200 && err == MU_OK; i++) {
        snprintf(name, sizeof name, "%d", i);
        err = mu_world_name(world, "actor", name);
    }
    if (err == MU_OK)
        err = mu_world_seal(world);
    if (err != MU_OK)
        return err;
    test_params(world, "actor/7")->handle = busy;
    test_params(world, "field/F")->advance = change;
    err =
        mu_world_draw(world, test_find(world, "actor/7"), &test_actor_params[0], mu_dist_fixed(1));
    return err == MU_OK ? mu_world_finish(world) : err;
}

static enum mu_err run_and_finish(struct mu_run *run, struct mu_result *result)
{
    enum mu_err err = mu_run_until(run, MU_NEVER);
    if (err == MU_OK || err == MU_ERR_FAILED) {
        enum mu_err finished = mu_run_finish(run, result);
        err = finished == MU_OK ? err : finished;
    }
    return err;
}

static enum mu_err run_again(const struct mu_world *world, const struct mu_run_options *options,
                             const struct mu_result *kept)
{
    struct mu_result result = {0};
    struct mu_run *run = NULL;
    char why[MU_REPLAY_WHY];
    enum mu_err err = mu_run_create(world, options, &run);
    if (err == MU_OK)
        err = mu_run_replay(run, mu_world_find(world, "field", "F"), kept, why);
    if (err == MU_OK)
        err = run_and_finish(run, &result);
    mu_result_fini(&result);
    mu_run_destroy(run);
    return err;
}

static enum mu_driver driver;

static enum mu_err run_world(const struct mu_world *world)
{
    struct mu_run *run = NULL, *copy = NULL;
    struct mu_result kept = {0}, other = {0};
    const struct mu_run_options options = {.seed = 1,
                                           .keep_frames = true,
                                           .keep_boards = true,
                                           .max_bytes = 64 << 20,
                                           .threads = 1,
                                           .driver = driver};
    mu_entity_id seven = mu_world_find(world, "actor", "7");
    enum mu_err err = mu_run_create(world, &options, &run);
    if (err == MU_OK)
        err = mu_run_post(run, seven, 15 * MU_SECOND, 1, "", 1);
    if (err == MU_OK)
        err = mu_run_until(run, 30 * MU_SECOND);
    if (err == MU_OK)
        err = mu_run_clone(run, &copy);
    if (err == MU_OK)
        err = run_and_finish(copy, &kept);
    if (err == MU_OK)
        err = run_and_finish(run, &other);
    if (err == MU_OK)
        err = run_again(world, &options, &kept);
    mu_result_fini(&kept);
    mu_result_fini(&other);
    mu_run_destroy(copy);
    mu_run_destroy(run);
    return err;
}

static enum mu_err whole_story(void)
{
    const struct mu_model *models[] = {&test_field_model, &test_actor_model, NULL};
    struct mu_world *world = mu_world_create(models);
    if (!world)
        return MU_ERR_MEMORY;
    enum mu_err err = build(world);
    if (err == MU_OK)
        err = run_world(world);
    mu_world_destroy(world);
    return err;
}

static void check_every_refusal(void)
{
    long n = 0;

    do {
        refusals = 0;
        left = n++;
        enum mu_err err = whole_story();
        left = -1;
        /* A model that does not get the run's memory fails its run. */
        if (refusals > 0)
            assert_true(err == MU_ERR_MEMORY || err == MU_ERR_FAILED);
        else
            assert_int_equal(err, MU_OK);
    } while (refusals > 0);
    assert_true(n > 100); /* the story has hundreds of allocations */
    assert_int_equal(whole_story(), MU_OK);
}

static void the_nth_refusal_is_reported_whatever_n(void **unused)
{
    (void)unused;
    driver = MU_DRIVER_ONE_QUEUE;
    check_every_refusal();
    driver = MU_DRIVER_WINDOWS;
    check_every_refusal();
}

static void lost_messages_still_count_as_errors(void **unused)
{
    (void)unused;
    struct mu_diags diags = {0};
    left = 0;
    mu_diag_error(&diags, (struct mu_place){0}, "lost");
    left = -1;
    assert_int_equal(diags.errors, 1);
    assert_true(diags.out_of_memory);
    mu_diags_fini(&diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nth_refusal_is_reported_whatever_n),
        cmocka_unit_test(lost_messages_still_count_as_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
