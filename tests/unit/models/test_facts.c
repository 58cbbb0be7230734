/* Knowledge and triggers: what is unknown, what is older, what comes true by time alone. */
#include "tests/cmocka_all.h"

#include <math.h>

#include "hq.h"
#include "models/command/facts.h"

/* A probe's state. */
struct mind {
    struct mu_knowledge k;
    mu_time memories[4];
    bool ready;
};

static struct mind *mind_of(struct mu_ctx *ctx, void *state)
{
    struct mind *m = state;

    if (m->ready)
        return m;
    mu_knowledge_init(ctx, &m->k);
    for (int i = 0; i < 4; i++)
        m->memories[i] = MU_NEVER;
    m->ready = true;
    return m;
}

static mu_fact fact(struct mu_ctx *ctx, uint32_t zone, uint32_t quantity)
{
    size_t n;
    return mu_fact_of(ctx, (mu_entity_id){mu_first_of(ctx, "zone", &n).i + zone}, quantity);
}

static enum mu_news learn(struct mu_ctx *ctx, struct mind *m, mu_fact f, double value,
                          mu_time observed)
{
    const struct mu_told told = {f, value, observed};
    return mu_knowledge_learn(ctx, &m->k, &told, mu_self(ctx), (mu_cause){0});
}

static void play(struct hq *h, void (*look)(struct mu_ctx *, void *, void *), void *test,
                 const mu_time *at, size_t n)
{
    struct hq_probe *p = hq_params(h, "probe/p");
    struct mu_result r;

    *p = (struct hq_probe){.at = hq_table(h, at, n, sizeof *at), .look = look, .test = test};
    hq_play(h, &r);
    mu_result_fini(&r);
}

static void play_once(struct hq *h, void (*look)(struct mu_ctx *, void *, void *), void *test)
{
    const mu_time at = 1000 * MU_SECOND;
    play(h, look, test, &at, 1);
}

/* ---- facts ---- */

static void look_at_old_news(struct mu_ctx *ctx, void *state, void *test)
{
    struct mind *m = mind_of(ctx, state);
    const mu_fact f = fact(ctx, 0, MU_ZONE_Q_DEPTH);

    (void)test;
    assert_false(mu_knowledge_of(ctx, &m->k, f)->is_known);
    assert_int_equal(learn(ctx, m, f, 1.0, 500), MU_NEWS_FIRST);
    assert_int_equal(learn(ctx, m, f, 2.0, 400), MU_NEWS_NONE);
    assert_true(mu_knowledge_of(ctx, &m->k, f)->value == 1.0);
    assert_int_equal(learn(ctx, m, f, 1.0, 600), MU_NEWS_SAME);
    assert_true(mu_knowledge_of(ctx, &m->k, f)->observed == 600);
    assert_int_equal(learn(ctx, m, f, 3.0, 700), MU_NEWS_CHANGE);
    assert_int_equal(learn(ctx, m, f, NAN, 800), MU_NEWS_NONE);
    assert_true(mu_knowledge_of(ctx, &m->k, f)->value == 3.0);
}

static void older_observations_never_replace_newer_ones(void **unused)
{
    struct hq h = hq_open("zone/A probe/p");

    (void)unused;
    play_once(&h, look_at_old_news, NULL);
}

/* ---- logic ---- */

struct question {
    struct mu_expr expr;
    bool expected;
    const char *text;
};

struct quiz {
    struct question questions[40];
    size_t n;
    double depth; /* of zone A; NaN = nothing is told */
};

static void ask(struct hq *h, struct quiz *quiz, const char *text, bool expected)
{
    quiz->questions[quiz->n++] = (struct question){hq_expr(h, text, NULL), expected, text};
}

