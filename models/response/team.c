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
    if (!team->answered)
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
    team->answered = false;
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
        team->answered = true; /* it was sent there, and there it is; free it is later */
        mu_ops_status(ctx, &team->job.order, MU_STATUS_DONE, team->present);
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

void mu_team_start(struct mu_ctx *ctx, void *state)
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

void mu_team_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
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
