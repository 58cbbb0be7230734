/* How much memory a run takes, and its bound: at most 200 bytes for an entity that does nothing,
 * its state apart, and 100 for a pending event beside its body. */
#define _GNU_SOURCE /* mallinfo2 */
#include "tests/cmocka_all.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/run_impl.h"

enum { ENTITIES = 100000, ENTITY_BYTES = 200, EVENT_BYTES = 100, BODY_MAX = 64 };

struct load {
    int64_t pending; /* of each entity */
    size_t body;
    bool timers;
};

static const struct load *load_now;

/* Within 200 s, so that there are near and far windows. */
static void wait_again(struct mu_ctx *ctx, uint64_t index)
{
    static const char body[BODY_MAX];
    struct mu_stream s = mu_stream_for(ctx, 1, index);
    const mu_time delay = MU_SECOND + mu_seconds(200 * mu_uniform(&s));

    if (load_now->timers)
        mu_set_timer(ctx, delay, 1, body, load_now->body);
    else
        mu_send(ctx, mu_self(ctx), delay, 1, body, load_now->body);
}

static void idler_start(struct mu_ctx *ctx, void *state)
{
    (void)state;
    for (int64_t i = 0; i < load_now->pending; i++)
        wait_again(ctx, (uint64_t)i);
}

static void idler_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    wait_again(ctx, (uint64_t)ev->at);
}

static const struct mu_param no_params[] = {MU_PARAMS_END};
static const struct mu_model idler = {.name = "idler",
                                      .summary = "",
                                      .params = no_params,
                                      .params_size = 1,
                                      .state_size = 16,
                                      .start = idler_start,
                                      .handle = idler_handle};

static struct mu_world *make_world(int entities, const struct mu_model *model)
{
    const struct mu_model *models[] = {model, NULL};
    const mu_time end = 1000000 * MU_SECOND;
    const struct mu_world_options options = {
        .end = end, .lookahead = MU_SECOND, .publish_every = end, .sample_every = end};
    struct mu_world *world = mu_world_create(models);

    mu_world_set_options(world, &options);
    for (int i = 0; i < entities; i++) {
        char name[16];
        snprintf(name, sizeof name, "%06d", i);
        assert_int_equal(mu_world_name(world, model->name, name), MU_OK);
    }
    assert_int_equal(mu_world_seal(world), MU_OK);
    assert_int_equal(mu_world_finish(world), MU_OK);
    return world;
}

static size_t heap(void)
{
    const struct mallinfo2 info = mallinfo2();

    return info.uordblks + info.hblkhd;
}

/* The states lie in memory of their own. A sanitizer's heap tells nothing. */
static void assert_is_what_was_taken(const struct mu_run *run, size_t before)
{
    const size_t taken = heap() - before + run->arena.used, said = mu_run_bytes(run);
    const size_t slack = taken / 40 + (64 << 10); /* heads of blocks; what OpenMP keeps */

    if (heap() == before)
        return;
    if (said > taken + slack || taken > said + slack)
        fail_msg("%zu bytes are said and %zu were taken", said, taken);
}

static void check(const struct mu_world *world, enum mu_driver driver, struct load load)
{
    const struct mu_run_options options = {.seed = 1, .driver = driver, .threads = 2};
    const size_t event = EVENT_BYTES + load.body, before = heap();
    const size_t most = ENTITIES * (ENTITY_BYTES + 16 + (size_t)load.pending * event);
    struct mu_run *run;

    load_now = &load;
    assert_int_equal(mu_run_create(world, &options, &run), MU_OK);
    for (mu_time t = 0; t <= 150; t += 75) {
        assert_int_equal(mu_run_until(run, t * MU_SECOND), MU_OK);
        assert_int_equal(mu_run_pending(run), ENTITIES * load.pending);
        assert_is_what_was_taken(run, before);
        if (mu_run_bytes(run) > most)
            fail_msg("%lld pending of %zu bytes, timers %d, driver %d, at %lld s: %zu > %zu",
                     (long long)load.pending, load.body, load.timers, driver, (long long)t,
                     mu_run_bytes(run), most);
    }
    mu_run_destroy(run);
}

static void entities_and_events_take_little(void **unused)
{
    (void)unused;
    static const struct load loads[] = {
        {.pending = 0},
        {.pending = 1},
        {.pending = 1, .body = 24},
        {.pending = 1, .timers = true},
        {.pending = 16, .body = 8, .timers = true},
    };
    struct mu_world *world = make_world(ENTITIES, &idler);

    for (size_t i = 0; i < sizeof loads / sizeof *loads; i++) {
        check(world, MU_DRIVER_ONE_QUEUE, loads[i]);
        check(world, MU_DRIVER_WINDOWS, loads[i]);
    }
    mu_world_destroy(world);
}

/* ---- the bound ---- */

/* Each event brings two more, or a record of what was there. */
static void multiply(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    (void)ev;
    for (int i = 0; i < 2; i++)
        mu_send(ctx, mu_self(ctx), MU_SECOND, 1, NULL, 0);
}

static void record_on(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    (void)ev;
    for (int i = 0; i < 100; i++)
        mu_record(ctx, &(struct mu_happening){.value = i});
    mu_send(ctx, mu_self(ctx), 1000, 1, NULL, 0);
}

static void start_one(struct mu_ctx *ctx, void *state)
{
    (void)state;
    mu_send(ctx, mu_self(ctx), MU_SECOND, 1, NULL, 0);
}

static const struct mu_kind kinds[] = {{"noted", "", "", ""}, {0}};

/* What the failure says a share of the run's memory is, in MiB. */
static double share(const char *text, const char *what)
{
    const char *at = strstr(text, what);

    assert_non_null(at);
    while (at > text && strchr("0123456789.", at[-1]) == NULL)
        at--;
    while (at > text && strchr("0123456789.", at[-1]) != NULL)
        at--;
    return strtod(at, NULL);
}

static void check_bound(const struct mu_model *model, enum mu_driver driver, const char *what)
{
    struct mu_world *world = make_world(4, model);
    const struct mu_run_options options = {
        .seed = 1, .driver = driver, .threads = 2, .max_bytes = 32 << 20};
    struct mu_run *run;

    assert_int_equal(mu_run_create(world, &options, &run), MU_OK);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_ERR_FAILED);
    const char *text = mu_run_failure(run);
    assert_non_null(strstr(text, "more than the 32.0 MiB that it may use"));
    assert_true(share(text, what) > 24);
    /* Not much later either: a window of twice as many events at most, in memory that grows by
     * half. */
    assert_true(mu_run_bytes(run) > 32 << 20 && mu_run_bytes(run) < 256 << 20);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

static void more_than_the_bound_ends_the_run(void **unused)
{
    (void)unused;
    struct mu_model model = {.name = "hoarder",
                             .summary = "",
                             .params = no_params,
                             .params_size = 1,
                             .state_size = 1,
                             .kinds = kinds,
                             .start = start_one};

    model.handle = multiply;
    check_bound(&model, MU_DRIVER_ONE_QUEUE, "for pending events");
    check_bound(&model, MU_DRIVER_WINDOWS, "for pending events");
    model.handle = record_on;
    check_bound(&model, MU_DRIVER_ONE_QUEUE, "for records");
    check_bound(&model, MU_DRIVER_WINDOWS, "for records");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entities_and_events_take_little),
        cmocka_unit_test(more_than_the_bound_ends_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
