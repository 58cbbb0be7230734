/* channel.c - phone, fax, radio, runner: how long a message takes, whether it arrives. A caller
 * notices that nobody answers and tries again. */
#include <math.h>

#include "models/command/report_impl.h"

#define RETRY (5 * MU_MINUTE) /* from try to try; muster calibration */

static bool cut_off(const struct mu_channel_outage *o, mu_entity_id who)
{
    for (size_t i = 0; i < o->at.n; i++)
        if (o->at.ids[i].i == who.i)
            return true;
    return o->at.n == 0;
}

/* Does the channel work between the two at an instant? */
static bool works(const struct mu_channel_params *p, mu_time at, mu_entity_id a, mu_entity_id b)
{
    const struct mu_channel_outage *rows = p->outages.rows;

    for (size_t i = 0; i < p->outages.n; i++)
        if (at >= rows[i].from && at < rows[i].until &&
            (cut_off(&rows[i], a) || cut_off(&rows[i], b)))
            return false;
    return true;
}

static mu_entity_id pick_at(struct mu_ctx *ctx, const struct mu_refs *channels, mu_entity_id to,
                            bool powered, mu_time at)
{
    for (size_t i = 0; i < channels->n; i++) {
        const struct mu_channel_params *p = mu_params_of(ctx, channels->ids[i]);
        if ((powered || !p->needs_power) && works(p, at, mu_self(ctx), to))
            return channels->ids[i];
    }
    return MU_NOBODY;
}

bool mu_channel_works(struct mu_ctx *ctx, const struct mu_refs *channels, mu_entity_id to,
                      bool powered)
{
    return pick_at(ctx, channels, to, powered, mu_now(ctx)).i != 0;
}

static void draw(struct mu_ctx *ctx, mu_entity_id channel, struct mu_stream s, mu_time *delay,
                 bool *lost)
{
    const struct mu_channel_params *p = mu_params_of(ctx, channel);

    *delay = 0;
    *lost = true;
    for (int64_t i = 0; i < p->tries && *lost; i++) {
        *delay += mu_seconds(fmax(0, mu_draw(&p->delay, &s)));
        *lost = mu_chance(p->loss, &s);
    }
    if (*delay < mu_lookahead(ctx))
        mu_fail(ctx, "%s takes %g s, less than the lookahead of %g s; cut its delay from below",
                mu_name(ctx, channel), (double)*delay / (double)MU_SECOND,
                (double)mu_lookahead(ctx) / (double)MU_SECOND);
}

mu_entity_id mu_channel_pick(struct mu_ctx *ctx, const struct mu_refs *channels, mu_entity_id to,
                             bool powered, uint32_t purpose, uint64_t index, mu_time *delay,
                             bool *lost)
{
    const mu_entity_id channel = pick_at(ctx, channels, to, powered, mu_now(ctx));

    if (channel.i)
        draw(ctx, channel, mu_stream_for(ctx, purpose, index), delay, lost);
    return channel;
}

mu_entity_id mu_channel_pick_later(struct mu_ctx *ctx, const struct mu_refs *channels,
                                   mu_entity_id to, bool powered, uint32_t purpose, uint64_t index,
                                   mu_time *delay, bool *lost)
{
    for (mu_time at = mu_now(ctx) + RETRY; at < mu_end(ctx); at += RETRY) {
        const mu_entity_id channel = pick_at(ctx, channels, to, powered, at);
        if (channel.i == 0)
            continue;
        draw(ctx, channel, mu_stream_for(ctx, purpose, index), delay, lost);
        *delay += at - mu_now(ctx);
        return channel;
    }
    return MU_NOBODY;
}

static const struct mu_param outage_params[] = {
    MU_PARAM_INSTANT(struct mu_channel_outage, from, NULL, "from then on it is down"),
    MU_PARAM_INSTANT(struct mu_channel_outage, until, NULL, "until then; left out: to the end",
                     .optional = true),
    MU_PARAM_REFS(struct mu_channel_outage, at, NULL, "who is cut off; left out: everybody",
                  .optional = true),
    MU_PARAMS_END,
};

static const struct mu_param channel_params[] = {
    MU_PARAM_DIST(struct mu_channel_params, delay, "s", "lognormal(3 min, cv 0.5) in [30 s, 1 h]",
                  1, 864000, "from wanting to tell until it has been said or taken down",
                  .source = "muster calibration: a call with dialling and repeating"),
    MU_PARAM_NUMBER(struct mu_channel_params, loss, "1", "0.01", 0, 1,
                    "share of tries that fail: nobody answers, or it is misheard",
                    .source = "muster calibration"),
    MU_PARAM_INTEGER(struct mu_channel_params, tries, "3", 1, 1000,
                     "tries, each with its delay, before the message is given up as lost; who "
                     "calls hears that nobody answers, a letter has one",
                     .source = "muster calibration"),
    MU_PARAM_BOOL(struct mu_channel_params, needs_power, "false",
                  "fails where the mains are under water"),
    MU_PARAM_TABLE(struct mu_channel_params, outages, outage_params, struct mu_channel_outage,
                   "times when it is down", .optional = true),
    MU_PARAMS_END,
};

static void channel_start(struct mu_ctx *ctx, void *state)
{
    (void)ctx;
    (void)state;
}

static void channel_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    (void)state;
    mu_fail(ctx, "a channel was sent message %d; it is no one to talk to", ev->type);
}

const struct mu_model mu_channel_model = {
    .name = "channel",
    .summary = "a way to tell: how long it takes, how often it fails, when it is down",
    .params = channel_params,
    .params_size = sizeof(struct mu_channel_params),
    .state_size = 1,
    .site = MU_SITE_OPERATIONS,
    .start = channel_start,
    .handle = channel_handle,
};
