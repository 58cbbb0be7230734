/* However events are executed, the same happens: thousands of random small models, each run by
 * one queue, by windows on 1 to 8 threads, and by a reference engine that is obviously right.
 *
 * A model is a rule: an entity mixes what reaches it into a number, and the number says what
 * it does next: tell others, with delays that make ties, tell itself or its site without
 * delay, set, move and cancel timers. The reference keeps all that is pending in a plain list
 * and takes the least.
 */
#include "tests/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/run_impl.h"
#include "sim/stream.h"

enum {
    MODELS = 10000,
    ENTITIES_MAX = 12,
    TIMERS = 3,
    ACTS_MAX = 15, /* of an entity in a run, so that runs end */
    END = 100000,
};

/* What an entity remembers; the same in both engines. */
struct memory {
    uint64_t number;
    uint32_t acts;
    mu_timer timers[TIMERS];
};

/* What a rule may do, in either engine. */
struct engine {
    void *self;
    void (*send)(void *self, uint32_t to, mu_time delay, uint16_t type, uint64_t word);
    mu_timer (*set)(void *self, mu_time delay, uint16_t type, uint64_t word);
    bool (*cancel)(void *self, mu_timer timer);
    bool (*move)(void *self, mu_timer timer, mu_time delay);
};

struct shape {
    uint32_t n, shared; /* entities; the last `shared` of them stand on one site */
    uint32_t body;      /* bytes of a message: a word, again and again */
    uint32_t crowd;     /* events that the first entity begins with, in one window */
    mu_time lookahead;
    bool fails;    /* some numbers end the run */
    uint64_t most; /* events; 0 = no bound */
    uint64_t salt;
};

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t x = (a ^ b) * UINT64_C(0x9e3779b97f4a7c15);

    x ^= x >> 29;
    x *= UINT64_C(0xbf58476d1ce4e5b9);
    return x ^ x >> 32;
}

static bool same_site(const struct shape *shape, uint32_t a, uint32_t b)
{
    const uint32_t first = shape->n - shape->shared + 1;

    return a == b || (a >= first && b >= first);
}

/* Few different values, so that many events meet at one instant. */
static mu_time delay_of(const struct shape *shape, uint64_t bits, bool near)
{
    static const mu_time delays[] = {0, 1, 5, 10, 10, 20, 25, 640, 700, 41000};
    const mu_time delay = delays[bits % (sizeof delays / sizeof *delays)];

    return near || delay >= shape->lookahead ? delay : delay + shape->lookahead;
}

static void act(const struct engine *e, const struct shape *shape, struct memory *m, uint32_t self,
                uint64_t bits)
{
    const uint32_t to = (uint32_t)(bits >> 8) % shape->n + 1;
    mu_timer *timer = &m->timers[bits >> 16 & 1];
    const mu_time soon = delay_of(shape, bits >> 24, true);

    switch (bits % 8) {
    case 0:
    case 1:
    case 2:
        e->send(e->self, to, delay_of(shape, bits >> 24, same_site(shape, self, to)), 1, bits);
        return;
    case 3: e->send(e->self, self, soon, 2, bits); return;
    case 4:
    case 5: *timer = e->set(e->self, soon, 3, bits); return;
    case 6: m->number = mix(m->number, e->cancel(e->self, *timer)); return;
    default: m->number = mix(m->number, e->move(e->self, *timer, soon)); return;
    }
}

static void on_event(const struct engine *e, const struct shape *shape, struct memory *m,
                     uint32_t self, uint32_t from, mu_time at, uint16_t type, uint64_t word)
{
    m->number = mix(mix(mix(m->number, (uint64_t)at), word ^ shape->salt), from * 8u + type);
    for (uint64_t bits = m->number, k = 0; k < 1 + m->number % 2 && m->acts < ACTS_MAX; k++) {
        bits = mix(bits, k);
        m->acts++;
        act(e, shape, m, self, bits);
    }
}

/* ---- the reference ---- */

struct pending {
    mu_time at;
    uint32_t from, to;
    uint64_t sequence, word;
    uint16_t type;
    uint32_t timer; /* 0 = a message */
};

struct reference {
    const struct shape *shape;
    struct memory memories[ENTITIES_MAX + 1];
    uint64_t sequences[ENTITIES_MAX + 1];
    struct pending list[1024];
    size_t n;
    uint32_t self, timers;
    mu_time now;
    uint64_t handled;
    mu_time stopped;                /* where the bound was met; 0 = it was not */
    mu_time last[ENTITIES_MAX + 1]; /* instant of the last event, by site's first entity */
    struct mu_run_counts counts;
};

