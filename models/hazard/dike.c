#include "models/hazard/dike.h"

#include <math.h>

#include "models/hazard/dike_settings.h"
#include "models/hazard/water.h"
#include "models/hazard/water_board.h"

#define WIDTH_STEP 50.0 /* m between two records of the width */

enum dike_kind { KIND_BREACHED = MU_REPORT_KIND_OWN, KIND_WIDTH_REACHED, KIND_CLOSED };
enum dike_draw { DRAW_NOTICED = 1 };

struct dike {
    mu_entity_id water;
    mu_timer opens;
    mu_time opens_at;  /* MU_NEVER: not foreseen */
    mu_cause breached; /* recorded; none while it stands */
    double recorded;   /* m of width */
    uint32_t number;   /* of reports */
    bool closed;
};

/* ---- events ----------------------------------------------------------------------------- */

/* The water hears of it beforehand, so that both begin at the same instant. */
static void break_at(struct mu_ctx *ctx, struct dike *dike, mu_time at)
{
    const struct mu_water_breaks breaks = {mu_self(ctx)};
    mu_time delay = at - mu_now(ctx);

    if (delay < mu_lookahead(ctx))
        delay = mu_lookahead(ctx);
    mu_send(ctx, dike->water, delay, MU_WATER_BREACH, &breaks, sizeof breaks);
    dike->opens = mu_set_timer(ctx, delay, MU_DIKE_OPENS, NULL, 0);
    dike->opens_at = mu_now(ctx) + delay;
}

static void dike_start(struct mu_ctx *ctx, void *state)
{
    const struct mu_dike_params *p = mu_params(ctx);
    struct dike *dike = state;
    const struct mu_water_params *water;
    mu_time at;

    dike->opens_at = MU_NEVER;
    dike->water = mu_water_of(ctx);
    if (dike->water.i == 0) {
        mu_fail(ctx, "%s: a dike needs one \"water\"", mu_name(ctx, mu_self(ctx)));
        return;
    }
    water = mu_params_of(ctx, dike->water);
    if (p->reservoir.n == 0 && water->river.n == 0) {
        mu_fail(ctx, "%s: there is neither a \"river\" in \"water\" nor a \"reservoir\" here",
                mu_name(ctx, mu_self(ctx)));
        return;
    }
    at = mu_dike_breaks_at(p, water);
    if (at < mu_end(ctx))
        break_at(ctx, dike, at);
}

static void on_break(struct mu_ctx *ctx, struct dike *dike)
{
    if (dike->opens_at <= mu_now(ctx) + mu_lookahead(ctx))
        return;                  /* it has broken, or is about to */
    mu_cancel(ctx, dike->opens); /* the water keeps to the first that arrives */
    break_at(ctx, dike, mu_now(ctx));
}

/* ---- people on the dike ------------------------------------------------------------------ */

static void watch(struct mu_ctx *ctx)
{
    const struct mu_dike_params *p = mu_params(ctx);
    struct mu_stream s = mu_stream_for(ctx, DRAW_NOTICED, 0);
    const mu_time delay = mu_perfect_information(ctx) ? 0 : mu_seconds(mu_draw(&p->noticed, &s));

    if (p->office.i != 0)
        mu_set_timer(ctx, delay, MU_DIKE_LOOK, NULL, 0);
}

static void on_look(struct mu_ctx *ctx, struct dike *dike)
{
    const struct mu_dike_params *p = mu_params(ctx);
    const struct mu_water_breach b = mu_water_breach(mu_board(ctx, dike->water), mu_self(ctx));
    const double width = b.open ? b.width : mu_dike_law(p).width;
    const struct mu_told told[] = {
        {mu_fact_of(ctx, mu_self(ctx), MU_DIKE_Q_BREACHED), !dike->closed, mu_now(ctx)},
        {mu_fact_of(ctx, mu_self(ctx), MU_DIKE_Q_WIDTH), dike->closed ? 0 : width, mu_now(ctx)},
    };

    if (dike->closed) { /* nobody will look again */
        mu_report_tell_in_the_end(ctx, &p->channels, p->office, true, &dike->number,
                                  MU_REPORT_FINAL, MU_NEVER, told, 2);
        return;
    }
    mu_report_tell(ctx, &p->channels, p->office, true, &dike->number,
                   dike->number ? MU_REPORT_FOLLOW_UP : MU_REPORT_INITIAL, MU_NEVER, told, 2);
    mu_set_timer(ctx, p->looks_every, MU_DIKE_LOOK, NULL, 0);
}

