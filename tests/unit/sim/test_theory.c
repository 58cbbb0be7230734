/* Resources against queueing theory, through whole runs: priorities, interruption, people who
 * give up or go away. Validation cases 54 to 56; queues without these are case 32.
 *
 * Each expected number is worked out here from the formula named; what is measured is the mean of
 * independent replications and must lie within 3 of its standard errors. */
#include "tests/cmocka_all.h"

#include <math.h>
#include <string.h>

#include "sim/resource.h"
#include "theory.h"
#include "worlds.h"

enum { KINDS_MAX = 3 };
enum { ARRIVAL = 1, DONE, GAVE_UP, WARM };

/* One kind of customer. */
struct kind {
    double rate; /* per second */
    struct mu_dist service;
    int64_t priority;
    double patience; /* mean of an exponential [s]; 0 = never gives up */
};

/* What one replication found after its warm-up. */
struct found {
    struct mu_tally wait[KINDS_MAX], stay[KINDS_MAX]; /* s */
    double came, balked, reneged;
    double queue, busy; /* means over time */
};

struct hall_params {
    struct mu_resource_rules rules;
    struct kind kinds[KINDS_MAX];
    size_t n_kinds;
    double customers; /* of all kinds, about, after a warm-up of a tenth of it */
    struct found *found;
};

struct hall {
    struct mu_resource servers;
    struct mu_stream gaps[KINDS_MAX], services[KINDS_MAX], patiences[KINDS_MAX];
    double came;
};

static double total_rate(const struct hall_params *p)
{
    double rate = 0;

    for (size_t k = 0; k < p->n_kinds; k++)
        rate += p->kinds[k].rate;
    return rate;
}

static void expect(struct mu_ctx *ctx, struct hall *h, uint64_t kind)
{
    const struct hall_params *p = mu_params(ctx);

    mu_send(ctx, mu_self(ctx), theory_exponential(&h->gaps[kind], 1 / p->kinds[kind].rate), ARRIVAL,
            &kind, sizeof kind);
}

static void hall_start(struct mu_ctx *ctx, void *state)
{
    const struct hall_params *p = mu_params(ctx);
    struct hall *h = state;
    struct mu_resource_rules rules = p->rules;

    rules.done = DONE;
    rules.gave_up = GAVE_UP;
    mu_resource_init(ctx, &h->servers, &rules);
    mu_set_timer(ctx, mu_seconds(p->customers / 10 / total_rate(p)), WARM, NULL, 0);
    for (uint64_t k = 0; k < p->n_kinds; k++) {
        h->gaps[k] = mu_stream_for(ctx, 1, k);
        h->services[k] = mu_stream_for(ctx, 2, k);
        h->patiences[k] = mu_stream_for(ctx, 3, k);
        expect(ctx, h, k);
    }
}

static void on_arrival(struct mu_ctx *ctx, struct hall *h, uint64_t kind)
{
    const struct kind *k = &((const struct hall_params *)mu_params(ctx))->kinds[kind];
    const mu_time patience =
        k->patience > 0 ? theory_exponential(&h->patiences[kind], k->patience) : (mu_time)0;

    h->came++;
    mu_resource_join(
        ctx, &h->servers,
        &(struct mu_join){.payload = kind, .priority = k->priority, .patience = patience});
    expect(ctx, h, kind);
}

static void serve(struct mu_ctx *ctx, struct hall *h)
{
    const struct hall_params *p = mu_params(ctx);

    for (struct mu_turn turn = {0}; mu_resource_next(ctx, &h->servers, &turn);) {
        const uint64_t kind = turn.customer->payload;
        if (turn.what != MU_TURN_BEGINS)
            continue;
        mu_tally_add(&p->found->wait[kind], 1e-6 * (double)turn.customer->waited);
        mu_resource_serve(ctx, &h->servers, turn.claim,
                          mu_seconds(mu_draw(&p->kinds[kind].service, &h->services[kind])));
    }
}

static void on_done(struct mu_ctx *ctx, struct hall *h, mu_claim claim)
{
    const struct hall_params *p = mu_params(ctx);
    const struct mu_customer *c = mu_resource_done(ctx, &h->servers, claim);

    mu_tally_add(&p->found->stay[c->payload], 1e-6 * (double)(mu_now(ctx) - c->came));
}

static void on_warm(struct mu_ctx *ctx, struct hall *h)
{
    *((const struct hall_params *)mu_params(ctx))->found = (struct found){0};
    h->came = 0;
    mu_resource_reset(ctx, &h->servers);
}

