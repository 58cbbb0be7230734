#include "desk.h"

#include "sim/assert.h"
#include "tests/cmocka_all.h"

const struct day *desk_day;
struct mu_resource desk_at_the_end;
double desk_waited;

struct desk {
    struct mu_resource r;
    mu_claim claims[VISITS_MAX];
};

static struct desk *desk_of(struct mu_ctx *ctx, const struct actor *a)
{
    return mu_at(ctx, a->memory);
}

static void say(struct mu_ctx *ctx, const char *what, uint64_t who)
{
    note(ctx, "%g:%c-%s", (double)mu_now(ctx) * 1e-6, (int)('A' + who), what);
}

static void tell(struct mu_ctx *ctx, const char *what, uint64_t who)
{
    if (desk_day->noted)
        desk_day->noted(ctx, what, who);
    else
        say(ctx, what, who);
}

static void take_turns(struct mu_ctx *ctx, struct desk *d)
{
    static const char *const words[] = {"begins", "resumes", "interrupted"};

    for (struct mu_turn turn = {0}; mu_resource_next(ctx, &d->r, &turn);) {
        const uint64_t who = turn.customer->payload;
        tell(ctx, words[turn.what], who);
        if (turn.what == MU_TURN_BEGINS && desk_day->visits[who].service > 0)
            mu_resource_serve(ctx, &d->r, turn.claim, mu_seconds(desk_day->visits[who].service));
    }
}

static void join(struct mu_ctx *ctx, struct desk *d, uint32_t who)
{
    const struct visit *v = &desk_day->visits[who];

    d->claims[who] = mu_resource_join(ctx, &d->r,
                                      &(struct mu_join){.payload = who,
                                                        .priority = v->priority,
                                                        .patience = mu_seconds(v->patience)});
    if (d->claims[who].slot == 0)
        tell(ctx, "balks", who);
}

static void withdraw(struct mu_ctx *ctx, struct desk *d, uint32_t who)
{
    const bool was_there = mu_resource_withdraw(ctx, &d->r, d->claims[who]);

    tell(ctx, was_there ? "withdrawn" : "gone", who);
}

static void done(struct mu_ctx *ctx, struct desk *d, mu_claim claim)
{
    const struct mu_customer *c = mu_resource_done(ctx, &d->r, claim);

    desk_waited += 1e-6 * (double)c->waited;
    tell(ctx, "done", c->payload);
}

void desk_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct desk *d = desk_of(ctx, state);
    const uint32_t n = ev->size == sizeof n ? *(const uint32_t *)ev->body : 0;

    switch (ev->type) {
    case JOIN: join(ctx, d, n); break;
    case DONE: done(ctx, d, mu_claim_of(ev)); break;
    case GAVE_UP:
        tell(ctx, "gives_up", mu_resource_give_up(ctx, &d->r, mu_claim_of(ev))->payload);
        break;
    case SHIFT:
        mu_resource_shift(ctx, &d->r, desk_day->shifts, desk_day->n_shifts, desk_day->period);
        break;
    case SERVERS: mu_resource_set_servers(ctx, &d->r, n); break;
    case WITHDRAW: withdraw(ctx, d, n); break;
    case RESET: mu_resource_reset(ctx, &d->r); break;
    default: fail();
    }
    take_turns(ctx, d);
}

static void desk_start(struct mu_ctx *ctx, void *state)
{
    struct actor *a = state;
    struct mu_resource_rules rules = desk_day->rules;

    a->memory = mu_alloc(ctx, 1, sizeof(struct desk));
    rules.done = DONE;
    rules.gave_up = GAVE_UP;
    rules.shift = SHIFT;
    mu_resource_init(ctx, &desk_of(ctx, a)->r, &rules);
    if (desk_day->n_shifts > 0)
        mu_resource_shift(ctx, &desk_of(ctx, a)->r, desk_day->shifts, desk_day->n_shifts,
                          desk_day->period);
}

static void desk_finish(struct mu_ctx *ctx, void *state)
{
    struct desk *d = desk_of(ctx, state);

    mu_resource_tally(ctx, &d->r);
    desk_at_the_end = d->r;
}

static void post(struct mu_run *run, double at, uint16_t type, uint32_t n)
{
    assert_int_equal(mu_run_post(run, (mu_entity_id){1}, mu_seconds(at), type, &n, sizeof n),
                     MU_OK);
}

struct mu_world *desk_world(struct diary *diary, double end)
{
    static const char *const names[] = {"actor/desk", NULL};
    struct mu_world *world = test_world(names);
    struct mu_world_options options = test_options();

    options.end = mu_seconds(end);
    mu_world_set_options(world, &options);
    *test_params(world, "actor/desk") = (struct actor_params){
        .start = desk_start, .handle = desk_handle, .finish = desk_finish, .diary = diary};
    return world;
}

struct mu_run *desk_run(struct mu_world *world)
{
    struct mu_run *run = test_run(world);

    for (uint32_t i = 0; i < desk_day->n_visits; i++)
        post(run, desk_day->visits[i].at, JOIN, i);
    for (size_t i = 0; i < desk_day->n_deeds; i++)
        post(run, desk_day->deeds[i].at, desk_day->deeds[i].type, desk_day->deeds[i].n);
    return run;
}

void desk_play(const struct day *day, struct diary *diary, double end)
{
    struct mu_result result;

    desk_day = day;
    desk_waited = 0;
    struct mu_world *world = desk_world(diary, end);
    struct mu_run *run = desk_run(world);
    assert_int_equal(mu_run_until(run, MU_NEVER), MU_OK);
    assert_int_equal(mu_run_finish(run, &result), MU_OK);
    assert_null(result.failure);
    mu_result_fini(&result);
    mu_run_destroy(run);
    mu_world_destroy(world);
}
