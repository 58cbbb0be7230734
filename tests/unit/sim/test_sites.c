/* Where entities stand and how fast word travels between them. */
#include "tests/cmocka_all.h"

#include "worlds.h"

static const char *const names[] = {"actor/A", "actor/B", "clerk/X", "clerk/Y", "field/F", NULL};

/* params->count is the receiver, params->delay the delay. */
static void send_once(struct mu_ctx *ctx)
{
    const struct actor_params *params = mu_params(ctx);
    mu_send(ctx, (mu_entity_id){(uint32_t)params->number}, params->delay, 1, NULL, 0);
}

static void start_send(struct mu_ctx *ctx, void *state)
{
    (void)state;
    send_once(ctx);
}

static bool advance_send(struct mu_ctx *ctx, void *state, void *board, mu_time from, mu_time to)
{
    (void)state;
    (void)board;
    if (from == to)
        send_once(ctx);
    return false;
}

/* How a run ends in which `from` sends to `to` once. The text lives in `text`. */
static enum mu_err send_between(const char *from, const char *to, mu_time delay, char *text)
{
    struct mu_world *world = test_world(names);
    *test_params(world, from) = (struct actor_params){
        .number = test_find(world, to).i,
        .delay = delay,
    };
    bool field = mu_world_entity_model(world, test_find(world, from))->field != NULL;
    if (field)
        test_params(world, from)->advance = advance_send;
    else
        test_params(world, from)->start = start_send;
    struct mu_run *run = test_run(world);
    enum mu_err err = mu_run_until(run, 5 * MU_SECOND);
    snprintf(text, 512, "%s", mu_run_failure(run) ? mu_run_failure(run) : "");
    mu_run_destroy(run);
    mu_world_destroy(world);
    return err;
}

static void a_send_below_the_lookahead_names_both_ends_and_the_promise(void **unused)
{
    (void)unused;
    char text[512];
    assert_int_equal(send_between("actor/A", "actor/B", 999999, text), MU_ERR_FAILED);
    assert_string_equal(
        text, "actor/A at 0.000000 s: actor/A sends to actor/B with a delay of 0.999999 s; they "
              "stand on different sites, between which a message takes at least the lookahead of "
              "1.000000 s");
}

/* The same with a promise of 3 s from A to X, whose site is that of all clerks. */
static enum mu_err send_with_promise(const char *from, const char *to, mu_time delay, char *text)
{
    struct mu_world *world = test_world(names);
    const mu_entity_id a = test_find(world, "actor/A"), x = test_find(world, "clerk/X");

    *test_params(world, from) = (struct actor_params){
        .start = start_send, .number = test_find(world, to).i, .delay = delay};
    assert_int_equal(mu_world_promise(world, a, x, 2 * MU_SECOND), MU_OK);
    assert_int_equal(mu_world_promise(world, a, x, 3 * MU_SECOND), MU_OK);
    assert_int_equal(mu_world_promise(world, x, a, MU_SECOND / 2), MU_OK);
    struct mu_run *run = test_run(world);
    const enum mu_err err = mu_run_until(run, 5 * MU_SECOND);
    snprintf(text, 512, "%s", mu_run_failure(run) ? mu_run_failure(run) : "");
    mu_run_destroy(run);
    mu_world_destroy(world);
    return err;
}

static void a_pair_is_held_to_its_longer_promise(void **unused)
{
    char text[512];

    (void)unused;
    assert_int_equal(send_with_promise("actor/A", "clerk/Y", 3 * MU_SECOND - 1, text),
                     MU_ERR_FAILED);
    assert_string_equal(
        text, "actor/A at 0.000000 s: actor/A sends to clerk/Y with a delay of 2.999999 s; they "
              "stand on different sites, between which a message takes at least the promised "
              "delay of 3.000000 s");
    assert_int_equal(send_with_promise("actor/A", "clerk/Y", 3 * MU_SECOND, text), MU_OK);
    /* Other pairs, and the way back, whose promise is below the lookahead. */
    assert_int_equal(send_with_promise("actor/A", "actor/B", MU_SECOND, text), MU_OK);
    assert_int_equal(send_with_promise("clerk/X", "actor/A", MU_SECOND, text), MU_OK);
    assert_int_equal(send_with_promise("clerk/X", "actor/A", MU_SECOND - 1, text), MU_ERR_FAILED);
}

static void the_lookahead_itself_is_enough(void **unused)
{
    (void)unused;
    char text[512];
    assert_int_equal(send_between("actor/A", "actor/B", MU_SECOND, text), MU_OK);
    assert_int_equal(send_between("actor/A", "field/F", MU_SECOND, text), MU_OK);
    assert_int_equal(send_between("field/F", "clerk/X", MU_SECOND, text), MU_OK);
}

static void operations_talk_without_delay(void **unused)
{
    (void)unused;
    char text[512];
    assert_int_equal(send_between("clerk/X", "clerk/Y", 0, text), MU_OK);
    assert_int_equal(send_between("clerk/X", "actor/A", 0, text), MU_ERR_FAILED);
    assert_int_equal(send_between("actor/A", "clerk/X", 0, text), MU_ERR_FAILED);
}

static void a_field_stands_apart(void **unused)
{
    (void)unused;
    char text[512];
    /* The field says it belongs to operations; it does not. */
    assert_int_equal(send_between("clerk/X", "field/F", 0, text), MU_ERR_FAILED);
    assert_int_equal(send_between("field/F", "clerk/X", 0, text), MU_ERR_FAILED);
    assert_int_equal(send_between("field/F", "field/F", 0, text), MU_OK);
}

static void to_oneself_any_delay_is_allowed(void **unused)
{
    (void)unused;
    char text[512];
    assert_int_equal(send_between("actor/A", "actor/A", 0, text), MU_OK);
    assert_int_equal(send_between("actor/A", "actor/A", MU_NEVER, text), MU_OK);
}

static void time_runs_forward_only(void **unused)
{
    (void)unused;
    char text[512];
    assert_int_equal(send_between("actor/A", "actor/A", -1, text), MU_ERR_FAILED);
    assert_string_equal(text, "actor/A at 0.000000 s: actor/A asks for a delay of -0.000001 s; "
                              "time runs forward only");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_send_below_the_lookahead_names_both_ends_and_the_promise),
        cmocka_unit_test(the_lookahead_itself_is_enough),
        cmocka_unit_test(a_pair_is_held_to_its_longer_promise),
        cmocka_unit_test(operations_talk_without_delay),
        cmocka_unit_test(a_field_stands_apart),
        cmocka_unit_test(to_oneself_any_delay_is_allowed),
        cmocka_unit_test(time_runs_forward_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
