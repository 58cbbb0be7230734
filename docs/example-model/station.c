#include "station.h"

#include "sim/resource.h"

/* Run memory holds those who wait, by number: a copy of the run is a run. */
struct station {
    struct mu_resource desk;
    uint64_t arrived;
};

enum { ARRIVED, TURNED_AWAY, BEGAN, MEAN_WAIT, MEAN_BUSY, MOST_WAITING };
enum { DRAW_SERVICE };

/* The address (seed, this station, DRAW_SERVICE, number) gives this customer the same service in
 * every run, whatever else was changed. */
static mu_time service_time(const struct mu_ctx *ctx, uint64_t number)
{
    const struct station_params *p = mu_params(ctx);
    struct mu_stream stream = mu_stream_for(ctx, DRAW_SERVICE, number);

    return mu_seconds(mu_draw(&p->service, &stream));
}

static void begin(struct mu_ctx *ctx, struct station *s, const struct mu_turn *turn)
{
    const struct mu_customer *c = turn->customer;

    mu_record(ctx, &(struct mu_happening){
                       .kind = BEGAN, .value = (double)c->waited * 1e-6, .since = c->cause});
    mu_resource_serve(ctx, &s->desk, turn->claim, service_time(ctx, c->payload));
}

static void take_turns(struct mu_ctx *ctx, struct station *s)
{
    for (struct mu_turn turn = {0}; mu_resource_next(ctx, &s->desk, &turn);)
        begin(ctx, s, &turn);
}

static void on_arrive(struct mu_ctx *ctx, struct station *s)
{
    const struct mu_join join = {.payload = s->arrived++};

    mu_record(ctx, &(struct mu_happening){.kind = ARRIVED});
    if (mu_resource_join(ctx, &s->desk, &join).slot == 0)
        mu_record(ctx, &(struct mu_happening){.kind = TURNED_AWAY});
    take_turns(ctx, s);
}

static void on_done(struct mu_ctx *ctx, struct station *s, mu_claim claim)
{
    mu_resource_done(ctx, &s->desk, claim);
    take_turns(ctx, s);
}

static void station_start(struct mu_ctx *ctx, void *state)
{
    const struct station_params *p = mu_params(ctx);
    struct station *s = state;
    const struct mu_resource_rules rules = {
        .servers = (uint32_t)p->servers, .room = (uint32_t)p->room, .done = STATION_DONE};

    mu_resource_init(ctx, &s->desk, &rules);
    mu_set_timer(ctx, p->warm_up, STATION_WARM, NULL, 0);
}

static void station_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct station *s = state;

    switch ((enum station_event)ev->type) {
    case STATION_ARRIVE: on_arrive(ctx, s); break;
    case STATION_DONE: on_done(ctx, s, mu_claim_of(ev)); break;
    case STATION_WARM: mu_resource_reset(ctx, &s->desk); break;
    }
}

static void station_finish(struct mu_ctx *ctx, void *state)
{
    struct mu_resource *desk = &((struct station *)state)->desk;

    mu_resource_tally(ctx, desk);
    mu_record(ctx, &(struct mu_happening){.kind = MEAN_WAIT, .value = mu_tally_mean(&desk->wait)});
    mu_record(ctx, &(struct mu_happening){.kind = MEAN_BUSY,
                                          .value = mu_time_tally_mean(&desk->in_service)});
    mu_record(ctx, &(struct mu_happening){.kind = MOST_WAITING, .value = desk->queue.greatest});
}

static double waiting(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return mu_resource_waiting(&((const struct station *)state)->desk);
}

static const struct mu_param params[] = {
    MU_PARAM_INTEGER(struct station_params, servers, "1", 1, 1000, "customers served at once"),
    MU_PARAM_INTEGER(struct station_params, room, "100", 1, 1e6, "who finds it full goes away"),
    MU_PARAM_DIST(struct station_params, service, "s", "exponential(80 s)", 1e-6, 1e6,
                  "how long one is served"),
    MU_PARAM_DURATION(struct station_params, warm_up, "0 s", 0, 1e9,
                      "what happens before is not counted"),
    MU_PARAMS_END,
};

static const struct mu_kind kinds[] = {
    [ARRIVED] = {"station.arrived", "", "", "somebody came"},
    [TURNED_AWAY] = {"station.turned_away", "", "", "somebody found the room full"},
    [BEGAN] = {"station.began", "s", "time waited", "somebody is served"},
    [MEAN_WAIT] = {"station.mean_wait", "s", "mean time waited", "in the end"},
    [MEAN_BUSY] = {"station.mean_busy", "1", "servers at work, over time", "in the end"},
    [MOST_WAITING] = {"station.most_waiting", "person", "longest queue", "in the end"},
    {0},
};

static const struct mu_series series[] = {{"waiting", "person", "who wait", waiting}, {0}};

const struct mu_model station_model = {
    .name = "station",
    .summary = "servers behind one queue",
    .params = params,
    .params_size = sizeof(struct station_params),
    .state_size = sizeof(struct station),
    .site = MU_SITE_OWN,
    .kinds = kinds,
    .series = series,
    .start = station_start,
    .handle = station_handle,
    .finish = station_finish,
};
