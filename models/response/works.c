#include "models/response/works.h"

#include <math.h>

#include "models/hazard/water.h"
#include "models/hazard/water_board.h"
#include "models/response/ops.h"
#include "models/response/shelter.h"
#include "models/response/team.h"
#include "sim/assert.h"

/* The unit of work: long against a truck's dumping, short against a day. */
#define STEP (10 * MU_MINUTE)
/* Every so many metres are worth a line in the results. */
#define MARK 10.0
/* A gap so narrow is filled with the same load; it also covers what erodes meanwhile. */
#define LAST_GAP 0.1 /* m */

struct works_crew {
    mu_entity_id team;
    double persons;
};

struct works_order {
    struct mu_order order;
    mu_cause cause;
};

struct works {
    double rock;    /* kg on site */
    double placed;  /* kg in the breach */
    double closed;  /* m */
    double coming;  /* m, done when the present step ends */
    double persons; /* at work */
    int sides;
    bool stepping, started, held, done;
    mu_time ready; /* the haul road */
    mu_time told;
    uint32_t report_number;
    struct mu_list orders, crews;
};

enum works_kind {
    STARTED = MU_REPORT_KIND_OWN,
    ADVANCED,
    HELD,
    FINISHED,
};

enum { DRAW_PREPARATION };

double mu_works_advance(const struct mu_works_params *works, double dt, int sides, double persons,
                        double weather, double rock)
{
    double crew = works->crew > 0 ? fmin(1, persons / works->crew) : 1;
    double metres = works->rate * sides * crew * weather * dt;

    return fmin(metres, rock / works->rock_per_metre);
}

double mu_works_weather(const struct mu_works_params *works, mu_time now)
{
    const struct mu_works_weather *rows = works->weather.rows;
    double factor = 1;

    for (size_t i = 0; i < works->weather.n && rows[i].from <= now; i++)
        factor = rows[i].factor;
    return factor;
}

static void tell_orders(struct mu_ctx *ctx, const struct works *w, enum mu_status_kind kind)
{
    const struct works_order *all = mu_at(ctx, w->orders.items);

    for (uint32_t i = 0; i < w->orders.n; i++)
        mu_ops_status(ctx, &all[i].order, kind, w->closed);
}

static void report(struct mu_ctx *ctx, struct works *w)
{
    const struct mu_works_params *p = mu_params(ctx);
    struct mu_telling tell = {0};

    w->told = mu_now(ctx);
    mu_ops_note(ctx, &tell, mu_self(ctx), MU_WORKS_Q_ADVANCE, w->closed);
    mu_ops_note(ctx, &tell, mu_self(ctx), MU_WORKS_Q_ROCK, w->rock);
    mu_ops_note(ctx, &tell, mu_self(ctx), MU_WORKS_Q_CLOSED, w->done);
    mu_ops_tell(ctx, &tell, &p->channels, p->office, &w->report_number);
}

static void on_order(struct mu_ctx *ctx, struct works *w, const struct mu_order *order)
{
    const struct mu_works_params *p = mu_params(ctx);
    struct works_order *kept;

    if (order->verb != MU_VERB_CLOSE || w->done) {
        mu_ops_status(ctx, order, w->done ? MU_STATUS_DONE : MU_STATUS_FAILED, w->closed);
        return;
    }
    kept = mu_list_add(ctx, &w->orders, sizeof *kept);
    *kept = (struct works_order){.order = *order, .cause = mu_cause_now(ctx)};
    w->sides = order->sides > 0 && order->sides < p->sides ? order->sides : (int)p->sides;
    if (w->stepping) {
        mu_ops_status(ctx, order, MU_STATUS_STARTED, w->closed);
        return;
    }
    w->stepping = true;
    w->ready = mu_now(ctx) + mu_ops_duration(ctx, &p->preparation, DRAW_PREPARATION, 0);
    mu_set_timer(ctx, w->ready - mu_now(ctx), MU_WORKS_STEP, NULL, 0);
}

static bool has_skill(const struct mu_ctx *ctx, mu_entity_id team, mu_entity_id skill)
{
    const struct mu_team_params *t = mu_params_of(ctx, team);
    bool has = skill.i == 0;

    for (size_t i = 0; i < t->capabilities.n; i++)
        has = has || t->capabilities.ids[i].i == skill.i;
    return has;
}

static void on_crew(struct mu_ctx *ctx, struct works *w, mu_entity_id team,
                    const struct mu_crew *crew)
{
    const struct mu_works_params *p = mu_params(ctx);
    struct works_crew *all = mu_at(ctx, w->crews.items);

    if (w->done && crew->persons > 0) {
        mu_send(ctx, team, 0, MU_TEAM_DISMISSED, NULL, 0);
        return;
    }
    if (has_skill(ctx, team, p->skill))
        w->persons = fmax(0, w->persons + crew->persons);
    if (crew->persons > 0) {
        struct works_crew *came = mu_list_add(ctx, &w->crews, sizeof *came);

        *came = (struct works_crew){team, crew->persons};
        return;
    }
    for (uint32_t i = 0; i < w->crews.n; i++)
        if (all[i].team.i == team.i)
            all[i].persons = 0;
}

