#include "models/response/team.h"

#include <math.h>
#include <string.h>

#include "models/response/team_impl.h"
#include "models/response/works.h"
#include "sim/assert.h"

#define TRIES_MAX 12            /* landings in turn, before an order has failed */
#define DEPTH_WORTH_TELLING 0.2 /* m; muster calibration */

static bool is_model(const struct mu_ctx *ctx, mu_entity_id id, const char *model)
{
    return id.i != 0 && strcmp(mu_model_of(ctx, id), model) == 0;
}

static bool is_rescue(const struct mu_team *team)
{
    return team->job.order.verb == MU_VERB_RESCUE;
}

/* Where a SEND goes to. */
static mu_entity_id sent_to(const struct mu_order *order)
{
    return order->to.i != 0 ? order->to : order->target;
}

static void report_self(struct mu_ctx *ctx, struct mu_team *team, bool at_work)
{
    const struct mu_team_params *p = mu_params(ctx);
    struct mu_telling tell = {0};

    mu_ops_note(ctx, &tell, mu_self(ctx), MU_TEAM_Q_AT_WORK, at_work);
    mu_ops_note(ctx, &tell, mu_self(ctx), MU_TEAM_Q_PERSONS, team->present);
    mu_ops_note(ctx, &tell, mu_self(ctx), MU_TEAM_Q_BOATS, (double)team->usable);
    mu_ops_tell(ctx, &tell, &p->channels, team->commander, &team->report_number);
}

static void tell_free(struct mu_ctx *ctx, const struct mu_team *team)
{
    const struct mu_order own_accord = {.issuer = team->commander};

    mu_ops_status(ctx, &own_accord, MU_STATUS_FREE, 0);
}

/* What is seen goes to whoever ordered; without an order, to the commander. */
void mu_team_tell_zone(struct mu_ctx *ctx, struct mu_team *team, mu_entity_id zone, double left)
{
    const struct mu_team_params *p = mu_params(ctx);
    mu_entity_id issuer = team->job.order.issuer;
    mu_entity_id office = issuer.i != 0 ? issuer : team->commander;
    struct mu_telling tell = {0};
    struct mu_point at = {0};
    bool waited = mu_now(ctx) - team->told_at >= p->report_every;
    bool first = team->told_left < 0, all_out = left == 0 && team->told_left != 0;
    double depth;

    mu_ops_point(ctx, zone, &at);
    depth = mu_ops_depth(ctx, at);
    if (!first && !all_out &&
        !(waited &&
          (left != team->told_left || fabs(depth - team->told_depth) >= DEPTH_WORTH_TELLING)))
        return;
    team->told_at = mu_now(ctx);
    team->told_left = left;
    team->told_depth = depth;
    mu_ops_note(ctx, &tell, zone, MU_ZONE_Q_FLOODED, depth > 0);
    mu_ops_note(ctx, &tell, zone, MU_ZONE_Q_DEPTH, depth);
    mu_ops_note(ctx, &tell, zone, MU_ZONE_Q_TRAPPED, left);
    mu_ops_tell(ctx, &tell, &p->channels, office, &team->report_number);
}

void mu_team_ask(struct mu_ctx *ctx, mu_entity_id zone)
{
    const struct mu_team_params *p = mu_params(ctx);
    const struct mu_lift lift = {
        .vehicle = MU_TEAM_ON_FOOT, .seats = 0, .boat = true, .answer = MU_TEAM_LOADED};

    mu_send(ctx, zone, p->look_time, MU_ZONE_LIFT, &lift, sizeof lift);
}

static void on_look(struct mu_ctx *ctx, struct mu_team *team)
{
    const struct mu_team_params *p = mu_params(ctx);

    mu_team_ask(ctx, team->place);
    team->look = mu_set_timer(ctx, p->look_every, MU_TEAM_LOOK, NULL, 0);
}

/* --- orders ------------------------------------------------------------------------- */

static void begin_job(struct mu_ctx *ctx, struct mu_team *team, const struct mu_team_job *job);

