#include "source.h"

#include "station.h"

enum { SEND = 1 };
enum { DRAW_GAP };

struct source {
    uint64_t sent;
};

static void next(struct mu_ctx *ctx, const struct source *s)
{
    const struct source_params *p = mu_params(ctx);
    struct mu_stream stream = mu_stream_for(ctx, DRAW_GAP, s->sent);

    mu_set_timer(ctx, mu_seconds(mu_draw(&p->gap, &stream)), SEND, NULL, 0);
}

static void source_start(struct mu_ctx *ctx, void *state)
{
    next(ctx, state);
}

static void source_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    const struct source_params *p = mu_params(ctx);
    struct source *s = state;

    (void)ev; /* SEND is all it ever gets */
    s->sent++;
    mu_send(ctx, p->to, p->walk, STATION_ARRIVE, NULL, 0);
    next(ctx, s);
}

static const struct mu_param params[] = {
    MU_PARAM_REF(struct source_params, to, "station", "where they go"),
    MU_PARAM_DIST(struct source_params, gap, "s", "exponential(50 s)", 1e-6, 1e6,
                  "between two customers"),
    MU_PARAM_DURATION(struct source_params, walk, "30 s", 0, 86400, "way to the station"),
    MU_PARAMS_END,
};

const struct mu_model source_model = {
    .name = "source",
    .summary = "sends customers",
    .params = params,
    .params_size = sizeof(struct source_params),
    .state_size = sizeof(struct source),
    .site = MU_SITE_OWN,
    .start = source_start,
    .handle = source_handle,
};
