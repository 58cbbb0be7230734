/* Boats: each a token that goes round between a landing and the zone of the order.
 *
 *   ashore --launch--> out --search--> asks the zone --> back --unload--> ashore ...
 *
 * One trip has one draw of its search time and at most one mishap, drawn when it begins. */
#include <math.h>
#include <string.h>

#include "models/geo.h"
#include "models/response/team_impl.h"
#include "sim/assert.h"

#define ANKLE_DEEP 0.1 /* m: dry enough to set people down; muster calibration */
/* For choosing a landing on the map: winding roads, loaded trucks; muster calibration. */
#define ROAD_DETOUR 1.3
#define ROAD_SPEED (40 / 3.6) /* m/s */
#define LEAST_SEARCH 30       /* s: nobody is found, reached and spoken to faster */

double mu_boat_leg(const struct mu_team_params *team, double metres, bool night)
{
    return metres * team->detour / (team->boat_speed * (night ? team->night_speed : 1));
}

static bool is_night(mu_time clock)
{
    mu_time hour = clock % MU_DAY;

    return hour >= 21 * MU_HOUR || hour < 5 * MU_HOUR;
}

static struct mu_boat *boat_of(struct mu_ctx *ctx, const struct mu_team *team, uint32_t i)
{
    return (struct mu_boat *)mu_at(ctx, team->boats) + i;
}

static mu_entity_id landing_of(const struct mu_team *team, uint32_t index)
{
    return (mu_entity_id){team->first_landing.i + index};
}

static struct mu_point landing_point(const struct mu_ctx *ctx, const struct mu_team *team,
                                     uint32_t index)
{
    const struct mu_landing_params *p = mu_params_of(ctx, landing_of(team, index));

    return p->at;
}

/* Looking for a node takes time that grows with the map: once for each landing. */
static uint32_t landing_node(struct mu_ctx *ctx, const struct mu_team *team, uint32_t index)
{
    struct mu_team_landing *l = (struct mu_team_landing *)mu_at(ctx, team->landings) + index;

    if (!l->known)
        l->node = mu_ops_node(ctx, landing_point(ctx, team, index));
    l->known = true;
    return l->node;
}

static struct mu_point target_point(const struct mu_ctx *ctx, const struct mu_team *team)
{
    struct mu_point at = {0};

    mu_ops_point(ctx, team->job.order.target, &at);
    return at;
}

/* There and back by boat, and the road before it. */
bool mu_boats_choose_landing(struct mu_ctx *ctx, struct mu_team *team, struct mu_point from,
                             mu_entity_id *landing)
{
    const struct mu_team_params *p = mu_params(ctx);
    struct mu_point zone = target_point(ctx, team);
    const struct mu_team_landing *known = mu_at(ctx, team->landings);
    double best = INFINITY;

    for (uint32_t i = 0; i < team->n_landings; i++) {
        struct mu_point at = landing_point(ctx, team, i);
        double road = mu_distance(from, at) * ROAD_DETOUR / ROAD_SPEED;
        double s = road + 2 * mu_boat_leg(p, mu_distance(at, zone), false);

        if (known[i].tried || !(s < best))
            continue;
        best = s;
        *landing = landing_of(team, i);
    }
    return isfinite(best);
}

/* The nearest to the zone that is dry now; without any, the one the boat came from. */
static uint32_t dry_landing(struct mu_ctx *ctx, const struct mu_team *team, uint32_t otherwise)
{
    struct mu_point zone = target_point(ctx, team);
    double best = INFINITY;
    uint32_t landing = otherwise;

    for (uint32_t i = 0; i < team->n_landings; i++) {
        struct mu_point at = landing_point(ctx, team, i);
        double m = mu_distance(at, zone);

        if (!(m < best) || mu_ops_depth(ctx, at) > ANKLE_DEEP)
            continue;
        best = m;
        landing = i;
    }
    return landing;
}

static void set_boat_timer(struct mu_ctx *ctx, uint32_t i, mu_time delay,
                           const struct mu_lift_groups *load)
{
    struct mu_lift_groups none = {.vehicle = i};

    mu_set_timer(ctx, delay, MU_TEAM_BOAT, load ? load : &none, mu_lift_size(load ? load->n : 0));
}

