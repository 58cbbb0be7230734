/* Resources against a plain simulation that looks at everybody each time. */
#include "tests/cmocka_all.h"

#include <math.h>

#include "desk.h"
#include "sim/run_impl.h"

struct entry {
    mu_time at;
    uint64_t who;
    char what;
};

struct log {
    size_t n;
    struct entry entries[20 * VISITS_MAX];
};

static struct log seen, expected;

static void add(struct log *log, mu_time at, char what, uint64_t who)
{
    assert_true(log->n < 20 * VISITS_MAX);
    log->entries[log->n++] = (struct entry){at, who, what};
}

static void log_it(struct mu_ctx *ctx, const char *what, uint64_t who)
{
    add(&seen, mu_now(ctx), what[0] == 'b' ? what[1] : what[0], who); /* e: begins; a: balks */
}

enum where { NOT_YET, WAITS, SERVED, GONE };

/* One customer as the plain simulation has it. */
struct plain {
    enum where where;
    bool begun;
    mu_time at, left, ends, until; /* until: its patience */
};

static struct plain plain[VISITS_MAX];

static bool goes_before(size_t a, size_t b)
{
    const int64_t p = desk_day->visits[a].priority, q = desk_day->visits[b].priority;

    return p != q ? p < q : a < b; /* numbered as they come */
}

static size_t best(enum where where, bool last)
{
    size_t found = SIZE_MAX;

    for (size_t i = 0; i < desk_day->n_visits; i++)
        if (plain[i].where == where && (found == SIZE_MAX || goes_before(i, found) != last))
            found = i;
    return found;
}

static size_t how_many(enum where where)
{
    size_t n = 0;

    for (size_t i = 0; i < desk_day->n_visits; i++)
        n += plain[i].where == where;
    return n;
}

static void settle(mu_time now)
{
    for (;;) {
        const size_t first = best(WAITS, false), last = best(SERVED, true);

        if (first == SIZE_MAX)
            return;
        struct plain *p = &plain[first];
        if (how_many(SERVED) < desk_day->rules.servers) {
            p->where = SERVED;
            p->ends = now + p->left;
            add(&expected, now, p->begun ? 'r' : 'e', first);
            p->begun = true;
        } else if (desk_day->rules.preemptive && last != SIZE_MAX &&
                   desk_day->visits[first].priority < desk_day->visits[last].priority) {
            plain[last].where = WAITS;
            plain[last].left = plain[last].ends - now;
            add(&expected, now, 'i', last);
        } else {
            return;
        }
    }
}

static mu_time next_of(const struct plain *p)
{
    switch (p->where) {
    case NOT_YET: return p->at;
    case WAITS: return p->begun ? MU_NEVER : p->until;
    case SERVED: return p->ends;
    case GONE: return MU_NEVER;
    }
    return MU_NEVER;
}

static void arrives(size_t i, mu_time now)
{
    const struct mu_resource_rules *rules = &desk_day->rules;
    const size_t last = best(SERVED, true);
    const bool displaces = rules->preemptive && last != SIZE_MAX &&
                           desk_day->visits[i].priority < desk_day->visits[last].priority;
    const bool full = how_many(SERVED) >= rules->servers && rules->room > 0 &&
                      how_many(WAITS) >= rules->room && !displaces;

    plain[i].where = full ? GONE : WAITS;
    if (full)
        add(&expected, now, 'a', i);
}

static void plain_step(size_t i, mu_time now)
{
    struct plain *p = &plain[i];

    if (p->where == NOT_YET) {
        arrives(i, now);
    } else {
        add(&expected, now, p->where == SERVED ? 'd' : 'g', i);
        p->where = GONE;
    }
    settle(now);
}

static void simulate_plainly(mu_time end)
{
    for (size_t i = 0; i < desk_day->n_visits; i++) {
        const struct visit *v = &desk_day->visits[i];
        const mu_time at = mu_seconds(v->at), patience = mu_seconds(v->patience);
        plain[i] = (struct plain){.at = at,
                                  .left = mu_seconds(v->service),
                                  .until = patience > 0 ? at + patience : MU_NEVER};
    }
    for (;;) {
        size_t first = 0;
        for (size_t i = 1; i < desk_day->n_visits; i++)
            if (next_of(&plain[i]) < next_of(&plain[first]))
                first = i;
        if (next_of(&plain[first]) >= end)
            return;
        plain_step(first, next_of(&plain[first]));
    }
}