static void next_job(struct mu_ctx *ctx, struct mu_team *team)
{
    struct mu_team_job job = team->waiting[0];

    team->n_waiting--;
    memmove(team->waiting, team->waiting + 1, team->n_waiting * sizeof *team->waiting);
    mu_set_cause(ctx, job.cause); /* the end of the task before is not why it goes */
    begin_job(ctx, team, &job);
}

void mu_team_finish_job(struct mu_ctx *ctx, struct mu_team *team, enum mu_status_kind how)
{
    double value = is_rescue(team) ? team->moved : team->present;

    team->doing = MU_TEAM_STANDS;
    team->free_since = mu_now(ctx);
    mu_record(ctx, &(struct mu_happening){.kind = MU_TEAM_KIND_RELEASED,
                                          .object = mu_thing_of(team->job.order.target),
                                          .place = mu_thing_of(team->place),
                                          .value = value});
    mu_ops_status(ctx, &team->job.order, how, value);
    if (team->n_waiting > 0) {
        next_job(ctx, team);
        return;
    }
    report_self(ctx, team, false);
    tell_free(ctx, team);
}

static bool can_do(const struct mu_ctx *ctx, const struct mu_order *order)
{
    const struct mu_team_params *p = mu_params(ctx);
    struct mu_point at;

    if (order->verb == MU_VERB_RESCUE)
        return p->boats > 0 && is_model(ctx, order->target, "zone");
    return order->verb == MU_VERB_SEND && mu_ops_point(ctx, sent_to(order), &at);
}

static void leave_works(struct mu_ctx *ctx, struct mu_team *team)
{
    const struct mu_crew crew = {.persons = -team->present};

    mu_send(ctx, team->place, 0, MU_WORKS_CREW, &crew, sizeof crew);
    mu_team_finish_job(ctx, team, MU_STATUS_DONE);
}

static void on_order(struct mu_ctx *ctx, struct mu_team *team, const struct mu_order *order)
{
    struct mu_team_job job = {.order = *order, .cause = mu_cause_now(ctx)};

    if (!can_do(ctx, order) || team->n_waiting == MU_TEAM_ORDERS) {
        mu_ops_status(ctx, order, MU_STATUS_FAILED, 0);
        return;
    }
    if (team->doing == MU_TEAM_STANDS) {
        begin_job(ctx, team, &job);
        return;
    }
    team->waiting[team->n_waiting++] = job;
    if (team->doing == MU_TEAM_BUILDS) /* a crew can be taken off at any time */
        leave_works(ctx, team);
}

/* --- the way there ------------------------------------------------------------------ */

static void depart(struct mu_ctx *ctx, struct mu_team *team);

static void forget_tries(struct mu_ctx *ctx, struct mu_team *team)
{
    struct mu_team_landing *known = mu_at(ctx, team->landings);

    team->tries = 0;
    for (size_t i = 0; i < team->n_landings; i++)
        known[i].tried = false;
}

static mu_time until_assembled(struct mu_ctx *ctx, struct mu_team *team)
{
    const struct mu_team_params *p = mu_params(ctx);
    mu_time delay =
        mu_ops_duration(ctx, &p->mobilisation, MU_TEAM_DRAW_MOBILISATION, team->calls++);

    if (p->available_from == MU_NEVER || p->available_from <= mu_now(ctx))
        return delay;
    return delay + p->available_from - mu_now(ctx);
}

static void begin_job(struct mu_ctx *ctx, struct mu_team *team, const struct mu_team_job *job)
{
    const struct mu_team_params *p = mu_params(ctx);
    bool rested = mu_now(ctx) - team->free_since >= p->rest;

    mu_cancel(ctx, team->look);
    team->job = *job;
    team->moved = 0;
    team->left = team->told_left = team->told_depth = -1;
    forget_tries(ctx, team);
    mu_record(ctx, &(struct mu_happening){.kind = MU_TEAM_KIND_CALLED,
                                          .object = mu_thing_of(job->order.target),
                                          .place = mu_thing_of(sent_to(&job->order)),
                                          .value = p->persons});
    mu_ops_status(ctx, &job->order, MU_STATUS_STARTED, 0);
    if (team->assembled) {
        team->on_since = rested ? mu_now(ctx) : team->on_since;
        depart(ctx, team);
        return;
    }
    team->doing = MU_TEAM_GATHERS;
    mu_set_timer(ctx, until_assembled(ctx, team), MU_TEAM_ASSEMBLED, NULL, 0);
}