static void take_quiz(struct mu_ctx *ctx, void *state, void *test)
{
    struct mind *m = mind_of(ctx, state);
    const struct quiz *quiz = test;

    if (!isnan(quiz->depth)) {
        learn(ctx, m, fact(ctx, 0, MU_ZONE_Q_FLOODED), 1, 0);
        learn(ctx, m, fact(ctx, 0, MU_ZONE_Q_DEPTH), quiz->depth, 0);
        learn(ctx, m, fact(ctx, 1, MU_ZONE_Q_DEPTH), quiz->depth / 2, 0);
        learn(ctx, m, fact(ctx, 1, MU_ZONE_Q_FLOODED), 0, 0);
    }
    for (size_t i = 0; i < quiz->n; i++) {
        const struct question *q = &quiz->questions[i];
        const struct mu_trigger t = {
            .expr = &q->expr, .has_clock = mu_trigger_has_clock(&q->expr), .memories = m->memories};
        if (mu_trigger_judge(ctx, &m->k, &t).is_true != q->expected)
            fail_msg("%s", q->text);
    }
}

static void what_was_never_told_is_unknown_not_false(void **unused)
{
    struct hq h = hq_open("zone/A zone/B probe/p");
    struct quiz quiz = {.depth = NAN};

    (void)unused;
    ask(&h, &quiz, "A.flooded", false);
    ask(&h, &quiz, "not A.flooded", false); /* unknown as well */
    ask(&h, &quiz, "not (A.depth > 1 m)", false);
    ask(&h, &quiz, "not (A.flooded and false)", true); /* unknown and false = false */
    ask(&h, &quiz, "not (A.flooded and true)", false);
    ask(&h, &quiz, "A.flooded or true", true); /* unknown or true = true */
    ask(&h, &quiz, "not (A.flooded or false)", false);
    ask(&h, &quiz, "A.depth + 1 m > 0 m", false);
    ask(&h, &quiz, "not any(zone.flooded)", true); /* of what is known none is */
    ask(&h, &quiz, "sum(zone.depth) == 0 m", true);
    ask(&h, &quiz, "max(zone.depth) < 9 m", false); /* of nothing there is no greatest */
    ask(&h, &quiz, "age(A.depth) >= 0 s", false);
    ask(&h, &quiz, "since(A.flooded) == 0 s", true);
    ask(&h, &quiz, "", false);
    play_once(&h, take_quiz, &quiz);
}

static void comparisons_and_totals_are_over_what_is_known(void **unused)
{
    struct hq h = hq_open("zone/A zone/B zone/C probe/p");
    struct quiz quiz = {.depth = 2}; /* A 2 m and flooded, B 1 m and dry, C unknown */

    (void)unused;
    ask(&h, &quiz, "A.depth > 1 m and not B.flooded", true);
    ask(&h, &quiz, "A.depth > 2 m", false);
    ask(&h, &quiz, "A.depth >= 200 cm", true);
    ask(&h, &quiz, "A.depth != B.depth", true);
    ask(&h, &quiz, "A.depth / B.depth == 2", true);
    ask(&h, &quiz, "A.depth / (B.depth - 1 m) == 2 or false", false); /* by zero: unknown */
    ask(&h, &quiz, "count(zone.depth) == 2", true);
    ask(&h, &quiz, "count(zone.flooded) == 1", true);
    ask(&h, &quiz, "sum(zone.depth) == 3 m", true);
    ask(&h, &quiz, "max(zone.depth) == 2 m", true);
    ask(&h, &quiz, "any(zone.flooded)", true);
    ask(&h, &quiz, "C.flooded or A.flooded", true);
    ask(&h, &quiz, "C.flooded and A.flooded", false);
    play_once(&h, take_quiz, &quiz);
}

/* ---- time ---- */

struct timing {
    struct mu_expr expr;
    mu_time flooded_at, dry_at; /* told then, of zone A */
    bool is_true[8];
    mu_time next[8];
    int n;
};

static void watch_time(struct mu_ctx *ctx, void *state, void *test)
{
    struct mind *m = mind_of(ctx, state);
    struct timing *t = test;
    const struct mu_trigger trigger = {
        .expr = &t->expr, .has_clock = true, .memories = m->memories};

    if (mu_now(ctx) == t->flooded_at)
        learn(ctx, m, fact(ctx, 0, MU_ZONE_Q_FLOODED), 1, mu_now(ctx));
    if (mu_now(ctx) == t->dry_at)
        learn(ctx, m, fact(ctx, 0, MU_ZONE_Q_FLOODED), 0, mu_now(ctx));
    const struct mu_verdict v = mu_trigger_judge(ctx, &m->k, &trigger);
    t->is_true[t->n] = v.is_true;
    t->next[t->n++] = v.next;
}

