/* channel.c - phone, fax, radio, runner: how long a message takes, whether it arrives. */
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

/* From `now` on, the first instant at which no outage holds. */
static mu_time works_from(const struct mu_channel_params *p, mu_time now, mu_entity_id a,
                          mu_entity_id b)
{
    const struct mu_channel_outage *rows = p->outages.rows;
    size_t i = 0;

    while (i < p->outages.n && now != MU_NEVER) {
        const bool down = now >= rows[i].from && now < rows[i].until &&
                          (cut_off(&rows[i], a) || cut_off(&rows[i], b));
        if (down)
            now = rows[i].until;
        i = down ? 0 : i + 1; /* another outage may hold by then */
    }
    return now;
}

static mu_entity_id pick_at(struct mu_ctx *ctx, const struct mu_refs *channels, mu_entity_id to,
                            bool powered, mu_time at, uint32_t purpose, uint64_t index,
                            mu_time *delay, bool *lost)
{
    for (size_t i = 0; i < channels->n; i++) {
        const struct mu_channel_params *p = mu_params_of(ctx, channels->ids[i]);
        if ((p->needs_power && !powered) || works_from(p, at, mu_self(ctx), to) != at)
            continue;
        struct mu_stream s = mu_stream_for(ctx, purpose, index);
        *delay = mu_seconds(mu_draw(&p->delay, &s));
        *lost = mu_chance(p->loss, &s);
        return channels->ids[i];
    }
    return MU_NOBODY;
}

mu_entity_id mu_channel_pick(struct mu_ctx *ctx, const struct mu_refs *channels, mu_entity_id to,
                             bool powered, uint32_t purpose, uint64_t index, mu_time *delay,
                             bool *lost)
{
    return pick_at(ctx, channels, to, powered, mu_now(ctx), purpose, index, delay, lost);
}

mu_time mu_channel_next_up(const struct mu_ctx *ctx, const struct mu_refs *channels,
                           mu_entity_id to, bool powered)
{
    mu_time first = MU_NEVER;

    for (size_t i = 0; i < channels->n; i++) {
        const struct mu_channel_params *p = mu_params_of(ctx, channels->ids[i]);
        if (p->needs_power && !powered)
            continue;
        const mu_time from = works_from(p, mu_now(ctx), mu_self(ctx), to);
        first = from < first ? from : first;
    }
    return first;
}

bool mu_channel_works(struct mu_ctx *ctx, const struct mu_refs *channels, mu_entity_id to,
                      bool powered)
{
    return mu_channel_next_up(ctx, channels, to, powered) == mu_now(ctx);
}

mu_entity_id mu_channel_pick_later(struct mu_ctx *ctx, const struct mu_refs *channels,
                                   mu_entity_id to, bool powered, uint32_t purpose, uint64_t index,
                                   mu_time *delay, bool *lost)
{
    const mu_time now = mu_now(ctx), end = mu_end(ctx);

    for (mu_time at = now; at < end; at += RETRY) {
        const mu_entity_id channel =
            pick_at(ctx, channels, to, powered, at, purpose, index, delay, lost);
        if (channel.i != 0) {
            *delay += at - now;
            return channel;
        }
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
                    "share of messages that never arrive", .source = "muster calibration"),
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