static void ref_add(struct reference *r, uint32_t to, mu_time delay, uint16_t type, uint64_t word,
                    uint32_t timer)
{
    assert_true(r->n < sizeof r->list / sizeof *r->list);
    r->list[r->n++] =
        (struct pending){r->now + delay, r->self, to, r->sequences[r->self]++, word, type, timer};
}

static void ref_send(void *self, uint32_t to, mu_time delay, uint16_t type, uint64_t word)
{
    struct reference *r = self;

    r->counts.messages++;
    ref_add(self, to, delay, type, word, 0);
}

static mu_timer ref_set(void *self, mu_time delay, uint16_t type, uint64_t word)
{
    struct reference *r = self;

    r->counts.timers_set++;
    ref_add(r, r->self, delay, type, word, ++r->timers);
    return (mu_timer){0, r->timers};
}

/* The place of a pending timer in the list, or n. */
static size_t ref_find(const struct reference *r, mu_timer timer)
{
    size_t i = 0;

    while (i < r->n && (timer.generation == 0 || r->list[i].timer != timer.generation))
        i++;
    return i;
}

static bool ref_cancel(void *self, mu_timer timer)
{
    struct reference *r = self;
    const size_t i = ref_find(r, timer);

    if (i == r->n)
        return false;
    r->counts.timers_cancelled++;
    r->list[i] = r->list[--r->n];
    return true;
}

static bool ref_move(void *self, mu_timer timer, mu_time delay)
{
    struct reference *r = self;
    const size_t i = ref_find(r, timer);

    if (i == r->n)
        return false;
    r->counts.timers_moved++;
    r->list[i].at = r->now + delay;
    r->list[i].sequence = r->sequences[r->self]++;
    return true;
}

static bool comes_before(const struct pending *a, const struct pending *b)
{
    if (a->at != b->at)
        return a->at < b->at;
    return a->from != b->from ? a->from < b->from : a->sequence < b->sequence;
}

static void note_tie(struct reference *r, const struct pending *p)
{
    const uint32_t first = r->shape->n - r->shape->shared + 1;
    mu_time *last = &r->last[p->to < first ? p->to : first];

    r->counts.ties += *last == p->at; /* nothing happens at 0 */
    *last = p->at;
}

static void ref_run(struct reference *r)
{
    const struct engine e = {r, ref_send, ref_set, ref_cancel, ref_move};

    while (r->n > 0) {
        size_t least = 0;
        for (size_t i = 1; i < r->n; i++)
            if (comes_before(&r->list[i], &r->list[least]))
                least = i;
        const struct pending p = r->list[least];
        r->list[least] = r->list[--r->n];
        if (p.at >= END)
            continue;
        if (r->shape->most > 0 && r->handled == r->shape->most) {
            r->stopped = p.at;
            return;
        }
        r->handled++;
        note_tie(r, &p);
        r->self = p.to;
        r->now = p.at;
        on_event(&e, r->shape, &r->memories[p.to], p.to, p.from, p.at, p.type, p.word);
    }
}

/* ---- the same rules as a model ---- */

struct rule_params {
    const struct shape *shape;
    struct memory *seen; /* where it says at the end what it remembers */
};

static void eng_send(void *self, uint32_t to, mu_time delay, uint16_t type, uint64_t word)
{
    const struct rule_params *p = mu_params(self);
    uint64_t body[32];

    for (size_t i = 0; i < 32; i++)
        body[i] = word;
    mu_send(self, (mu_entity_id){to}, delay, type, body, p->shape->body);
}

static mu_timer eng_set(void *self, mu_time delay, uint16_t type, uint64_t word)
{
    return mu_set_timer(self, delay, type, &word, sizeof word);
}

static bool eng_cancel(void *self, mu_timer timer)
{
    return mu_cancel(self, timer);
}

static bool eng_move(void *self, mu_timer timer, mu_time delay)
{
    return mu_move(self, timer, delay);
}