static void on_assembled(struct mu_ctx *ctx, struct mu_team *team)
{
    team->assembled = true;
    team->on_since = mu_now(ctx);
    mu_record(ctx, &(struct mu_happening){.kind = MU_TEAM_KIND_ASSEMBLED, .value = team->present});
    report_self(ctx, team, true);
    depart(ctx, team);
}

static struct mu_point stands_at(const struct mu_ctx *ctx, const struct mu_team *team)
{
    const struct mu_team_params *p = mu_params(ctx);
    struct mu_point at = p->at;

    mu_ops_point(ctx, team->place, &at);
    return at;
}

static void stand_by(struct mu_ctx *ctx, struct mu_team *team)
{
    const struct mu_crew crew = {.persons = team->present};

    if (is_model(ctx, team->place, "works")) {
        team->doing = MU_TEAM_BUILDS;
        mu_send(ctx, team->place, 0, MU_WORKS_CREW, &crew, sizeof crew);
        return;
    }
    if (is_model(ctx, team->place, "zone") && team->n_waiting == 0)
        on_look(ctx, team);
    mu_team_finish_job(ctx, team, MU_STATUS_DONE);
}

static void arrive(struct mu_ctx *ctx, struct mu_team *team)
{
    mu_record(ctx, &(struct mu_happening){.kind = MU_TEAM_KIND_ARRIVED,
                                          .object = mu_thing_of(team->job.order.target),
                                          .place = mu_thing_of(team->place),
                                          .value = team->present});
    if (!is_rescue(team)) {
        stand_by(ctx, team);
    } else if (team->usable == 0) {
        mu_team_finish_job(ctx, team, MU_STATUS_FAILED);
    } else {
        team->doing = MU_TEAM_ROWS;
        mu_boats_launch(ctx, team);
    }
}

static void drive(struct mu_ctx *ctx, struct mu_team *team)
{
    const struct mu_team_params *p = mu_params(ctx);
    const struct mu_trip trip = {
        .from = team->node,
        .to = mu_ops_node(ctx, stands_at(ctx, team)),
        .traveller = MU_BY_TRUCK,
        .persons = team->present,
        .arrived = MU_TEAM_ARRIVED,
        .stranded = MU_TEAM_STRANDED,
        .no_route = MU_TEAM_NO_ROUTE,
    };

    if (trip.from == trip.to)
        arrive(ctx, team);
    else
        mu_ops_drive(ctx, &trip, p->move_off);
}

/* Sets `place` to where the job is; false when there is no place left to try. */
static bool choose_place(struct mu_ctx *ctx, struct mu_team *team)
{
    if (is_rescue(team))
        return team->tries < TRIES_MAX &&
               mu_boats_choose_landing(ctx, team, stands_at(ctx, team), &team->place);
    team->place = sent_to(&team->job.order);
    return team->tries == 0;
}

static void depart(struct mu_ctx *ctx, struct mu_team *team)
{
    const struct mu_team_params *p = mu_params(ctx);
    mu_time outside = mu_seconds(p->distance_outside / p->outside_speed);

    team->doing = MU_TEAM_TRAVELS;
    if (!choose_place(ctx, team)) {
        mu_team_finish_job(ctx, team, MU_STATUS_FAILED);
        return;
    }
    mu_record(ctx, &(struct mu_happening){.kind = MU_TEAM_KIND_DEPARTED,
                                          .object = mu_thing_of(team->job.order.target),
                                          .place = mu_thing_of(team->place),
                                          .value = team->present});
    if (!team->is_here && outside > 0)
        mu_set_timer(ctx, outside, MU_TEAM_ENTERED, NULL, 0);
    else
        drive(ctx, team);
}