/* All that chance decides about a trip, in a fixed number of draws. */
static void draw_trip(struct mu_ctx *ctx, struct mu_boat *boat, uint32_t i)
{
    const struct mu_team_params *p = mu_params(ctx);
    struct mu_stream stream =
        mu_stream_for(ctx, MU_TEAM_DRAW_TRIP, (uint64_t)i << 32 | boat->trips++);
    double where;

    boat->search = fmax(LEAST_SEARCH, mu_draw(&p->search, &stream));
    boat->mishap = mu_chance(p->mishap, &stream) ? MU_LEG_OUT : MU_LEG_NONE;
    where = 2 * mu_uniform(&stream);
    if (boat->mishap != MU_LEG_NONE && where >= 1)
        boat->mishap = MU_LEG_BACK;
    boat->where = where - floor(where);
}

static void begin_leg(struct mu_ctx *ctx, struct mu_team *team, uint32_t i, enum mu_boat_leg leg,
                      const struct mu_lift_groups *load)
{
    const struct mu_team_params *p = mu_params(ctx);
    struct mu_boat *boat = boat_of(ctx, team, i);
    double metres = mu_distance(landing_point(ctx, team, boat->landing), target_point(ctx, team));
    double s = mu_boat_leg(p, metres, is_night(p->clock + mu_now(ctx)));
    bool wrong = boat->mishap == leg;

    boat->doing = leg == MU_LEG_OUT ? MU_BOAT_OUT : MU_BOAT_BACK;
    boat->rest_of_leg = wrong ? mu_seconds(s * (1 - boat->where)) : -1;
    set_boat_timer(ctx, i, mu_seconds(wrong ? s * boat->where : s), load);
}

/* Half-way between landing and zone the water may be too shallow for the propeller; where it
 * is deep enough, the propeller catches wires and nets. */
static void on_mishap(struct mu_ctx *ctx, struct mu_team *team, uint32_t i,
                      const struct mu_lift_groups *load)
{
    const struct mu_team_params *p = mu_params(ctx);
    struct mu_boat *boat = boat_of(ctx, team, i);
    struct mu_point a = landing_point(ctx, team, boat->landing), b = target_point(ctx, team);
    double w = boat->mishap == MU_LEG_OUT ? boat->where : 1 - boat->where;
    struct mu_point here = {a.x + w * (b.x - a.x), a.y + w * (b.y - a.y)};
    bool stranded = mu_ops_depth(ctx, here) < p->shallow;
    uint64_t index = (uint64_t)i << 32 | boat->trips;
    mu_time lost =
        mu_ops_duration(ctx, stranded ? &p->refloat : &p->repair, MU_TEAM_DRAW_REPAIR, index);

    mu_record(ctx, &(struct mu_happening){.kind = stranded ? MU_TEAM_KIND_BOAT_STRANDED
                                                           : MU_TEAM_KIND_FOULED,
                                          .subject = mu_part(ctx, i),
                                          .object = mu_thing_of(team->job.order.target),
                                          .value = (double)lost / (double)MU_SECOND});
    set_boat_timer(ctx, i, lost + boat->rest_of_leg, load);
    boat->rest_of_leg = -1;
}

static void lay_up(struct mu_ctx *ctx, struct mu_team *team, uint32_t i)
{
    boat_of(ctx, team, i)->doing = MU_BOAT_IDLE;
    if (--team->at_work == 0)
        mu_team_finish_job(ctx, team, MU_STATUS_DONE);
}

/* 0 while the crews may go on. */
static mu_time rest_needed(const struct mu_ctx *ctx, struct mu_team *team)
{
    const struct mu_team_params *p = mu_params(ctx);
    mu_time on = mu_now(ctx) - team->on_since;

    if (on < p->shift)
        return 0;
    if (on < p->shift + p->rest)
        return p->shift + p->rest - on;
    team->on_since = mu_now(ctx);
    return 0;
}

/* From the landing: out again, or the crew rests, or there is nothing more to do. */
static void set_out(struct mu_ctx *ctx, struct mu_team *team, uint32_t i)
{
    const struct mu_team_params *p = mu_params(ctx);
    struct mu_boat *boat = boat_of(ctx, team, i);
    mu_time rest = rest_needed(ctx, team);

    boat->doing = MU_BOAT_ASHORE;
    if (team->left == 0) {
        lay_up(ctx, team, i);
        return;
    }
    if (rest > 0) {
        set_boat_timer(ctx, i, rest, NULL);
        return;
    }
    if (mu_ops_depth(ctx, target_point(ctx, team)) < p->draft) { /* whoever is there can walk */
        if (team->left < 0 && i == 0)
            mu_team_ask(ctx, team->job.order.target);
        lay_up(ctx, team, i);
        return;
    }
    draw_trip(ctx, boat, i);
    begin_leg(ctx, team, i, MU_LEG_OUT, NULL);
}