static void dismiss_crews(struct mu_ctx *ctx, struct works *w)
{
    const struct works_crew *all = mu_at(ctx, w->crews.items);

    for (uint32_t i = 0; i < w->crews.n; i++)
        if (all[i].persons > 0)
            mu_send(ctx, all[i].team, 0, MU_TEAM_DISMISSED, NULL, 0);
    w->persons = 0;
}

static struct mu_water_breach seen(const struct mu_ctx *ctx)
{
    const struct mu_works_params *p = mu_params(ctx);
    mu_entity_id water = mu_water_of(ctx);
    const void *board = water.i != 0 ? mu_board(ctx, water) : NULL;

    return board ? mu_water_breach(board, p->dike) : (struct mu_water_breach){0};
}

static void finish(struct mu_ctx *ctx, struct works *w)
{
    const struct mu_works_params *p = mu_params(ctx);

    w->done = true;
    mu_record(ctx, &(struct mu_happening){
                       .kind = FINISHED, .object = mu_thing_of(p->dike), .value = w->closed});
    tell_orders(ctx, w, MU_STATUS_DONE);
    report(ctx, w);
    dismiss_crews(ctx, w);
}

/* The metres of the step that has just ended. */
static void settle(struct mu_ctx *ctx, struct works *w)
{
    const struct mu_works_params *p = mu_params(ctx);
    double before = w->closed;

    w->closed += w->coming;
    w->coming = 0;
    if (floor(w->closed / MARK) > floor(before / MARK))
        mu_record(ctx, &(struct mu_happening){
                           .kind = ADVANCED, .object = mu_thing_of(p->dike), .value = w->closed});
}

static void begin(struct mu_ctx *ctx, struct works *w, double metres, bool last)
{
    const struct mu_works_params *p = mu_params(ctx);
    const struct mu_water_narrow narrow = {
        .dike = p->dike, .closed = w->closed + metres + (last ? LAST_GAP : 0), .ends = w->sides};

    if (!w->started) {
        w->started = true;
        mu_record(ctx, &(struct mu_happening){
                           .kind = STARTED, .object = mu_thing_of(p->dike), .value = w->sides});
        tell_orders(ctx, w, MU_STATUS_STARTED);
        report(ctx, w);
    }
    w->coming = metres;
    w->rock -= metres * p->rock_per_metre;
    w->placed += metres * p->rock_per_metre;
    mu_send(ctx, mu_water_of(ctx), STEP, MU_WATER_NARROW, &narrow, sizeof narrow);
}

static void hold(struct mu_ctx *ctx, struct works *w, double velocity)
{
    const struct mu_works_params *p = mu_params(ctx);
    bool too_fast = velocity > p->velocity_limit;

    if (too_fast && !w->held)
        mu_record(ctx, &(struct mu_happening){
                           .kind = HELD, .object = mu_thing_of(p->dike), .value = velocity});
    w->held = too_fast;
}

static void on_step(struct mu_ctx *ctx, struct works *w)
{
    const struct mu_works_params *p = mu_params(ctx);
    const struct works_order *orders = mu_at(ctx, w->orders.items);
    struct mu_water_breach breach = seen(ctx);
    double metres, open;

    mu_set_cause(ctx, orders[w->orders.n - 1].cause);
    settle(ctx, w);
    if (breach.closed) {
        finish(ctx, w);
        return;
    }
    open = fmax(0, breach.eroded - w->closed);
    hold(ctx, w, breach.speed);
    metres = mu_works_advance(p, (double)STEP / (double)MU_SECOND, w->sides, w->persons,
                              mu_works_weather(p, mu_now(ctx)), w->rock);
    if (!w->held && breach.open && metres > 0)
        begin(ctx, w, fmin(metres, open), metres >= open);
    if (w->started && mu_now(ctx) - w->told >= p->report_every)
        report(ctx, w);
    mu_set_timer(ctx, STEP, MU_WORKS_STEP, NULL, 0);
}

static void on_delivery(struct mu_ctx *ctx, struct works *w, const struct mu_delivery *delivery)
{
    const struct mu_works_params *p = mu_params(ctx);

    if (delivery->goods.i == p->goods.i)
        w->rock += delivery->kg;
}

static void works_start(struct mu_ctx *ctx, void *state)
{
    (void)ctx;
    (void)state;
}

static void works_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    switch (ev->type) {
    case MU_MSG_ORDER: on_order(ctx, state, ev->body); break;
    case MU_WORKS_DELIVERY: on_delivery(ctx, state, ev->body); break;
    case MU_WORKS_CREW: on_crew(ctx, state, ev->from, ev->body); break;
    case MU_WORKS_STEP: on_step(ctx, state); break;
    default: mu_bug("works got a message that they do not know");
    }
}

static double closed_series(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct works *)state)->closed;
}

static double rock_series(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct works *)state)->rock;
}

static double placed_series(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct works *)state)->placed;
}

static double crew_series(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct works *)state)->persons;
}