static void rule_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct rule_params *p = mu_params(ctx);
    const struct engine e = {ctx, eng_send, eng_set, eng_cancel, eng_move};
    uint64_t word;

    struct memory *m = state;
    memcpy(&word, (const char *)ev->body + ev->size - sizeof word, sizeof word);
    mu_record(ctx, &(struct mu_happening){.object = mu_thing_of(ev->from), .value = (double)word});
    on_event(&e, p->shape, m, mu_self(ctx).i, ev->from.i, ev->at, ev->type, word);
    if (m->number % 5 == 0)
        memset(mu_at(ctx, mu_alloc(ctx, 7, 5)), 1, 35);
    if (p->shape->fails && m->number % 31 == 0)
        mu_fail(ctx, "%llu divides by 31", (unsigned long long)m->number);
}

static void rule_finish(struct mu_ctx *ctx, void *state)
{
    *((const struct rule_params *)mu_params(ctx))->seen = *(const struct memory *)state;
}

static const struct mu_param no_params[] = {MU_PARAMS_END};
static const struct mu_kind kinds[] = {{"rule.followed", "", "", ""}, {0}};

/* By name the ones on sites of their own come first. */
static const struct mu_model alone = {.name = "a-lone",
                                      .summary = "",
                                      .params = no_params,
                                      .params_size = sizeof(struct rule_params),
                                      .state_size = sizeof(struct memory),
                                      .kinds = kinds,
                                      .handle = rule_handle,
                                      .finish = rule_finish};
static const struct mu_model shared = {.name = "b-shared",
                                       .summary = "",
                                       .params = no_params,
                                       .params_size = sizeof(struct rule_params),
                                       .state_size = sizeof(struct memory),
                                       .kinds = kinds,
                                       .site = MU_SITE_OPERATIONS,
                                       .handle = rule_handle,
                                       .finish = rule_finish};

static struct mu_world *make_world(const struct shape *shape, struct memory *seen)
{
    static const struct mu_model *const models[] = {&alone, &shared, NULL};
    const struct mu_world_options options = {
        .end = END, .lookahead = shape->lookahead, .publish_every = END, .sample_every = 33333};
    struct mu_world *world = mu_world_create(models);

    mu_world_set_options(world, &options);
    for (uint32_t i = 1; i <= shape->n; i++) {
        char name[8];
        snprintf(name, sizeof name, "%02u", i);
        const bool lone = i <= shape->n - shape->shared;
        assert_int_equal(mu_world_name(world, lone ? alone.name : shared.name, name), MU_OK);
    }
    assert_int_equal(mu_world_seal(world), MU_OK);
    for (uint32_t i = 1; i <= shape->n; i++)
        *(struct rule_params *)mu_world_params(world, (mu_entity_id){i}) =
            (struct rule_params){shape, &seen[i]};
    assert_int_equal(mu_world_finish(world), MU_OK);
    return world;
}

/* What the outside begins with: everybody at one instant, some twice. */
static void begin(void *run, void (*post)(void *run, uint32_t to, mu_time at, uint64_t word),
                  const struct shape *shape)
{
    for (uint32_t i = 1; i <= shape->n; i++)
        for (uint32_t k = 0; k < 1 + i % 2; k++)
            post(run, i, 3 + 600 * k, mix(shape->salt, i + 100 * k));
    for (uint32_t k = 0; k < shape->crowd; k++)
        post(run, 1, 5000 + (mu_time)(mix(shape->salt, k) % (uint64_t)shape->lookahead),
             mix(shape->salt, k));
}

static void ref_post(void *run, uint32_t to, mu_time at, uint64_t word)
{
    struct reference *r = run;

    r->self = 0;
    r->now = 0;
    ref_add(r, to, at, 7, word, 0);
}

static void eng_post(void *run, uint32_t to, mu_time at, uint64_t word)
{
    assert_int_equal(mu_run_post(run, (mu_entity_id){to}, at, 7, &word, sizeof word), MU_OK);
}

static bool same_memory(const struct memory *a, const struct memory *b, uint32_t n)
{
    for (uint32_t i = 1; i <= n; i++)
        if (a[i].number != b[i].number || a[i].acts != b[i].acts)
            return false;
    return true;
}