/* Who comes, one a second. */
struct crowd {
    size_t n;
    int64_t priorities; /* so many different ones */
    double service;     /* s */
    double impatient;   /* part of them */
    double patience;    /* s */
};

/* Instants are random to the microsecond, so that no two fall together. */
static void draw_visits(struct visit *visits, uint64_t seed, const struct crowd *crowd)
{
    struct mu_stream s = mu_stream_init(seed, 0, 0, 3, 1, 0);
    double at = 0;

    for (size_t i = 0; i < crowd->n; i++) {
        at -= log(mu_uniform(&s));
        visits[i] =
            (struct visit){.at = at,
                           .service = -crowd->service * log(mu_uniform(&s)),
                           .priority = (int64_t)(mu_uniform(&s) * (double)crowd->priorities)};
        if (mu_uniform(&s) < crowd->impatient)
            visits[i].patience = -crowd->patience * log(mu_uniform(&s));
    }
}

static void assert_same_log(uint64_t seed)
{
    assert_int_equal(seen.n, expected.n);
    for (size_t i = 0; i < seen.n; i++) {
        const struct entry *a = &seen.entries[i], *b = &expected.entries[i];
        if (a->at != b->at || a->what != b->what || a->who != b->who)
            fail_msg("seed %d, line %d: %c %d at %d, expected %c %d at %d", (int)seed, (int)i,
                     a->what, (int)a->who, (int)a->at, b->what, (int)b->who, (int)b->at);
    }
}

/* 1 to 4 servers, used 0.93 of the time; or thrice what they can do, so that hundreds wait and most
 * of them give up. */
static void compare(uint64_t seed)
{
    static const int64_t priorities[] = {1, 2, 5, 1000000};
    static struct visit visits[VISITS_MAX];
    const uint32_t servers = 1 + (uint32_t)(seed % 4);
    const struct crowd usual = {400, priorities[seed / 4 % 4], 0.93 * servers, 0.3, 20},
                       rush = {400, priorities[seed / 4 % 4], 3 * servers, 0.8, 100};
    const struct day day = {
        .rules = {.servers = servers, .preemptive = seed % 3 > 0, .room = seed % 5 == 0 ? 7 : 0},
        .visits = visits,
        .n_visits = 400,
        .noted = log_it};

    draw_visits(visits, seed, seed % 7 < 2 ? &rush : &usual);
    seen.n = expected.n = 0;
    desk_play(&day, NULL, 1000);
    simulate_plainly(1000 * MU_SECOND);
    assert_true(seen.n > 400);
    assert_same_log(seed);
}

static void a_plain_simulation_sees_the_same(void **unused)
{
    (void)unused;
    for (uint64_t seed = 1; seed <= 60; seed++)
        compare(seed);
}

/* ---- a copy of a run ---- */

static void a_copy_goes_on_as_the_run_itself(void **unused)
{
    static struct visit visits[VISITS_MAX];
    static struct log straight;
    const struct day day = {.rules = {.servers = 2, .preemptive = true},
                            .visits = visits,
                            .n_visits = 400,
                            .noted = log_it};
    struct mu_run *copy;

    (void)unused;
    draw_visits(visits, 1, &(struct crowd){400, 3, 2.2, 0.3, 20});
    seen.n = 0;
    desk_play(&day, NULL, 500);
    straight = seen;
    struct mu_world *world = desk_world(NULL, 500);
    struct mu_run *run = desk_run(world);
    seen.n = 0;
    assert_int_equal(mu_run_until(run, 200 * MU_SECOND), MU_OK);
    assert_int_equal(mu_run_clone(run, &copy), MU_OK);
    mu_run_destroy(run); /* with its memory */
    assert_int_equal(mu_run_until(copy, MU_NEVER), MU_OK);
    assert_true(seen.n > 800);
    assert_int_equal(seen.n, straight.n);
    for (size_t i = 0; i < seen.n; i++)
        assert_true(seen.entries[i].at == straight.entries[i].at &&
                    seen.entries[i].who == straight.entries[i].who &&
                    seen.entries[i].what == straight.entries[i].what);
    mu_run_destroy(copy);
    mu_world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_simulation_sees_the_same),
        cmocka_unit_test(a_copy_goes_on_as_the_run_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