static void on_opens(struct mu_ctx *ctx, struct dike *dike)
{
    double width = mu_dike_law(mu_params(ctx)).width;

    dike->recorded = width;
    dike->breached = mu_record(ctx, &(struct mu_happening){.kind = KIND_BREACHED, .value = width});
    watch(ctx);
}

static void dike_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    switch ((enum mu_dike_event)ev->type) {
    case MU_DIKE_BREAK: on_break(ctx, state); return;
    case MU_DIKE_OPENS: on_opens(ctx, state); return;
    case MU_DIKE_LOOK: on_look(ctx, state); return;
    }
    mu_fail(ctx, "%s: a dike takes no message of type %d", mu_name(ctx, mu_self(ctx)), ev->type);
}

static void dike_board(struct mu_ctx *ctx, void *state, mu_entity_id owner)
{
    struct dike *dike = state;
    struct mu_water_breach b;

    if (owner.i != dike->water.i || dike->breached.i == 0 || dike->closed)
        return;
    b = mu_water_breach(mu_board(ctx, owner), mu_self(ctx));
    mu_set_cause(ctx, dike->breached);
    while (b.eroded >= (floor(dike->recorded / WIDTH_STEP) + 1) * WIDTH_STEP) {
        dike->recorded = (floor(dike->recorded / WIDTH_STEP) + 1) * WIDTH_STEP;
        mu_record(ctx, &(struct mu_happening){.kind = KIND_WIDTH_REACHED, .value = dike->recorded});
    }
    if (!b.closed)
        return;
    dike->closed = true;
    mu_record(ctx, &(struct mu_happening){
                       .kind = KIND_CLOSED, .value = b.eroded, .since = dike->breached});
}

/* ---- series ----------------------------------------------------------------------------- */

static struct mu_water_breach breach_now(const struct mu_ctx *ctx, const void *state)
{
    const struct dike *dike = state;

    return mu_water_breach(mu_board(ctx, dike->water), mu_self(ctx));
}

static double series_width(const struct mu_ctx *ctx, const void *state)
{
    return breach_now(ctx, state).width;
}

static double series_discharge(const struct mu_ctx *ctx, const void *state)
{
    return breach_now(ctx, state).discharge;
}

static double series_speed(const struct mu_ctx *ctx, const void *state)
{
    return breach_now(ctx, state).speed;
}

static double series_outside(const struct mu_ctx *ctx, const void *state)
{
    (void)state;
    return mu_water_stage(ctx, mu_self(ctx));
}

static double series_inside(const struct mu_ctx *ctx, const void *state)
{
    struct mu_water_breach b = breach_now(ctx, state);

    return b.open ? b.inside : NAN;
}

static const struct mu_kind dike_kinds[] = {
    MU_REPORT_KINDS,
    [KIND_BREACHED] = {"dike.breached", "m", "width at first", "a dike began to breach"},
    [KIND_WIDTH_REACHED] = {"dike.width_reached", "m", "width",
                            "a breach was eroded to another 50 m"},
    [KIND_CLOSED] = {"dike.closed", "m", "eroded width", "a breach was filled from end to end"},
    {0},
};

static const struct mu_series dike_series[] = {
    {"width", "m", "open width of the breach", series_width},
    {"discharge", "m3/s", "through the breach, inwards", series_discharge},
    {"speed", "m/s", "mean speed in the breach", series_speed},
    {"outside", "m", "stage outside, above the datum", series_outside},
    {"inside", "m", "level behind the open breach, above the datum", series_inside},
    {0},
};

static const struct mu_quantity dike_quantities[] = {
    [MU_DIKE_Q_BREACHED] = {"breached", "bool", "the dike has breached"},
    [MU_DIKE_Q_WIDTH] = {"width", "m", "open width of its breach"},
    {0},
};

const struct mu_model mu_dike_model = {
    .name = "dike",
    .summary = "a reach of a dike, or a dam, that may breach",
    .params = mu_dike_settings,
    .params_size = sizeof(struct mu_dike_params),
    .state_size = sizeof(struct dike),
    .site = MU_SITE_OWN,
    .kinds = dike_kinds,
    .series = dike_series,
    .quantities = dike_quantities,
    .check = mu_dike_check,
    .start = dike_start,
    .handle = dike_handle,
    .board = dike_board,
};
