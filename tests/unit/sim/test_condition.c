/* Conditions by hand arithmetic. */
#include "tests/cmocka_all.h"

#include <math.h>

#include "deeds.h"
#include "sim/condition.h"

enum { WAIT = 1, GAVE_UP, LEVEL, WITHDRAW };

struct harbour {
    struct mu_condition tide;
    double depth;
    mu_claim claims[128];
};

static struct harbour *harbour_of(struct mu_ctx *ctx, const void *state)
{
    return mu_at(ctx, ((const struct actor *)state)->memory);
}

/* A ship sails when it is as deep as it needs. */
static bool deep_enough(const struct mu_ctx *ctx, const void *state, const struct mu_customer *c)
{
    (void)ctx;
    return ((const struct harbour *)state)->depth >= c->amount;
}

/* The ship b lets the water out, d lets it in. */
static void sail(struct mu_ctx *ctx, struct harbour *h, const struct mu_customer *ship)
{
    note(ctx, "%g:%c", now_s(ctx), (char)ship->payload);
    mu_record(ctx, &(struct mu_happening){.kind = ACTOR_DID, .value = (double)ship->payload});
    if (ship->payload == 'b')
        h->depth = 1;
    if (ship->payload == 'd')
        h->depth = 8;
}

static void harbour_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct harbour *h = harbour_of(ctx, state);
    const struct deed *deed = deed_of(ev);
    struct mu_join join = deed ? deed->join : (struct mu_join){0};

    join.payload = deed ? (uint64_t)deed->who : 0;
    if (ev->type != GAVE_UP)
        mu_record(ctx, &(struct mu_happening){.kind = ACTOR_SAW, .value = (double)join.payload});
    switch (ev->type) {
    case WAIT: h->claims[join.payload] = mu_condition_wait(ctx, &h->tide, &join, GAVE_UP); break;
    case GAVE_UP:
        note(ctx, "%g:%c!", now_s(ctx),
             (char)mu_condition_give_up(ctx, &h->tide, mu_claim_of(ev))->payload);
        break;
    case WITHDRAW:
        note(ctx, mu_condition_withdraw(ctx, &h->tide, h->claims[join.payload]) ? "out" : "gone");
        break;
    default: h->depth = join.amount;
    }
    for (struct mu_turn turn = {0}; mu_condition_next(ctx, &h->tide, deep_enough, h, &turn);)
        sail(ctx, h, turn.customer);
}

static void harbour_start(struct mu_ctx *ctx, void *state)
{
    ((struct actor *)state)->memory = mu_alloc(ctx, 1, sizeof(struct harbour));
}

static struct mu_condition tide_at_the_end;

static void harbour_finish(struct mu_ctx *ctx, void *state)
{
    tide_at_the_end = harbour_of(ctx, state)->tide;
}

static void assert_harbour(const struct deed *of, size_t n, const char *expected)
{
    struct diary diary = {0};
    const struct actor_params params = {.start = harbour_start,
                                        .handle = harbour_handle,
                                        .finish = harbour_finish,
                                        .diary = &diary};
    char failure[256];

    assert_int_equal(deeds_play(&params, of, n, failure, sizeof failure), MU_OK);
    assert_diary(&diary, expected);
}

static void who_waits_goes_when_it_holds_for_him(void **unused)
{
    static const struct deed of[] = {
        {1, WAIT, 'A', {.amount = 8}}, {2, WAIT, 'B', {.amount = 3}}, {3, WAIT, 'C', {.amount = 5}},
        {4, LEVEL, 0, {.amount = 5}},  {5, WAIT, 'D', {.amount = 5}}, {6, LEVEL, 0, {.amount = 1}},
        {7, WAIT, 'E', {.amount = 2}}, {8, LEVEL, 0, {.amount = 9}},
    };

    (void)unused;
    assert_harbour(of, N(of), "4:B 4:C 5:D 8:A 8:E");
    /* 7, 2, 1, 0 and 1 s */
    assert_int_equal(tide_at_the_end.wait.n, 5);
    assert_true(fabs(mu_tally_mean(&tide_at_the_end.wait) - 2.2) < 1e-12);
}

/* b goes and C cannot any more; d goes, and A may before E. */
static void each_turn_is_judged_by_what_is_so_then(void **unused)
{
    static const struct deed of[] = {
        {1, WAIT, 'A', {.amount = 7}}, {2, WAIT, 'b', {.amount = 3}}, {3, WAIT, 'C', {.amount = 3}},
        {4, LEVEL, 0, {.amount = 5}},  {5, WAIT, 'd', {.amount = 2}}, {6, WAIT, 'E', {.amount = 2}},
        {7, LEVEL, 0, {.amount = 2}},
    };

    (void)unused;
    assert_harbour(of, N(of), "4:b 7:d 7:A 7:C 7:E");
}

static void who_does_not_care_any_more_does_not_go(void **unused)
{
    static const struct deed of[] = {
        {1, WAIT, 'A', {.amount = 5, .patience = 2 * MU_SECOND}},
        {1, WAIT, 'B', {.amount = 5, .patience = 9 * MU_SECOND}},
        {2, WAIT, 'C', {.amount = 5}},
        {2, WAIT, 'D', {.amount = 5}},
        {4, WITHDRAW, 'C', {0}},
        {5, WITHDRAW, 'A', {0}},
        {6, LEVEL, 0, {.amount = 5}},
    };

    (void)unused;
    assert_harbour(of, N(of), "3:A! out gone 6:B 6:D");
    assert_int_equal(tide_at_the_end.reneged, 1);
}

static void who_goes_has_its_own_cause(void **unused)
{
    static const struct deed of[] = {{1, WAIT, 'A', {.amount = 5}},
                                     {2, WAIT, 'B', {.amount = 5}},
                                     {3, LEVEL, 'L', {.amount = 5}}};
    static const char *const names[] = {"actor/A", NULL};
    struct diary diary = {0};
    struct mu_world *world = test_world(names);
    struct mu_result r;

    (void)unused;
    deeds = of;
    *test_params(world, "actor/A") =
        (struct actor_params){.start = harbour_start, .handle = harbour_handle, .diary = &diary};
    struct mu_run *run = test_run(world);
    deeds_post(run, N(of));
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
    assert_int_equal(mu_run_finish(run, &r), MU_OK);
    /* 1 A comes, 2 B comes, 3 the tide, 4 A sails because of 1, 5 B because of 2. */
    assert_int_equal(r.events.n, 5);
    assert_int_equal(r.events.cause[3], 1);
    assert_int_equal(r.events.cause[4], 2);
    mu_result_fini(&r);
    mu_run_destroy(run);
    mu_world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_waits_goes_when_it_holds_for_him),
        cmocka_unit_test(each_turn_is_judged_by_what_is_so_then),
        cmocka_unit_test(who_does_not_care_any_more_does_not_go),
        cmocka_unit_test(who_goes_has_its_own_cause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
