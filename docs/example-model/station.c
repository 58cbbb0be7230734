#include "station.h"

struct station {
    int64_t busy, arrived;
    uint32_t head, n; /* ring of those who wait; head is next */
    mu_ref waiting;   /* run memory by number: a copy of the run is a run */
};

struct customer {
    mu_time came;
    uint64_t number;
    mu_cause cause; /* the event since which this one waits */
};

enum { ARRIVED, TURNED_AWAY, BEGAN };
enum { DRAW_SERVICE };

static void start_service(struct mu_ctx *ctx, struct station *s, const struct customer *c)
{
    const struct station_params *p = mu_params(ctx);
    /* The address (seed, this station, DRAW_SERVICE, number) gives this customer the same
     * service in every run, whatever else was changed. */
    struct mu_stream stream = mu_stream_for(ctx, DRAW_SERVICE, c->number);

    s->busy++;
    mu_record(ctx, &(struct mu_happening){.kind = BEGAN,
                                          .value = (double)(mu_now(ctx) - c->came) * 1e-6,
                                          .cause = c->cause,
                                          .since = c->cause});
    mu_set_timer(ctx, mu_seconds(mu_draw(&p->service, &stream)), STATION_DONE, NULL, 0);
}

static void on_arrive(struct mu_ctx *ctx, struct station *s)
{
    const struct station_params *p = mu_params(ctx);
    struct customer c = {.came = mu_now(ctx), .number = (uint64_t)s->arrived++};
    struct customer *waiting = mu_at(ctx, s->waiting);

    if (s->n == p->room && s->busy == p->servers) {
        mu_record(ctx, &(struct mu_happening){.kind = TURNED_AWAY});
        return;
    }
    c.cause = mu_record(ctx, &(struct mu_happening){.kind = ARRIVED});
    if (s->busy < p->servers)
        start_service(ctx, s, &c);
    else
        waiting[(s->head + s->n++) % (uint64_t)p->room] = c;
}

static void on_done(struct mu_ctx *ctx, struct station *s)
{
    const struct station_params *p = mu_params(ctx);
    const struct customer *waiting = mu_at(ctx, s->waiting);

    s->busy--;
    if (s->n == 0)
        return;
    const struct customer next = waiting[s->head];
    s->head = (uint32_t)((s->head + 1) % (uint64_t)p->room);
    s->n--;
    start_service(ctx, s, &next);
}

static void station_start(struct mu_ctx *ctx, void *state)
{
    const struct station_params *p = mu_params(ctx);
    struct station *s = state;

    s->waiting = mu_alloc(ctx, (size_t)p->room, sizeof(struct customer));
}

static void station_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    switch ((enum station_event)ev->type) {
    case STATION_ARRIVE: on_arrive(ctx, state); break;
    case STATION_DONE: on_done(ctx, state); break;
    }
}

static double waiting(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct station *)state)->n;
}

static const struct mu_param params[] = {
    MU_PARAM_INTEGER(struct station_params, servers, "1", 1, 1000, "customers served at once"),
    MU_PARAM_INTEGER(struct station_params, room, "100", 1, 1e6, "who finds it full goes away"),
    MU_PARAM_DIST(struct station_params, service, "s", "exponential(80 s)", 1e-6, 1e6,
                  "how long one is served"),
    MU_PARAMS_END,
};

static const struct mu_kind kinds[] = {
    [ARRIVED] = {"station.arrived", "", "", "somebody came"},
    [TURNED_AWAY] = {"station.turned_away", "", "", "somebody found the room full"},
    [BEGAN] = {"station.began", "s", "time waited", "somebody is served"},
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
};
