/* To ask, and to give up after a while: the example of docs/engine.md, with answers in time, at
 * the very instant, too late, and to an earlier question. */
#include "tests/cmocka_all.h"

#include "worlds.h"

static const char *const names[] = {"actor/asker", "actor/office", NULL};
enum { ASKER = 1, OFFICE };
enum { ASK = 1, ANSWER, GIVE_UP, QUESTION };

#define PATIENCE (10 * MU_SECOND)

struct question {
    int64_t number;
    mu_time answer_after;
};

static void ask(struct mu_ctx *ctx, struct actor *a, mu_time answer_after)
{
    const struct question q = {++a->n, answer_after};

    mu_send(ctx, (mu_entity_id){OFFICE}, MU_SECOND, QUESTION, &q, sizeof q);
    a->timer = mu_set_timer(ctx, PATIENCE, GIVE_UP, NULL, 0);
}

/* Late: to an earlier question, or to one that was given up. */
static void on_answer(struct mu_ctx *ctx, struct actor *a, const struct question *q)
{
    const bool late = q->number != a->n || !mu_cancel(ctx, a->timer);

    note(ctx, "%s%lld@%lld", late ? "late" : "answer", (long long)q->number,
         (long long)(mu_now(ctx) / MU_SECOND));
}

static void asker_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    switch (ev->type) {
    case ASK: ask(ctx, state, *(const mu_time *)ev->body); break;
    case ANSWER: on_answer(ctx, state, ev->body); break;
    case GIVE_UP: note(ctx, "none@%lld", (long long)(mu_now(ctx) / MU_SECOND)); break;
    }
}

static void office_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct question *q = ev->body;

    (void)state;
    mu_send(ctx, ev->from, q->answer_after, ANSWER, q, sizeof *q);
}

/* Asks at the given seconds; the answers are there so many seconds later. 0 ends the list. */
static struct diary asked(const int (*questions)[2])
{
    struct diary diary = {0};
    struct mu_world *world = test_world(names);

    *test_params(world, "actor/asker") =
        (struct actor_params){.handle = asker_handle, .diary = &diary};
    test_params(world, "actor/office")->handle = office_handle;
    struct mu_run *run = test_run(world);
    for (; (*questions)[0]; questions++) {
        const mu_time answer_after = ((*questions)[1] - 1) * MU_SECOND; /* 1 s to get there */
        assert_int_equal(mu_run_post(run, (mu_entity_id){ASKER}, (*questions)[0] * MU_SECOND, ASK,
                                     &answer_after, sizeof answer_after),
                         MU_OK);
    }
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
    mu_run_destroy(run);
    mu_world_destroy(world);
    return diary;
}

static void an_answer_in_time_ends_the_waiting(void **unused)
{
    (void)unused;
    const struct diary diary = asked((const int[][2]){{5, 4}, {20, 9}, {0, 0}});
    assert_diary(&diary, "answer1@9 answer2@29");
}

static void an_answer_after_it_was_given_up_is_late(void **unused)
{
    (void)unused;
    const struct diary diary = asked((const int[][2]){{5, 12}, {0, 0}});
    assert_diary(&diary, "none@15 late1@17");
}

/* The timer, of the asker's rank, comes before the office's message. */
static void at_the_same_instant_the_order_decides(void **unused)
{
    (void)unused;
    const struct diary diary = asked((const int[][2]){{5, 10}, {0, 0}});
    assert_diary(&diary, "none@15 late1@15");
}

/* The first answer comes while the second question waits, and does not end that. */
static void a_late_answer_is_not_taken_for_the_next_one(void **unused)
{
    (void)unused;
    const struct diary diary = asked((const int[][2]){{5, 13}, {16, 6}, {30, 20}, {0, 0}});
    assert_diary(&diary, "none@15 late1@18 answer2@22 none@40 late3@50");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_in_time_ends_the_waiting),
        cmocka_unit_test(an_answer_after_it_was_given_up_is_late),
        cmocka_unit_test(at_the_same_instant_the_order_decides),
        cmocka_unit_test(a_late_answer_is_not_taken_for_the_next_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
