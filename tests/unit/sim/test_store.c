/* Stores by hand arithmetic. */
#include "tests/cmocka_all.h"

#include <math.h>
#include <string.h>

#include "deeds.h"
#include "sim/store.h"

enum { GET = 1, PUT, GET_GAVE_UP, PUT_GAVE_UP, GET_WITHDRAW, PUT_WITHDRAW, RESET, RANDOM };

static struct mu_store_rules rules;

struct tank {
    struct mu_store store;
    mu_claim claims[128];
};

static struct tank *tank_of(struct mu_ctx *ctx, const void *state)
{
    return mu_at(ctx, ((const struct actor *)state)->memory);
}

static void take_turns(struct mu_ctx *ctx, struct mu_store *s)
{
    for (struct mu_turn turn = {0}; mu_store_next(ctx, s, &turn);)
        note(ctx, "%g:%c%s%g%s", now_s(ctx), (char)turn.customer->payload,
             turn.what == MU_TURN_GETS ? "-" : "+", turn.amount,
             turn.customer->amount > 0 ? ".." : "");
}

static void tank_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct tank *t = tank_of(ctx, state);
    struct mu_store *s = &t->store;
    const struct deed *deed = deed_of(ev);
    struct mu_join join = deed ? deed->join : (struct mu_join){0};

    join.payload = deed ? (uint64_t)deed->who : 0;
    switch (ev->type) {
    case GET: t->claims[join.payload] = mu_store_get(ctx, s, &join); break;
    case PUT: t->claims[join.payload] = mu_store_put(ctx, s, &join); break;
    case GET_GAVE_UP:
        note(ctx, "%g:%c!", now_s(ctx),
             (char)mu_store_get_give_up(ctx, s, mu_claim_of(ev))->payload);
        break;
    case PUT_GAVE_UP:
        note(ctx, "%g:%c!", now_s(ctx),
             (char)mu_store_put_give_up(ctx, s, mu_claim_of(ev))->payload);
        break;
    case GET_WITHDRAW:
        note(ctx, mu_store_get_withdraw(ctx, s, t->claims[join.payload]) ? "out" : "gone");
        break;
    case PUT_WITHDRAW:
        note(ctx, mu_store_put_withdraw(ctx, s, t->claims[join.payload]) ? "out" : "gone");
        break;
    default: mu_store_reset(ctx, s);
    }
    take_turns(ctx, s);
}

static void tank_start(struct mu_ctx *ctx, void *state)
{
    struct actor *a = state;

    a->memory = mu_alloc(ctx, 1, sizeof(struct tank));
    rules.get_gave_up = GET_GAVE_UP;
    rules.put_gave_up = PUT_GAVE_UP;
    mu_store_init(ctx, &tank_of(ctx, a)->store, &rules);
}

static struct mu_store at_the_end;

static void tank_finish(struct mu_ctx *ctx, void *state)
{
    mu_store_tally(ctx, &tank_of(ctx, state)->store);
    at_the_end = tank_of(ctx, state)->store;
}

static void assert_tank(struct mu_store_rules with, const struct deed *of, size_t n,
                        const char *expected)
{
    struct diary diary = {0};
    const struct actor_params params = {
        .start = tank_start, .handle = tank_handle, .finish = tank_finish, .diary = &diary};
    char failure[256];

    rules = with;
    assert_int_equal(deeds_play(&params, of, n, failure, sizeof failure), MU_OK);
    assert_diary(&diary, expected);
}

static void who_wants_much_is_not_passed_by_who_wants_little(void **unused)
{
    static const struct deed of[] = {
        {1, GET, 'A', {.amount = 4}}, {2, GET, 'B', {.amount = 8}}, {3, GET, 'C', {.amount = 1}},
        {4, PUT, 'D', {.amount = 1}}, {5, PUT, 'E', {.amount = 3}},
    };

    (void)unused;
    /* 10 - 4 = 6; 7; 10 - 8 - 1 */
    assert_tank((struct mu_store_rules){.level = 10}, of, N(of), "1:A-4 4:D+1 5:E+3 5:B-8 5:C-1");
    assert_true(at_the_end.level == 1);
    /* A waited 0, B 3 s, C 2 s. */
    assert_int_equal(at_the_end.get_wait.n, 3);
    assert_true(fabs(mu_tally_mean(&at_the_end.get_wait) - 5.0 / 3) < 1e-12);
}