static void ask_for_passengers(struct mu_ctx *ctx, struct mu_team *team, uint32_t i)
{
    const struct mu_team_params *p = mu_params(ctx);
    struct mu_boat *boat = boat_of(ctx, team, i);
    const struct mu_lift lift = {
        .vehicle = i, .seats = (int32_t)p->seats, .boat = true, .answer = MU_TEAM_LOADED};

    boat->doing = MU_BOAT_ASKS;
    mu_send(ctx, team->job.order.target, mu_seconds(boat->search), MU_ZONE_LIFT, &lift,
            sizeof lift);
}

void mu_boats_on_loaded(struct mu_ctx *ctx, struct mu_team *team,
                        const struct mu_lift_groups *groups)
{
    struct mu_boat *boat = boat_of(ctx, team, groups->vehicle);

    team->left = groups->left;
    mu_team_tell_zone(ctx, team, groups->zone, groups->left);
    boat->persons = groups->persons;
    if (groups->n == 0) {
        lay_up(ctx, team, groups->vehicle);
        return;
    }
    boat->landing = dry_landing(ctx, team, boat->landing);
    begin_leg(ctx, team, groups->vehicle, MU_LEG_BACK, groups);
}

static void unload(struct mu_ctx *ctx, struct mu_team *team, uint32_t i,
                   const struct mu_lift_groups *load)
{
    const struct mu_team_params *p = mu_params(ctx);
    struct mu_boat *boat = boat_of(ctx, team, i);
    double each = (double)p->unload_each / (double)MU_SECOND;
    mu_time delay = p->unload + mu_seconds(each * load->persons);
    struct mu_lift_groups ashore = {0};

    memcpy(&ashore, load, mu_lift_size(load->n));
    ashore.node = landing_node(ctx, team, boat->landing);
    ashore.shelter = MU_NOBODY;
    team->moved += load->persons;
    boat->doing = MU_BOAT_ASHORE;
    boat->persons = 0;
    mu_record(ctx, &(struct mu_happening){.kind = MU_TEAM_KIND_TRIP,
                                          .subject = mu_part(ctx, i),
                                          .object = mu_thing_of(load->zone),
                                          .place = mu_thing_of(landing_of(team, boat->landing)),
                                          .value = load->persons});
    mu_send(ctx, load->zone, delay, MU_ZONE_SET_DOWN, &ashore, mu_lift_size(load->n));
    set_boat_timer(ctx, i, delay, NULL);
}

void mu_boats_on_leg(struct mu_ctx *ctx, struct mu_team *team, const struct mu_lift_groups *load)
{
    uint32_t i = load->vehicle;
    struct mu_boat *boat = boat_of(ctx, team, i);

    if (boat->doing != MU_BOAT_ASHORE && boat->rest_of_leg >= 0) {
        on_mishap(ctx, team, i, load);
        return;
    }
    switch (boat->doing) {
    case MU_BOAT_ASHORE: set_out(ctx, team, i); break;
    case MU_BOAT_OUT: ask_for_passengers(ctx, team, i); break;
    case MU_BOAT_BACK: unload(ctx, team, i, load); break;
    case MU_BOAT_IDLE:
    case MU_BOAT_ASKS: mu_bug("a boat that is under no way came to the end of a leg");
    }
}

void mu_boats_launch(struct mu_ctx *ctx, struct mu_team *team)
{
    const struct mu_team_params *p = mu_params(ctx);
    uint32_t landing = team->place.i - team->first_landing.i;

    team->at_work = (uint32_t)team->usable;
    for (uint32_t i = 0; i < team->usable; i++) {
        *boat_of(ctx, team, i) = (struct mu_boat){.doing = MU_BOAT_ASHORE,
                                                  .landing = landing,
                                                  .trips = boat_of(ctx, team, i)->trips,
                                                  .rest_of_leg = -1};
        set_boat_timer(ctx, i, p->launch, NULL);
    }
}
