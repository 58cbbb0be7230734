#include "models/hazard/gauge.h"

#include <math.h>

#include "models/hazard/hydrograph.h"
#include "models/hazard/water.h"

enum gauge_kind { KIND_READ = MU_REPORT_KIND_OWN, KIND_FAILED };
enum gauge_purpose { PURPOSE_OUTAGE = 1, PURPOSE_NOISE };

struct gauge {
    uint64_t tried;  /* readings, also those that failed */
    mu_time last_at; /* of the last that succeeded; MU_NEVER = none yet */
    double last;     /* m */
    uint32_t number; /* of reports */
};

static double stage_here(const struct mu_ctx *ctx, const struct mu_gauge_params *p)
{
    const struct mu_water_params *water;

    if (p->dike.i != 0)
        return mu_water_stage(ctx, p->dike);
    water = mu_params_of(ctx, mu_water_of(ctx));
    return mu_hydrograph_stage(water->river.rows, water->river.n, mu_now(ctx)) +
           water->river_shift + p->stage_offset;
}

/* What one reading says goes out from here. A reading that finds no channel is overtaken by
 * the next one. */
static void tell(struct mu_ctx *ctx, struct gauge *g, double stage, double rate)
{
    const struct mu_gauge_params *p = mu_params(ctx);
    const mu_entity_id self = mu_self(ctx);
    const struct mu_told told[] = {
        {mu_fact_of(ctx, self, MU_GAUGE_Q_STAGE), stage, mu_now(ctx)},
        {mu_fact_of(ctx, self, MU_GAUGE_Q_RATE), rate, mu_now(ctx)},
    };

    mu_record(ctx, &(struct mu_happening){.kind = KIND_READ, .value = stage});
    if (p->office.i != 0)
        mu_report_tell(ctx, &p->channels, p->office, true, &g->number, MU_REPORT_FOLLOW_UP,
                       MU_NEVER, told, 2);
}

static double noise(const struct mu_ctx *ctx, const struct mu_gauge_params *p, uint64_t reading)
{
    const struct mu_dist dist = {
        .kind = MU_DIST_NORMAL, .b = p->noise, .lo = -INFINITY, .hi = INFINITY};
    struct mu_stream stream = mu_stream_for(ctx, PURPOSE_NOISE, reading);

    return p->noise > 0 ? mu_draw(&dist, &stream) : 0;
}

static void read_stage(struct mu_ctx *ctx, struct gauge *g, double truth)
{
    mu_time now = mu_now(ctx);
    double stage = truth + noise(ctx, mu_params(ctx), g->tried);
    double rate = 0;

    if (g->last_at != MU_NEVER)
        rate = (stage - g->last) / ((double)(now - g->last_at) / (double)MU_SECOND);
    g->last = stage;
    g->last_at = now;
    tell(ctx, g, stage, rate);
}

static void on_reads(struct mu_ctx *ctx, struct gauge *g)
{
    const struct mu_gauge_params *p = mu_params(ctx);
    struct mu_stream stream = mu_stream_for(ctx, PURPOSE_OUTAGE, g->tried);
    double truth = stage_here(ctx, p);

    if (mu_now(ctx) >= p->fails_at || truth > p->fails_above) {
        mu_record(ctx, &(struct mu_happening){.kind = KIND_FAILED, .value = truth});
        return;
    }
    if (!mu_chance(p->outage, &stream))
        read_stage(ctx, g, truth);
    g->tried++;
    mu_set_timer(ctx, p->interval, MU_GAUGE_READS, NULL, 0);
}

static void gauge_start(struct mu_ctx *ctx, void *state)
{
    const struct mu_gauge_params *p = mu_params(ctx);
    mu_entity_id water = mu_water_of(ctx);
    const struct mu_water_params *w = water.i != 0 ? mu_params_of(ctx, water) : NULL;
    struct gauge *g = state;

    if (p->dike.i == 0 && (!w || w->river.n == 0)) {
        mu_fail(ctx, "%s: there is no \"river\" in \"water\" to read, and no \"dike\" is given",
                mu_name(ctx, mu_self(ctx)));
        return;
    }
    g->last_at = MU_NEVER;
    mu_set_timer(ctx, 0, MU_GAUGE_READS, NULL, 0);
}

static void gauge_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    if (ev->type == MU_GAUGE_READS)
        on_reads(ctx, state);
    else
        mu_fail(ctx, "%s: a gauge takes no message of type %d", mu_name(ctx, mu_self(ctx)),
                ev->type);
}

#define P struct mu_gauge_params
static const struct mu_param gauge_params[] = {
    MU_PARAM_POINT(P, at, "where it stands, for maps", .descriptive = true),
    MU_PARAM_REF(P, dike, "dike", "reads the stage outside this dike; left out: the river's",
                 .optional = true),
    MU_PARAM_NUMBER(P, stage_offset, "m", "0 m", -500, 500,
                    "stage of the river here, over the stage in the table of \"water\""),
    MU_PARAM_DURATION(P, interval, "1 h", 60, 86400, "from reading to reading",
                      .source = "hourly in flood seasons; muster calibration"),
    MU_PARAM_NUMBER(P, noise, "m", "0.01 m", 0, 1, "standard deviation of a reading",
                    .source = "WMO Guide to Hydrological Practices: 10 mm"),
    MU_PARAM_NUMBER(P, outage, "1", "0", 0, 1, "share of readings that fail"),
    MU_PARAM_INSTANT(P, fails_at, NULL, "it is silent from then on", .optional = true),
    MU_PARAM_NUMBER(P, fails_above, "m", "10000 m", -500, 10000,
                    "a higher stage takes it away for good"),
    MU_PARAM_REF(P, office, "office", "to which the readings go", .optional = true),
    MU_PARAM_REFS(P, channels, "channel", "how, best first", .optional = true),
    MU_PARAMS_END,
};
#undef P

static const struct mu_kind gauge_kinds[] = {
    MU_REPORT_KINDS,
    [KIND_READ] = {"gauge.read", "m", "stage as read", "a gauge read the stage"},
    [KIND_FAILED] = {"gauge.failed", "m", "true stage", "a gauge went silent for good"},
    {0},
};

static const struct mu_quantity gauge_quantities[] = {
    [MU_GAUGE_Q_STAGE] = {"stage", "m", "stage above the datum"},
    [MU_GAUGE_Q_RATE] = {"rate", "m/s", "rise of the stage since the reading before"},
    {0},
};

const struct mu_model mu_gauge_model = {
    .name = "gauge",
    .summary = "a river gauge with noise and outages",
    .params = gauge_params,
    .params_size = sizeof(struct mu_gauge_params),
    .state_size = sizeof(struct gauge),
    .site = MU_SITE_OWN,
    .kinds = gauge_kinds,
    .quantities = gauge_quantities,
    .start = gauge_start,
    .handle = gauge_handle,
};