static void on_arrived(struct mu_ctx *ctx, struct mu_team *team, const struct mu_trip_end *end)
{
    team->node = end->node;
    arrive(ctx, team);
}

/* A boat team tries the next landing; anybody else has failed. */
static void on_blocked(struct mu_ctx *ctx, struct mu_team *team, const struct mu_trip_end *end,
                       bool in_water)
{
    struct mu_team_landing *known = mu_at(ctx, team->landings);

    team->node = end->node;
    team->tries++;
    mu_record(ctx, &(struct mu_happening){.kind = MU_TEAM_KIND_BLOCKED,
                                          .object = mu_thing_of(team->job.order.target),
                                          .place = mu_thing_of(team->place),
                                          .value = in_water});
    if (is_rescue(team))
        known[team->place.i - team->first_landing.i].tried = true;
    depart(ctx, team);
}

/* --- others ------------------------------------------------------------------------- */

static void on_loaded(struct mu_ctx *ctx, struct mu_team *team, const struct mu_lift_groups *groups)
{
    if (groups->vehicle == MU_TEAM_ON_FOOT)
        mu_team_tell_zone(ctx, team, groups->zone, groups->left);
    else
        mu_boats_on_loaded(ctx, team, groups);
}

static void on_assigned(struct mu_ctx *ctx, struct mu_team *team, const struct mu_assignment *to)
{
    team->commander = to->office;
    if (team->doing == MU_TEAM_STANDS)
        tell_free(ctx, team);
}

static void on_dismissed(struct mu_ctx *ctx, struct mu_team *team)
{
    if (team->doing == MU_TEAM_BUILDS)
        mu_team_finish_job(ctx, team, MU_STATUS_DONE);
}

static void team_start(struct mu_ctx *ctx, void *state)
{
    const struct mu_team_params *p = mu_params(ctx);
    struct mu_team *team = state;
    int64_t crews;

    team->commander = p->owner;
    team->node = mu_ops_node(ctx, p->at);
    team->present = floor(p->persons * p->show_up);
    team->free_since = -p->rest;
    crews = (int64_t)(team->present / (double)p->crew);
    team->usable = p->boats < crews ? p->boats : crews;
    team->first_landing = mu_first_of(ctx, "landing", &team->n_landings);
    if (p->boats == 0)
        team->n_landings = 0;
    if (p->boats > 0)
        team->boats = mu_alloc(ctx, (size_t)p->boats, sizeof(struct mu_boat));
    if (team->n_landings > 0)
        team->landings = mu_alloc(ctx, team->n_landings, sizeof(struct mu_team_landing));
}

static void on_entered(struct mu_ctx *ctx, struct mu_team *team)
{
    team->is_here = true;
    drive(ctx, team);
}

static void team_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    switch (ev->type) {
    case MU_MSG_ORDER: on_order(ctx, state, ev->body); break;
    case MU_TEAM_ASSEMBLED: on_assembled(ctx, state); break;
    case MU_TEAM_ARRIVED: on_arrived(ctx, state, ev->body); break;
    case MU_TEAM_STRANDED: on_blocked(ctx, state, ev->body, true); break;
    case MU_TEAM_NO_ROUTE: on_blocked(ctx, state, ev->body, false); break;
    case MU_TEAM_BOAT: mu_boats_on_leg(ctx, state, ev->body); break;
    case MU_TEAM_LOADED: on_loaded(ctx, state, ev->body); break;
    case MU_TEAM_ASSIGNED: on_assigned(ctx, state, ev->body); break;
    case MU_TEAM_LOOK: on_look(ctx, state); break;
    case MU_TEAM_ENTERED: on_entered(ctx, state); break;
    case MU_TEAM_DISMISSED: on_dismissed(ctx, state); break;
    default: mu_bug("a team got a message that it does not know");
    }
}