static const struct mu_series series[] = {
    {"closed", "m", "width of the breach that is closed", closed_series},
    {"rock", "kg", "rock on site, not placed yet", rock_series},
    {"placed", "kg", "rock in the breach", placed_series},
    {"crew", "person", "people at work", crew_series},
    {0},
};

static const struct mu_kind kinds[] = {
    MU_REPORT_KINDS,
    {"works.started", "1", "sides at work", "the first rock went into a breach"},
    {"works.advanced", "m", "closed so far", "ten more metres of a breach were closed"},
    {"works.held", "m/s", "speed of the water", "the water ran too fast for the rock"},
    {"works.finished", "m", "width that was closed", "the crews of a breach are done"},
    {0},
};

static const struct mu_quantity quantities[] = {
    {"advance", "m", "width closed so far"},
    {"rock", "kg", "rock on site"},
    {"closed", "bool", "the breach is closed"},
    {0},
};

static const struct mu_param weather_params[] = {
    MU_PARAM_INSTANT(struct mu_works_weather, from, NULL, "from then on"),
    MU_PARAM_NUMBER(struct mu_works_weather, factor, NULL, NULL, 0, 2,
                    "share of the rate in good weather"),
    MU_PARAMS_END,
};

static const struct mu_param params[] = {
    MU_PARAM_REF(struct mu_works_params, dike, "dike", "which dike they close"),
    MU_PARAM_TEXT(struct mu_works_params, title, "", "its name for people", .descriptive = true),
    MU_PARAM_POINT(struct mu_works_params, at, "where trucks and crews go"),
    MU_PARAM_REF(struct mu_works_params, goods, "goods", "what they place: rock"),
    MU_PARAM_REF(struct mu_works_params, skill, "capability",
                 "what a team must be able to do to count as crew; none: any team counts",
                 .optional = true),
    MU_PARAM_NUMBER(struct mu_works_params, rock_per_metre, "kg/m", "150 t/m", 1, 1e8,
                    "rock for one metre of width",
                    .source = "muster calibration: dam 6 m high, crest 5 m, slopes 1:1.5 = 84 m2 "
                              "of rock at 1.75 t/m3 = 147 t/m"),
    MU_PARAM_NUMBER(struct mu_works_params, rate, "m/s", "2 m/h", 0, 1,
                    "width closed from one side with full crew, rock and good weather",
                    .source = "press on the Changkai breach, 2010: 340 to 400 m in about four days "
                              "mostly from both sides, 1.8 to 2.1 m/h a side"),
    MU_PARAM_NUMBER(struct mu_works_params, crew, "person", "200 persons", 0, 1e6,
                    "people at work for the full rate; fewer give their share of it",
                    .source = "muster calibration: some forty trucks and machines in two shifts"),
    MU_PARAM_NUMBER(struct mu_works_params, velocity_limit, "m/s", "4 m/s", 0, 50,
                    "no rock is placed while the water in the opening runs faster",
                    .source = "Izbash 1936: blocks of 0.6 m, about 300 kg, hold at "
                              "1.2 sqrt(2 g 1.65 d) = 5.3 m/s, of 0.35 m at 4.0 m/s"),
    MU_PARAM_INTEGER(struct mu_works_params, sides, "2", 1, 2, "ends that can be reached"),
    MU_PARAM_DIST(struct mu_works_params, preparation, "s", "triangular(12, 24, 48) h", 0, 3.2e7,
                  "from the order until rock can come: haul road, turning places",
                  .source = "press on the Changkai breach, 2010: ordered on 22 June, work on the "
                            "breach from 23 to 24 June; muster calibration"),
    MU_PARAM_DURATION(struct mu_works_params, report_every, "2 h", 60, 7 * 86400.0,
                      "from one report to the next", .source = "muster calibration"),
    MU_PARAM_REF(struct mu_works_params, office, "office", "whom they report to", .optional = true),
    MU_PARAM_REFS(struct mu_works_params, channels, "channel", "by what they report, in this order",
                  .optional = true),
    MU_PARAM_TABLE(struct mu_works_params, weather, weather_params, struct mu_works_weather,
                   "how the weather slows the work", .optional = true),
    MU_PARAMS_END,
};

static bool works_check(const void *block, const struct mu_check *check)
{
    const struct mu_works_params *p = block;
    const struct mu_works_weather *rows = p->weather.rows;

    for (size_t i = 1; i < p->weather.n; i++)
        if (rows[i].from <= rows[i - 1].from)
            return mu_diag_error(check->diags, check->place(check, "weather"),
                                 "%s: weather: row %zu does not come after the one before it",
                                 check->entity, i + 1);
    return true;
}

const struct mu_model mu_works_model = {
    .name = "works",
    .summary = "closing a breach with rock",
    .params = params,
    .params_size = sizeof(struct mu_works_params),
    .state_size = sizeof(struct works),
    .site = MU_SITE_OPERATIONS,
    .kinds = kinds,
    .series = series,
    .quantities = quantities,
    .check = works_check,
    .start = works_start,
    .handle = works_handle,
};