static void hall_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct hall *h = state;

    switch (ev->type) {
    case ARRIVAL: on_arrival(ctx, h, *(const uint64_t *)ev->body); break;
    case DONE: on_done(ctx, h, mu_claim_of(ev)); break;
    case GAVE_UP: mu_resource_give_up(ctx, &h->servers, mu_claim_of(ev)); break;
    default: on_warm(ctx, h);
    }
    serve(ctx, h);
}

static void hall_finish(struct mu_ctx *ctx, void *state)
{
    struct hall *h = state;
    struct found *f = ((const struct hall_params *)mu_params(ctx))->found;

    mu_resource_tally(ctx, &h->servers);
    f->came = h->came;
    f->balked = (double)h->servers.balked;
    f->reneged = (double)h->servers.reneged;
    f->queue = mu_time_tally_mean(&h->servers.queue);
    f->busy = mu_time_tally_mean(&h->servers.in_service);
}

static const struct mu_model hall_model = {
    .name = "hall",
    .params = theory_no_params,
    .params_size = sizeof(struct hall_params),
    .state_size = sizeof(struct hall),
    .start = hall_start,
    .handle = hall_handle,
    .finish = hall_finish,
};

/* ---- replications ---- */

static void replicate(const struct hall_params *params, struct found *found)
{
    const struct mu_model *const models[] = {&hall_model, NULL};
    struct mu_world *world = mu_world_create(models);
    struct mu_world_options options = test_options();

    options.end = mu_seconds(1.1 * params->customers / total_rate(params));
    options.publish_every = options.sample_every = options.end;
    mu_world_set_options(world, &options);
    assert_int_equal(mu_world_name(world, "hall", "H"), MU_OK);
    assert_int_equal(mu_world_seal(world), MU_OK);
    struct hall_params *p = mu_world_params(world, (mu_entity_id){1});
    *p = *params;
    assert_int_equal(mu_world_finish(world), MU_OK);
    for (uint32_t i = 0; i < REPLICATIONS; i++) {
        p->found = &found[i];
        theory_run(world, i, 1);
    }
    mu_world_destroy(world);
}

/* What of one replication, of one kind. */
typedef double measure(const struct found *f, size_t kind);

static double wait(const struct found *f, size_t kind)
{
    return mu_tally_mean(&f->wait[kind]);
}

static double stay(const struct found *f, size_t kind)
{
    return mu_tally_mean(&f->stay[kind]);
}

static double queue(const struct found *f, size_t kind)
{
    (void)kind;
    return f->queue;
}

static double busy(const struct found *f, size_t kind)
{
    (void)kind;
    return f->busy;
}

static double part_balked(const struct found *f, size_t kind)
{
    (void)kind;
    return f->balked / f->came;
}

static double part_reneged(const struct found *f, size_t kind)
{
    (void)kind;
    return f->reneged / f->came;
}

static void compare(const char *what, const struct found *found, measure *of, size_t kind,
                    double expected)
{
    struct mu_tally means = {0};

    for (size_t i = 0; i < REPLICATIONS; i++)
        mu_tally_add(&means, of(&found[i], kind));
    theory_compare(what, &means, expected);
}

static struct mu_dist exp_service(double mean)
{
    return (struct mu_dist){MU_DIST_EXPONENTIAL, .a = mean};
}

/* ---- formulas ---- */

/* E[S^2]: exponential 2 m^2, constant m^2, uniform (a^2 + ab + b^2) / 3, lognormal
 * median^2 e^(2 sigma^2). */
static double second_moment(const struct mu_dist *d)
{
    switch (d->kind) {
    case MU_DIST_EXPONENTIAL: return 2 * d->a * d->a;
    case MU_DIST_FIXED: return d->a * d->a;
    case MU_DIST_UNIFORM: return (d->a * d->a + d->a * d->b + d->b * d->b) / 3;
    case MU_DIST_LOGNORMAL: return d->a * d->a * exp(2 * d->b * d->b);
    default: fail(); return 0;
    }
}

static double first_moment(const struct mu_dist *d)
{
    switch (d->kind) {
    case MU_DIST_UNIFORM: return (d->a + d->b) / 2;
    case MU_DIST_LOGNORMAL: return d->a * exp(d->b * d->b / 2);
    default: return d->a;
    }
}