/* --- what is told, kept and set ------------------------------------------------------ */

static double aboard_series(const struct mu_ctx *ctx, const void *state)
{
    const struct mu_team *team = state;
    const struct mu_team_params *p = mu_params(ctx);
    const struct mu_boat *boats = mu_at(ctx, team->boats);
    double persons = 0;

    for (int64_t i = 0; boats && i < p->boats; i++)
        persons += boats[i].persons;
    return persons;
}

static double at_work_series(const struct mu_ctx *ctx, const void *state)
{
    (void)ctx;
    return ((const struct mu_team *)state)->at_work;
}

static const struct mu_series series[] = {
    {"aboard", "person", "people in its boats", aboard_series},
    {"boats_at_work", "boat", "boats at work", at_work_series},
    {0},
};

static const struct mu_kind kinds[] = {
    MU_REPORT_KINDS,
    {"team.called", "person", "on the roster", "a team was given a task"},
    {"team.assembled", "person", "who came", "a team is ready at its base"},
    {"team.departed", "person", "on the way", "a team was told to move off"},
    {"team.arrived", "person", "there", "a team reached its place of work"},
    {"team.blocked", "1", "1 in the water, 0 without a way", "a team could not get through"},
    {"team.released", "person", "moved by its boats, or else there", "a team's task is over"},
    {"boat.trip", "person", "aboard", "a boat set people down"},
    {"boat.fouled", "s", "until it goes on", "a propeller caught wires or nets"},
    {"boat.stranded", "s", "until it goes on", "a boat ran aground in shallow water"},
    {0},
};

static const struct mu_quantity quantities[] = {
    {"at_work", "bool", "it has a task"},
    {"persons", "person", "people who came"},
    {"boats", "boat", "boats with a crew"},
    {0},
};