/* Pauses anywhere must not matter either; 0 = at every instant. */
static void run_with(struct mu_world *world, const struct shape *shape, enum mu_driver driver,
                     unsigned threads, mu_time pause, struct mu_result *result, uint64_t *checksums)
{
    const struct mu_run_options options = {.seed = 1,
                                           .driver = driver,
                                           .threads = threads,
                                           .checksums = true,
                                           .max_events = shape->most};
    enum mu_err err = MU_OK;
    struct mu_run *run;

    assert_int_equal(mu_run_create(world, &options, &run), MU_OK);
    begin(run, eng_post, shape);
    while (pause == 0 && err == MU_OK && mu_run_next(run) != MU_NEVER)
        err = mu_run_step(run);
    for (mu_time t = pause; pause > 0 && t < END && err == MU_OK; t += pause)
        err = mu_run_until(run, t);
    if (err == MU_OK)
        err = mu_run_until(run, MU_NEVER);
    assert_true(err == MU_OK || ((shape->fails || shape->most > 0) && err == MU_ERR_FAILED));
    assert_int_equal(mu_run_finish(run, result), MU_OK);
    for (uint32_t i = 1; i <= shape->n; i++)
        checksums[i] = mu_run_checksum(run, (mu_entity_id){i});
    mu_run_destroy(run);
}

static bool same_columns(const struct mu_event_columns *a, const struct mu_event_columns *b)
{
    return a->n == b->n && memcmp(a->time, b->time, a->n * sizeof *a->time) == 0 &&
           memcmp(a->subject, b->subject, a->n * sizeof *a->subject) == 0 &&
           memcmp(a->object, b->object, a->n * sizeof *a->object) == 0 &&
           memcmp(a->value, b->value, a->n * sizeof *a->value) == 0 &&
           memcmp(a->cause, b->cause, a->n * sizeof *a->cause) == 0;
}

static bool same_result(const struct mu_result *a, const struct mu_result *b)
{
    return same_columns(&a->events, &b->events) && a->end == b->end &&
           strcmp(a->failure ? a->failure : "", b->failure ? b->failure : "") == 0;
}

/* Where a bound was met there are as many events as it allows, and none from that instant on. */
static bool bound_is_kept(const struct reference *r, const struct mu_result *result)
{
    char text[96];

    snprintf(text, sizeof text, "the run at %.6f s: the bound of %llu events is reached",
             (double)r->stopped * 1e-6, (unsigned long long)r->shape->most);
    for (size_t i = 0; i < result->events.n; i++)
        if (result->events.time[i] >= r->stopped)
            return false;
    return result->failure && strcmp(result->failure, text) == 0 && result->end == r->stopped &&
           result->n_handled == r->shape->most;
}

static bool counts_are_right(const struct reference *r, const struct mu_result *result)
{
    const struct mu_run_counts *a = &r->counts, *b = &result->counts;

    return b->events == r->handled && result->n_handled == r->handled && a->ties == b->ties &&
           a->messages == b->messages && a->timers_set == b->timers_set &&
           a->timers_cancelled == b->timers_cancelled && a->timers_moved == b->timers_moved &&
           b->posts == r->sequences[0];
}

static struct shape random_shape(uint64_t seed)
{
    struct mu_stream s = mu_stream_init(seed, 0, 0, 0, 0, 0);
    const uint32_t n = 1 + (uint32_t)(mu_uniform(&s) * ENTITIES_MAX);

    return (struct shape){.n = n,
                          .shared = (uint32_t)(mu_uniform(&s) * (n + 1)),
                          .body = mu_chance(0.5, &s) ? 8 : 256,
                          .crowd = seed % 7 == 0 ? 200 : 0,
                          .lookahead = seed % 3 ? 10 : 5000,
                          .fails = seed % 4 == 0,
                          .most = seed % 5 > 2 ? 1 + seed % 97 : 0,
                          .salt = mu_stream_next(&s)};
}