/* Load of the kinds before k, which go before it, and half of the sum of rate x E[S^2] before
 * `end`. */
static double load_before(const struct kind *kinds, size_t k)
{
    double load = 0;

    for (size_t i = 0; i < k; i++)
        load += kinds[i].rate * first_moment(&kinds[i].service);
    return load;
}

static double work_left(const struct kind *kinds, size_t end)
{
    double work = 0;

    for (size_t i = 0; i < end; i++)
        work += kinds[i].rate * second_moment(&kinds[i].service) / 2;
    return work;
}

/* All `c` busy in M/M/c with offered load a: Erlang B by its recursion, then C = B / (1 - u (1 -
 * B)) with u = a / c (Kleinrock, Queueing Systems I, 1975, ch. 3). C(3, 2) = 4 / 9. */
static double erlang_c(unsigned c, double a)
{
    double b = 1;

    for (unsigned n = 1; n <= c; n++)
        b = a * b / (n + a * b);
    return b / (1 - a / c * (1 - b));
}

/* States of a birth-death process: birth rate of all states, death rate of each. */
enum { STATES = 2000 };

static void birth_death(double birth, double (*death)(const struct hall_params *p, size_t n),
                        const struct hall_params *p, size_t last, double *part)
{
    double sum = 1;

    part[0] = 1;
    for (size_t n = 1; n <= last; n++) {
        part[n] = part[n - 1] * birth / death(p, n);
        sum += part[n];
    }
    for (size_t n = 0; n <= last; n++)
        part[n] /= sum;
}

/* ---- 54: priorities without interruption ---- */

/* Cobham, Operations Research 2 (1954): W_k = W0 / ((1 - s_(k-1)) (1 - s_k)), s_k the load of
 * kinds 1 .. k, W0 = sum of rate x E[S^2] / 2. */
static void validation_54_one_server_with_three_priorities(void **unused)
{
    const struct hall_params p = {
        .rules = {.servers = 1},
        .kinds = {{.rate = 0.2, .service = {MU_DIST_UNIFORM, .a = 0.5, .b = 1.5}, .priority = 1},
                  {.rate = 0.3, .service = exp_service(1), .priority = 2},
                  {.rate = 0.2, .service = {MU_DIST_LOGNORMAL, .a = 1, .b = 0.6}, .priority = 9}},
        .n_kinds = 3,
        .customers = 15000,
    };
    static struct found found[REPLICATIONS];

    (void)unused;
    replicate(&p, found);
    for (size_t k = 0; k < 3; k++)
        compare("wait", found, wait, k,
                work_left(p.kinds, 3) /
                    ((1 - load_before(p.kinds, k)) * (1 - load_before(p.kinds, k + 1))));
    compare("busy", found, busy, 0, load_before(p.kinds, 3));
}

/* The same paper, c servers and one exponential service: W0 = C(c, a) / (c mu). */
static void validation_54_three_servers_with_two_priorities(void **unused)
{
    const struct hall_params p = {
        .rules = {.servers = 3},
        .kinds = {{.rate = 1.0, .service = exp_service(1), .priority = 1},
                  {.rate = 1.5, .service = exp_service(1), .priority = 2}},
        .n_kinds = 2,
        .customers = 15000,
    };
    static struct found found[REPLICATIONS];
    const double w0 = erlang_c(3, 2.5) / 3, first = 1.0 / 3, both = 2.5 / 3;

    (void)unused;
    assert_true(fabs(erlang_c(3, 2) - 4.0 / 9) < 1e-12);
    replicate(&p, found);
    compare("wait of the first", found, wait, 0, w0 / (1 - first));
    compare("wait of the second", found, wait, 1, w0 / ((1 - first) * (1 - both)));
}

/* ---- 55: priorities with interruption ---- */

/* Time in the system of kind k: E[S_k] / (1 - s_(k-1)) + R_k / ((1 - s_(k-1)) (1 - s_k)), R_k the
 * sum of rate x E[S^2] / 2 of kinds 1 .. k (Kleinrock, Queueing Systems II, 1976, ch. 3). */