static void who_takes_parts_stays_until_it_has_all(void **unused)
{
    static const struct deed of[] = {
        {1, GET, 'A', {.amount = 10, .partial = true}},
        {2, GET, 'B', {.amount = 1}},
        {3, PUT, 'C', {.amount = 4}},
        {4, PUT, 'D', {.amount = 5}},
    };

    (void)unused;
    assert_tank((struct mu_store_rules){.level = 3}, of, N(of),
                "1:A-3.. 3:C+4 3:A-4.. 4:D+5 4:A-3 4:B-1");
    assert_true(at_the_end.level == 1);
    assert_true(at_the_end.get_wait.greatest == 3);
}

static void a_full_store_takes_nothing_more(void **unused)
{
    static const struct deed of[] = {
        {1, PUT, 'A', {.amount = 5}}, {2, PUT, 'B', {.amount = 8, .partial = true}},
        {3, PUT, 'C', {.amount = 1}}, {4, GET, 'D', {.amount = 6}},
        {5, GET, 'E', {.amount = 2}},
    };

    (void)unused;
    /* 4 of 10: A 9, of B 1, full; D 6: 4, of B the other 7 would be 11: 6, full again; E: of B 1,
     * then C. */
    assert_tank((struct mu_store_rules){.level = 4, .capacity = 10}, of, N(of),
                "1:A+5 2:B+1.. 4:D-6 4:B+6.. 5:E-2 5:B+1 5:C+1");
    assert_true(at_the_end.level == 10);
    assert_true(at_the_end.put_wait.greatest == 3);
}

static void the_least_priority_number_goes_first(void **unused)
{
    static const struct deed of[] = {
        {1, GET, 'A', {.amount = 2, .priority = 2}},
        {2, GET, 'B', {.amount = 2, .priority = 1}},
        {3, GET, 'C', {.amount = 2, .priority = 1}},
        {4, PUT, 'D', {.amount = 4}},
    };

    (void)unused;
    assert_tank((struct mu_store_rules){0}, of, N(of), "4:D+4 4:B-2 4:C-2");
}

static void patience_and_never_mind_free_the_way(void **unused)
{
    static const struct deed of[] = {
        {1, GET, 'A', {.amount = 5, .patience = 3 * MU_SECOND}},
        {2, GET, 'B', {.amount = 1}},
        {3, GET, 'C', {.amount = 5}},
        {3, GET, 'D', {.amount = 1, .patience = 50 * MU_SECOND}},
        {5, GET_WITHDRAW, 'C', {0}},
        {6, GET_WITHDRAW, 'C', {0}},
        {7, PUT, 'E', {.amount = 1, .patience = MU_SECOND}},
        {9, PUT, 'F', {.amount = 9, .patience = MU_SECOND}},
        {9.5, PUT, 'G', {.amount = 9}},
        {11, PUT_WITHDRAW, 'G', {0}},
        {12, PUT_WITHDRAW, 'E', {0}},
    };

    (void)unused;
    /* A gives up: B is first. C never minds: D is first. */
    assert_tank((struct mu_store_rules){.level = 2, .capacity = 9}, of, N(of),
                "4:A! 4:B-1 out 5:D-1 gone 7:E+1 10:F! out gone");
    assert_int_equal(at_the_end.reneged, 2);
    assert_true(at_the_end.level == 1);
}

/* 0.1 ten times is a hair less than 1. */
static void less_than_the_tolerance_is_nothing(void **unused)
{
    struct deed of[11] = {{0.5, GET, 'A', {.amount = 1}}};

    (void)unused;
    for (size_t i = 1; i <= 10; i++)
        of[i] = (struct deed){(double)i, PUT, 'B', {.amount = 0.1}};
    struct diary diary = {0};
    const struct actor_params params = {
        .start = tank_start, .handle = tank_handle, .finish = tank_finish, .diary = &diary};
    char failure[256];
    rules = (struct mu_store_rules){.tolerance = 0};
    assert_int_equal(deeds_play(&params, of, N(of), failure, sizeof failure), MU_OK);
    assert_int_equal(diary.n, 10);
    diary.n = 0;
    rules = (struct mu_store_rules){.tolerance = 1e-9};
    assert_int_equal(deeds_play(&params, of, N(of), failure, sizeof failure), MU_OK);
    assert_int_equal(diary.n, 11);
    assert_string_equal(diary.notes[10], "10:A-1");
    assert_true(at_the_end.level == 0);
}

static void more_than_the_store_can_hold_fails_the_run(void **unused)
{
    static const struct deed of[] = {{1, GET, 'A', {.amount = 11}}};
    struct diary diary = {0};
    const struct actor_params params = {
        .start = tank_start, .handle = tank_handle, .diary = &diary};
    char failure[256];

    (void)unused;
    rules = (struct mu_store_rules){.capacity = 10};
    assert_int_equal(deeds_play(&params, of, N(of), failure, sizeof failure), MU_ERR_FAILED);
    assert_non_null(strstr(failure, "somebody wants 11 at once of a store that holds 10"));
}