static void every_way_to_execute_is_the_reference(void **unused)
{
    const char *text = getenv("MUSTER_TEST_MODELS");
    const uint64_t models = text ? strtoull(text, NULL, 10) : MODELS;
    struct reference *r = test_malloc(sizeof *r);
    struct memory seen[ENTITIES_MAX + 1];
    uint64_t failed = 0, stopped = 0;

    (void)unused;
    for (uint64_t seed = 1; seed <= models; seed++) {
        const struct shape shape = random_shape(seed);
        struct mu_world *world = make_world(&shape, seen);
        memset(r, 0, sizeof *r);
        r->shape = &shape;
        begin(r, ref_post, &shape);
        ref_run(r);
        struct mu_result results[2];
        uint64_t checksums[2][ENTITIES_MAX + 1] = {{0}};
        const unsigned t = seed % 16 == 0 ? 8 : seed % 16 == 1 ? 3 : 1 + (unsigned)(seed % 2);
        for (size_t way = 0; way < 2; way++) {
            run_with(world, &shape, way ? MU_DRIVER_WINDOWS : MU_DRIVER_ONE_QUEUE, t,
                     seed % 5    ? END
                     : seed % 10 ? 333
                                 : 0,
                     &results[way], checksums[way]);
            if (!shape.fails && r->stopped > 0 && !bound_is_kept(r, &results[way]))
                fail_msg("model %llu: bound of %llu: %s, %u threads: %s", (unsigned long long)seed,
                         (unsigned long long)shape.most, way ? "windows" : "one queue", t,
                         results[way].failure);
            if (!results[way].failure && !counts_are_right(r, &results[way]))
                fail_msg("model %llu: counts: %s, %u threads", (unsigned long long)seed,
                         way ? "windows" : "one queue", t);
            stopped += way && !shape.fails && r->stopped > 0;
            if (!results[way].failure && !same_memory(seen, r->memories, shape.n))
                fail_msg("model %llu differs: %s, %u threads", (unsigned long long)seed,
                         way ? "windows" : "one queue", t);
        }
        if (!same_result(&results[0], &results[1]))
            fail_msg("model %llu: one queue and windows by %u threads differ: %s, %s",
                     (unsigned long long)seed, t, results[0].failure, results[1].failure);
        if (!results[0].failure && memcmp(checksums[0], checksums[1], sizeof checksums[0]) != 0)
            fail_msg("model %llu: checksums of events differ", (unsigned long long)seed);
        assert_true(checksums[0][1] != 0);
        failed += results[0].failure != NULL;
        mu_result_fini(&results[0]);
        mu_result_fini(&results[1]);
        mu_world_destroy(world);
    }
    test_free(r);
    assert_true(failed > models / 20); /* the failures were tried, too */
    assert_true(stopped > models / 10);
}

/* ---- a run changes over when its population does ---- */

enum { DANCERS = 400, REST_AT = 3 * 3600 };

/* A message a second between many, then one an hour; boards are published all the time. */
static void dance(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const bool rests = ev->at >= REST_AT * MU_SECOND;

    (void)state;
    mu_send(ctx, mu_self(ctx), rests ? MU_HOUR : MU_SECOND, 1, NULL, 0);
}

static void begin_dance(struct mu_ctx *ctx, void *state)
{
    (void)state;
    mu_send(ctx, mu_self(ctx), MU_SECOND, 1, NULL, 0);
}

static const struct mu_model dancer = {.name = "dancer",
                                       .summary = "",
                                       .params = no_params,
                                       .params_size = 1,
                                       .state_size = 1,
                                       .start = begin_dance,
                                       .handle = dance};

static void a_run_goes_by_its_population(void **unused)
{
    static const struct mu_model *const models[] = {&dancer, NULL};
    const struct mu_world_options world_options = {.end = 40 * MU_DAY,
                                                   .lookahead = MU_SECOND,
                                                   .publish_every = MU_MINUTE,
                                                   .sample_every = MU_MINUTE};
    const struct mu_run_options options = {.seed = 1, .threads = 2};
    struct mu_world *world = mu_world_create(models);
    struct mu_run *run;

    (void)unused;
    mu_world_set_options(world, &world_options);
    for (uint32_t i = 0; i < DANCERS; i++) {
        char name[8];
        snprintf(name, sizeof name, "%03u", i);
        assert_int_equal(mu_world_name(world, dancer.name, name), MU_OK);
    }
    assert_int_equal(mu_world_seal(world), MU_OK);
    assert_int_equal(mu_world_finish(world), MU_OK);
    assert_int_equal(mu_run_create(world, &options, &run), MU_OK);
    assert_false(run->in_windows);
    assert_int_equal(mu_run_until(run, MU_HOUR), MU_OK);
    assert_true(run->in_windows && run->together); /* 400 events in a window */
    assert_int_equal(mu_run_until(run, 30 * MU_DAY), MU_OK);
    assert_false(run->in_windows); /* one in nine */
    /* Those at the end itself stay for afterwards. */
    assert_int_equal(mu_run_events(run), DANCERS * (REST_AT + 30 * 24 - 3 - 1));
    mu_run_destroy(run);
    mu_world_destroy(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_way_to_execute_is_the_reference),
        cmocka_unit_test(a_run_goes_by_its_population),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