static void validation_55_who_is_interrupted_resumes(void **unused)
{
    const struct hall_params p = {
        .rules = {.servers = 1, .preemptive = true},
        .kinds = {{.rate = 0.2, .service = {MU_DIST_FIXED, .a = 1}, .priority = 1},
                  {.rate = 0.3, .service = exp_service(1), .priority = 2},
                  {.rate = 0.2, .service = {MU_DIST_UNIFORM, .a = 0, .b = 2}, .priority = 3}},
        .n_kinds = 3,
        .customers = 15000,
    };
    static struct found found[REPLICATIONS];

    (void)unused;
    replicate(&p, found);
    for (size_t k = 0; k < 3; k++) {
        const double before = load_before(p.kinds, k), with = load_before(p.kinds, k + 1);
        compare("stay", found, stay, k,
                first_moment(&p.kinds[k].service) / (1 - before) +
                    work_left(p.kinds, k + 1) / ((1 - before) * (1 - with)));
    }
}

/* With one exponential service for all, interruption leaves the number in an M/M/c system as it
 * is: c = 2, and the first kind sees an M/M/2 of its own. */
static void validation_55_two_servers_belong_to_the_first_priority(void **unused)
{
    const struct hall_params p = {
        .rules = {.servers = 2, .preemptive = true},
        .kinds = {{.rate = 0.8, .service = exp_service(1), .priority = 1},
                  {.rate = 0.8, .service = exp_service(1), .priority = 2}},
        .n_kinds = 2,
        .customers = 15000,
    };
    static struct found found[REPLICATIONS];

    (void)unused;
    replicate(&p, found);
    compare("wait of the first", found, wait, 0, erlang_c(2, 0.8) / (2 - 0.8));
    compare("queue of all", found, queue, 0, erlang_c(2, 1.6) * 1.6 / (2 - 1.6));
}

/* ---- 56: who does not stay ---- */

static double deaths_with_patience(const struct hall_params *p, size_t n)
{
    const double servers = p->rules.servers, number = (double)n;

    return fmin(number, servers) / p->kinds[0].service.a +
           fmax(0, number - servers) / p->kinds[0].patience;
}

/* M/M/c with exponential patience (Palm, Tele 1957; Garnett, Mandelbaum and Reiman, Manufacturing
 * and Service Operations Management 4, 2002): a birth-death process; who gives up are, in a unit
 * of time, the mean queue over the mean patience. Overloaded: 3.3 on 3 servers. */
static void check_patience(uint32_t servers, double rate, double patience)
{
    const struct hall_params p = {
        .rules = {.servers = servers},
        .kinds = {{.rate = rate, .service = exp_service(1), .patience = patience}},
        .n_kinds = 1,
        .customers = 15000,
    };
    static struct found found[REPLICATIONS];
    static double part[STATES];
    double waiting = 0;

    birth_death(rate, deaths_with_patience, &p, STATES - 1, part);
    for (size_t n = servers; n < STATES; n++)
        waiting += (double)(n - servers) * part[n];
    replicate(&p, found);
    compare("queue", found, queue, 0, waiting);
    compare("give up", found, part_reneged, 0, waiting / patience / rate);
}

static void validation_56_people_give_up(void **unused)
{
    (void)unused;
    check_patience(1, 0.9, 5);
    check_patience(3, 3.3, 2);
}

static double deaths_of_servers(const struct hall_params *p, size_t n)
{
    return fmin((double)n, p->rules.servers) / p->kinds[0].service.a;
}

/* M/M/c with room for K in all (Kleinrock I, ch. 3): who comes when all K places are taken goes
 * away, the part of time that they are. c = 2, K = 6. */
static void validation_56_who_finds_no_room_goes_away(void **unused)
{
    const struct hall_params p = {
        .rules = {.servers = 2, .room = 4},
        .kinds = {{.rate = 1.8, .service = exp_service(1)}},
        .n_kinds = 1,
        .customers = 15000,
    };
    static struct found found[REPLICATIONS];
    double part[7], waiting = 0;

    (void)unused;
    birth_death(1.8, deaths_of_servers, &p, 6, part);
    for (size_t n = 3; n <= 6; n++)
        waiting += (double)(n - 2) * part[n];
    replicate(&p, found);
    compare("go away", found, part_balked, 0, part[6]);
    compare("queue", found, queue, 0, waiting);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(validation_54_one_server_with_three_priorities),
        cmocka_unit_test(validation_54_three_servers_with_two_priorities),
        cmocka_unit_test(validation_55_who_is_interrupted_resumes),
        cmocka_unit_test(validation_55_two_servers_belong_to_the_first_priority),
        cmocka_unit_test(validation_56_people_give_up),
        cmocka_unit_test(validation_56_who_finds_no_room_goes_away),
    };
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