static const struct mu_param params[] = {
    MU_PARAM_REF(struct mu_team_params, owner, "office", "the office it belongs to"),
    MU_PARAM_POINT(struct mu_team_params, at,
                   "its base; of a force from outside, where it enters the map"),
    MU_PARAM_NUMBER(struct mu_team_params, distance_outside, "m", "0 km", 0, 5e6,
                    "way of a force from outside to where it enters the map"),
    MU_PARAM_NUMBER(struct mu_team_params, outside_speed, "m/s", "50 km/h", 0.1, 100, "on that way",
                    .source = "convoys of loaded trucks on highways, 40 to 60 km/h; "
                              "muster calibration"),
    MU_PARAM_INSTANT(struct mu_team_params, available_from, NULL,
                     "cannot set out before; left out = from the start", .optional = true),
    MU_PARAM_NUMBER(struct mu_team_params, persons, "person", "20 persons", 0, 1e6, "on the roster",
                    .source = "Fuzhou city report: 20 in each county's comprehensive team"),
    MU_PARAM_NUMBER(struct mu_team_params, show_up, NULL, "0.9", 0, 1,
                    "share of the roster who come", .source = "muster calibration"),
    MU_PARAM_DIST(struct mu_team_params, mobilisation, "s", "triangular(15, 30, 60) min", 0, 864000,
                  "from the call to a team ready to go", .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_team_params, move_off, "1 min", 1, 86400,
                      "from the word to the wheels turning", .source = "muster calibration"),
    MU_PARAM_INTEGER(struct mu_team_params, boats, "0", 0, 100000, "boats on its trailers"),
    MU_PARAM_INTEGER(struct mu_team_params, crew, "2", 1, 100, "people to man a boat",
                     .source = "muster calibration: helmsman and bowman of an assault boat"),
    MU_PARAM_INTEGER(struct mu_team_params, seats, "8", 1, 500,
                     "passengers of a boat, beside its crew",
                     .source = "assault boat of 5 to 6 m, 10 to 12 aboard"),
    MU_PARAM_NUMBER(struct mu_team_params, boat_speed, "m/s", "10 km/h", 0.1, 30, "by day",
                    .source = "muster calibration: outboard among houses, trees and wires"),
    MU_PARAM_NUMBER(struct mu_team_params, night_speed, NULL, "0.5", 0.01, 1,
                    "speed from 21:00 to 05:00 as a share of that by day",
                    .source = "chinanews 23 June 2010: at night hardly anybody could be found "
                              "without strong lamps; muster calibration"),
    MU_PARAM_DURATION(struct mu_team_params, clock, "0 h", 0, 86400,
                      "time of day at the start of the scenario",
                      .source = "scenarios start at midnight"),
    MU_PARAM_NUMBER(struct mu_team_params, detour, NULL, "1.3", 1, 10,
                    "way of a boat over the straight line", .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_team_params, launch, "15 min", 0, 86400,
                      "to put the boats in, all at once", .source = "muster calibration"),
    MU_PARAM_DIST(struct mu_team_params, search, "s", "lognormal(12 min, cv 0.5)", 30, 86400,
                  "to find those who wait and come alongside, each trip",
                  .source = "muster calibration: with loading and unloading about 20 min a trip"),
    MU_PARAM_DURATION(struct mu_team_params, unload, "2 min", 1, 86400,
                      "to come alongside the shore", .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_team_params, unload_each, "15 s", 0, 3600,
                      "to get ashore, for each person", .source = "muster calibration"),
    MU_PARAM_NUMBER(struct mu_team_params, mishap, NULL, "0.05", 0, 1,
                    "chance that a trip runs aground or fouls its propeller",
                    .source = "press 2010 reports both and no rate; muster calibration"),
    MU_PARAM_NUMBER(struct mu_team_params, draft, "m", "0.3 m", 0, 3,
                    "no boat goes to a place with less water",
                    .source = "loaded inflatable or assault boat, 0.2 to 0.35 m"),
    MU_PARAM_NUMBER(struct mu_team_params, shallow, "m", "0.7 m", 0, 5,
                    "in less water a mishap is running aground, in more a fouled propeller",
                    .source = "an outboard's propeller reaches 0.5 to 0.7 m down"),
    MU_PARAM_DIST(struct mu_team_params, refloat, "s", "triangular(5, 15, 40) min", 0, 864000,
                  "to get a boat afloat again", .source = "muster calibration"),
    MU_PARAM_DIST(struct mu_team_params, repair, "s", "triangular(10, 30, 90) min", 0, 864000,
                  "to clear a propeller", .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_team_params, shift, "12 h", 600, 864000,
                      "after so long the crews rest", .source = "12 h shifts are usual"),
    MU_PARAM_DURATION(struct mu_team_params, rest, "8 h", 0, 864000, "how long they rest",
                      .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_team_params, look_every, "30 min", 60, 864000,
                      "from one walk round a zone to the next",
                      .source = "important information within half an hour (city rule)"),
    MU_PARAM_DURATION(struct mu_team_params, look_time, "5 min", 1, 86400,
                      "how long such a walk takes", .source = "muster calibration"),
    MU_PARAM_DURATION(struct mu_team_params, report_every, "1 h", 0, 864000,
                      "least time between reports of the same zone, but for the first and the "
                      "last",
                      .source = "muster calibration"),
    MU_PARAM_REFS(struct mu_team_params, capabilities, "capability", "what it can do",
                  .optional = true),
    MU_PARAM_REFS(struct mu_team_params, channels, "channel", "by what it reports, in this order",
                  .optional = true),
    MU_PARAMS_END,
};

static size_t team_parts(const void *block)
{
    const struct mu_team_params *p = block;

    return (size_t)p->boats;
}

const struct mu_model mu_team_model = {
    .name = "team",
    .summary = "people who are called out, with or without boats",
    .params = params,
    .params_size = sizeof(struct mu_team_params),
    .state_size = sizeof(struct mu_team),
    .site = MU_SITE_OPERATIONS,
    .kinds = kinds,
    .series = series,
    .quantities = quantities,
    .part_kind = "boat",
    .parts = team_parts,
    .start = team_start,
    .handle = team_handle,
};
