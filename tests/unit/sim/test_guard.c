/* The self-test of handlers: who touches what is another's ends the program, with his name. Each
 * offence is tried in a process of its own. Without the address sanitizer there is no such test,
 * and asking for it is refused. */
#include "tests/cmocka_all.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/run_impl.h"
#include "worlds.h"

static const char *const names[] = {"actor/A", "actor/B", NULL};

/* What A has left where B should not look. */
static void *of_a;
static double seen;

static void leave_state(struct mu_ctx *ctx, void *state)
{
    (void)ctx;
    of_a = state;
}

static void leave_memory(struct mu_ctx *ctx, void *state)
{
    struct actor *actor = state;

    actor->memory = mu_alloc(ctx, 4, sizeof(double));
    of_a = mu_at(ctx, actor->memory);
}

static void wake_up(struct mu_ctx *ctx, void *state)
{
    (void)state;
    mu_set_timer(ctx, 5 * MU_SECOND, 1, NULL, 0);
}

static void keep_to_own(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct actor *actor = state;

    (void)ev;
    actor->memory = mu_alloc(ctx, 100, 8);
    memset(mu_at(ctx, actor->memory), 1, 800);
    actor->n++;
    seen = ((const struct actor_params *)mu_params_of(ctx, (mu_entity_id){1}))->number;
}

static void read_others(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)ctx;
    (void)state;
    (void)ev;
    seen = *(const double *)of_a;
}

static void write_others(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)ctx;
    (void)state;
    (void)ev;
    *(double *)of_a = 1;
}

static void write_params(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    (void)ev;
    memset((void *)(uintptr_t)mu_params(ctx), 0, 1);
}

struct play {
    void (*a_starts)(struct mu_ctx *ctx, void *state);
    void (*b_handles)(struct mu_ctx *ctx, void *state, const struct mu_event *ev);
};

static enum mu_err run_play(const struct play *play)
{
    struct mu_world *world = test_world(names);
    const struct mu_run_options options = {.seed = 1, .self_test = true};
    struct mu_run *run;

    test_params(world, "actor/A")->start = play->a_starts;
    test_params(world, "actor/B")->start = wake_up;
    test_params(world, "actor/B")->handle = play->b_handles;
    assert_int_equal(mu_world_finish(world), MU_OK);
    enum mu_err err = mu_run_create(world, &options, &run);
    if (err == MU_OK)
        err = mu_run_until(run, MU_NEVER);
    mu_run_destroy(run);
    mu_world_destroy(world);
    return err;
}

/* What a process says that plays it; true = it came to its end. */
static bool play_apart(const struct play *play, char *said, size_t size)
{
    int ends[2], status;
    size_t n = 0;
    ssize_t got;

    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        signal(SIGSEGV, SIG_DFL); /* not cmocka's */
        _exit(run_play(play) == MU_OK ? 0 : 1);
    }
    close(ends[1]);
    while (n < size - 1 && (got = read(ends[0], said + n, size - 1 - n)) > 0)
        n += (size_t)got;
    said[n] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void assert_caught(const struct play *play)
{
    char said[1 << 16];

    assert_false(play_apart(play, said, sizeof said));
    if (!strstr(said, "while actor/B acted, at 5.000000 s"))
        fail_msg("%s", said);
}

static void offences_are_caught_by_name(void **unused)
{
    (void)unused;
    if (!mu_guard_possible())
        return; /* the other test says what happens then */
    assert_caught(&(struct play){leave_state, read_others});
    assert_caught(&(struct play){leave_state, write_others});
    assert_caught(&(struct play){leave_memory, read_others});
    assert_caught(&(struct play){leave_memory, write_others});
    assert_caught(&(struct play){leave_state, write_params});
}

static void who_keeps_to_his_own_is_left_in_peace(void **unused)
{
    (void)unused;
    assert_int_equal(run_play(&(struct play){leave_state, keep_to_own}),
                     mu_guard_possible() ? MU_OK : MU_ERR_INPUT);
}

/* Copying reads what is everybody's. */
static void a_tested_run_can_be_copied(void **unused)
{
    struct mu_world *world = test_world(names);
    const struct mu_run_options options = {.seed = 1, .self_test = mu_guard_possible()};
    struct mu_run *run, *copy;

    (void)unused;
    test_params(world, "actor/B")->start = wake_up;
    test_params(world, "actor/B")->handle = keep_to_own;
    assert_int_equal(mu_world_finish(world), MU_OK);
    assert_int_equal(mu_run_create(world, &options, &run), MU_OK);
    assert_int_equal(mu_run_until(run, 2 * MU_SECOND), MU_OK);
    assert_int_equal(mu_run_clone(run, &copy), MU_OK);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
    assert_int_equal(mu_run_until(copy, MU_NEVER), MU_OK);
    assert_int_equal(mu_run_events(run), mu_run_events(copy));
    mu_run_destroy(copy);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offences_are_caught_by_name),
        cmocka_unit_test(who_keeps_to_his_own_is_left_in_peace),
        cmocka_unit_test(a_tested_run_can_be_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