static struct timing watch(const char *text, mu_time flooded_at, mu_time dry_at, const mu_time *at,
                           size_t n)
{
    struct hq h = hq_open("zone/A probe/p");
    struct timing t = {.expr = hq_expr(&h, text, NULL), .flooded_at = flooded_at, .dry_at = dry_at};

    play(&h, watch_time, &t, at, n);
    return t;
}

#define S MU_SECOND

static void since_counts_from_when_it_was_first_seen_true(void **unused)
{
    const mu_time at[] = {50 * S, 100 * S, 1899 * S, 1900 * S};
    const struct timing t = watch("since(A.flooded) >= 30 min", 100 * S, -1, at, 4);

    (void)unused;
    assert_true(t.next[0] == MU_NEVER); /* nothing is told: time alone changes nothing */
    assert_true(t.next[1] == 1900 * S); /* 100 s + 1800 s, exactly */
    assert_false(t.is_true[2]);
    assert_true(t.next[2] == 1900 * S);
    assert_true(t.is_true[3]);
}

static void since_begins_again_when_it_was_false_between(void **unused)
{
    const mu_time at[] = {100 * S, 1000 * S, 2000 * S};
    struct timing t = watch("since(A.flooded) >= 30 min", 100 * S, 1000 * S, at, 3);

    (void)unused;
    assert_true(t.next[1] == MU_NEVER);
    assert_false(t.is_true[2]);
}

static void a_strict_limit_is_passed_one_microsecond_later(void **unused)
{
    const mu_time at[] = {100 * S, 1900 * S, 1900 * S + 1};
    const struct timing t = watch("since(A.flooded) > 30 min", 100 * S, -1, at, 3);

    (void)unused;
    assert_true(t.next[0] == 1900 * S);
    assert_false(t.is_true[1]);
    assert_true(t.next[1] == 1900 * S + 1);
    assert_true(t.is_true[2]);
}

static void two_clocks_added_run_twice_as_fast(void **unused)
{
    const mu_time at[] = {100 * S, 1900 * S};
    const struct timing t = watch("since(A.flooded) + age(A.flooded) >= 1 h", 100 * S, -1, at, 2);

    (void)unused;
    assert_true(t.next[0] == 1900 * S); /* 2 x 1800 s = 1 h */
    assert_true(t.is_true[1]);
}

static void news_grow_old(void **unused)
{
    const mu_time at[] = {100 * S, 7300 * S};
    const struct timing t = watch("age(A.flooded) >= 2 h", 100 * S, -1, at, 2);

    (void)unused;
    assert_false(t.is_true[0]);
    assert_true(t.next[0] == 7300 * S);
    assert_true(t.is_true[1]);
}

static void a_limit_that_was_passed_will_not_come_again(void **unused)
{
    const mu_time at[] = {100 * S, 200 * S};
    const struct timing t = watch(
        "A.flooded and since(A.flooded) >= 1 min and age(A.flooded) < 1 h", 100 * S, -1, at, 2);

    (void)unused;
    assert_true(t.next[0] == 160 * S);
    assert_true(t.is_true[1]);
    assert_true(t.next[1] == 3700 * S); /* then it is too old */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(older_observations_never_replace_newer_ones),
        cmocka_unit_test(what_was_never_told_is_unknown_not_false),
        cmocka_unit_test(comparisons_and_totals_are_over_what_is_known),
        cmocka_unit_test(since_counts_from_when_it_was_first_seen_true),
        cmocka_unit_test(since_begins_again_when_it_was_false_between),
        cmocka_unit_test(a_strict_limit_is_passed_one_microsecond_later),
        cmocka_unit_test(two_clocks_added_run_twice_as_fast),
        cmocka_unit_test(news_grow_old),
        cmocka_unit_test(a_limit_that_was_passed_will_not_come_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