/* Level 10 for 2 s, 4 for 3 s, then 0 for 5 s from the reset at 90 s: nothing but 0. */
static void the_level_is_tallied_over_time(void **unused)
{
    static const struct deed of[] = {
        {2, GET, 'A', {.amount = 6}}, {5, GET, 'B', {.amount = 4}}, {90, RESET, 'C', {0}}};

    (void)unused;
    assert_tank((struct mu_store_rules){.level = 10}, of, 2, "2:A-6 5:B-4");
    assert_true(fabs(mu_time_tally_mean(&at_the_end.over_time) - 32.0 / 100) < 1e-12);
    assert_true(at_the_end.over_time.greatest == 10);
    assert_tank((struct mu_store_rules){.level = 10}, of, 3, "2:A-6 5:B-4");
    assert_true(mu_time_tally_mean(&at_the_end.over_time) == 0);
    assert_int_equal(at_the_end.get_wait.n, 0);
}

/* What is got is what was there and what was put, less what is left: to the last bit, when all
 * amounts are multiples of 1/8. Whatever they are, the store is never more than full. */
static double unit;

static void tank_at_random(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct actor *a = state;
    struct mu_store *s = &tank_of(ctx, a)->store;
    struct mu_stream stream = mu_stream_for(ctx, 1, (uint64_t)a->n++);
    const struct mu_join join = {.amount = (1 + floor(mu_uniform(&stream) * 40)) * unit,
                                 .partial = mu_uniform(&stream) < 0.5,
                                 .priority = (int64_t)(mu_uniform(&stream) * 3)};

    (void)ev;
    if (mu_uniform(&stream) < 0.5)
        mu_store_get(ctx, s, &join);
    else
        mu_store_put(ctx, s, &join);
    for (struct mu_turn turn = {0}; mu_store_next(ctx, s, &turn);)
        a->sum += turn.what == MU_TURN_GETS ? -turn.amount : turn.amount;
    assert_true(s->level >= 0 && s->level <= rules.capacity);
    assert_true(fabs(s->level - rules.level - a->sum) <= (unit == 0.125 ? 0 : 1e-9));
    if (a->n < 20000)
        mu_send(ctx, mu_self(ctx), 1, RANDOM, NULL, 0);
}

static void nothing_is_lost_or_made(void **unused)
{
    static const struct deed of[] = {{1, RANDOM, 'A', {0}}};
    const struct actor_params params = {
        .start = tank_start, .handle = tank_at_random, .finish = tank_finish};
    char failure[256];

    (void)unused;
    unit = 0.125;
    rules = (struct mu_store_rules){.level = 7, .capacity = 20};
    assert_int_equal(deeds_play(&params, of, 1, failure, sizeof failure), MU_OK);
    assert_true(at_the_end.get_wait.n > 5000 && at_the_end.put_wait.n > 5000);
    unit = 0.1 / 3;
    rules = (struct mu_store_rules){.level = 0.1, .capacity = 1.7};
    assert_int_equal(deeds_play(&params, of, 1, failure, sizeof failure), MU_OK);
}

/* With u the last place of 3: what is lacking, 3 + u - 1.5 u, rounds to 3, and 3 + 1.5 u to 3 + 2
 * u. */
static void rounding_does_not_fill_a_store_beyond_its_brim(void **unused)
{
    static const struct deed of[] = {{1, PUT, 'A', {.amount = 10, .partial = true}}};

    (void)unused;
    assert_tank((struct mu_store_rules){.level = 1.5 * 0x1p-51, .capacity = 3 + 0x1p-51}, of, N(of),
                "1:A+3..");
    assert_true(at_the_end.level == 3 + 0x1p-51);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_wants_much_is_not_passed_by_who_wants_little),
        cmocka_unit_test(who_takes_parts_stays_until_it_has_all),
        cmocka_unit_test(a_full_store_takes_nothing_more),
        cmocka_unit_test(the_least_priority_number_goes_first),
        cmocka_unit_test(patience_and_never_mind_free_the_way),
        cmocka_unit_test(less_than_the_tolerance_is_nothing),
        cmocka_unit_test(more_than_the_store_can_hold_fails_the_run),
        cmocka_unit_test(the_level_is_tallied_over_time),
        cmocka_unit_test(nothing_is_lost_or_made),
        cmocka_unit_test(rounding_does_not_fill_a_store_beyond_its_brim),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
