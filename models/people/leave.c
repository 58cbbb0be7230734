/* On the way: by own car, on foot, turned back, at the shelter's door, home again. */
#include <math.h>

#include "models/people/zone_impl.h"
#include "models/response/hospital.h"
#include "models/response/shelter.h"
#include "sim/assert.h"

/* A road is longer than the straight line: Boscoe et al. 2012, 1.4 for the United States. */
#define DETOUR 1.4

static const struct mu_shelter_params *shelter_of(const struct mu_zone_view *v, mu_entity_id id)
{
    return mu_params_of(v->ctx, id);
}

static uint32_t node_of(const struct mu_zone_view *v, mu_entity_id shelter)
{
    const struct mu_geo *geo = mu_geography(v->ctx);

    return mu_network_nearest(&geo->roads, shelter_of(v, shelter)->at);
}

void mu_leave_moved(struct mu_zone_view *v, uint32_t group)
{
    if (!v->groups[group].moved)
        v->z->moved += mu_group_alive(&v->groups[group]);
    v->groups[group].moved = true;
    if (!v->z->returns)
        mu_set_timer(v->ctx, MU_DAY, MU_ZONE_RETURN, NULL, 0);
    v->z->returns = true;
}

/* From the door to the road: homes are spread over a disc. */
static mu_time access_time(const struct mu_zone_view *v, uint32_t group, bool on_foot)
{
    double metres = v->p->radius * sqrt(mu_zone_uniform(v, MU_ZONE_P_STREETS, group));

    return v->p->access + mu_seconds(metres / (on_foot ? v->p->walking_speed : v->p->street_speed));
}

static void send_trip(struct mu_zone_view *v, uint32_t group, enum mu_traveller traveller,
                      uint32_t from, uint32_t to, mu_time delay)
{
    struct mu_zone_group *g = &v->groups[group];
    struct mu_trip trip = {
        .token = group,
        .from = from,
        .to = to,
        .traveller = (int32_t)traveller,
        .persons = (double)mu_group_alive(g),
        .arrived = MU_ZONE_ARRIVED,
        .stranded = MU_ZONE_STRANDED,
        .no_route = MU_ZONE_NO_ROUTE,
        .who = mu_part(v->ctx, group),
    };

    if (traveller == MU_BY_BUS) /* a place in one */
        trip.vehicles = trip.persons / v->p->ride_seats;
    g->node = to;
    g->traveller = (uint8_t)traveller;
    mu_send(v->ctx, v->z->roads, delay, MU_ROADS_TRIP, &trip, sizeof trip);
}

static void wait_for_bus(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];

    mu_group_move(v, group, MU_STATE_WAITING);
    g->since = mu_group_record(v, MU_ZONE_K_WAITING, group, MU_NOTHING, MU_NOTHING);
    if (group < v->z->next_bus)
        v->z->next_bus = group;
    v->z->next_boat = 0; /* a boat may have passed by before */
    mu_reporter_wake(v);
}

/* Relatives of a group: one of the nearest places that have them. */
static const struct mu_zone_place *relatives_of(const struct mu_zone_view *v, uint32_t group)
{
    struct mu_stream s = mu_stream_for(v->ctx, MU_ZONE_P_RELATIVES, group);

    (void)mu_uniform(&s); /* this one said whether they go to relatives at all */
    return &v->z->homes[(uint32_t)(mu_uniform(&s) * v->z->n_homes)];
}

/* NULL: nowhere to go. Whoever has failed tries the next place. */
static const struct mu_zone_place *choose(const struct mu_zone_view *v, uint32_t group)
{
    const struct mu_zone_group *g = &v->groups[group];
    const struct mu_zone_place *there = NULL;

    if (v->z->n_shelters > 0)
        there = &v->z->shelters[g->tries % v->z->n_shelters];
    if (!g->relatives || v->z->n_homes == 0)
        return there;
    const struct mu_zone_place *kin = relatives_of(v, group);
    bool near = g->vehicle || kin->metres <= v->p->walk_limit;
    return near || !there ? kin : there;
}

void mu_leave_home(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];
    const struct mu_zone_place *there = choose(v, group);

    g->timer = (mu_timer){0};
    if (g->state != MU_STATE_PREPARING && g->state != MU_STATE_HOME)
        return;
    bool walks = !g->vehicle && !g->limited && there && there->metres <= v->p->walk_limit;
    if (!there || v->z->roads.i == 0 || (!g->vehicle && !walks)) {
        wait_for_bus(v, group);
        return;
    }
    g->shelter = there->shelter;
    g->turning_back = false;
    g->since =
        mu_group_record(v, MU_ZONE_K_DEPARTED, group, MU_NOTHING, mu_thing_of(there->shelter));
    mu_group_move(v, group, MU_STATE_ON_ROAD);
    send_trip(v, group, walks ? MU_ON_FOOT : MU_BY_CAR, v->z->node, there->node,
              access_time(v, group, walks));
}

static void to_hospital(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];
    const struct mu_patients patients = {mu_part(v->ctx, group), g->hurt};

    if (g->hurt == 0 || g->treated || v->z->hospital.i == 0)
        return;
    g->treated = true;
    mu_send(v->ctx, v->z->hospital, mu_lookahead(v->ctx), MU_HOSPITAL_ARRIVE, &patients,
            sizeof patients);
}

void mu_leave_at_shelter(struct mu_zone_view *v, uint32_t group, mu_entity_id shelter)
{
    struct mu_zone_group *g = &v->groups[group];
    const struct mu_shelter_group arrival = {group, (double)mu_group_alive(g)};

    g->shelter = shelter;
    g->settled = false;
    mu_leave_moved(v, group);
    g->since = mu_group_record(v, MU_ZONE_K_ARRIVED, group, MU_NOTHING, mu_thing_of(shelter));
    mu_group_move(v, group, MU_STATE_AWAY);
    mu_send(v->ctx, shelter, mu_lookahead(v->ctx), MU_SHELTER_ARRIVE, &arrival, sizeof arrival);
    mu_group_timer(v, group, v->p->register_time, MU_ZONE_SETTLED);
    to_hospital(v, group);
}

void mu_leave_settled(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];

    g->timer = (mu_timer){0};
    g->settled = true;
    mu_group_record(v, MU_ZONE_K_SHELTERED, group, MU_NOTHING, mu_thing_of(g->shelter));
}

static void unsheltered(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];

    g->shelter = MU_NOBODY;
    mu_group_record(v, MU_ZONE_K_UNSHELTERED, group, MU_NOTHING, MU_NOTHING);
    if (g->state != MU_STATE_AWAY)
        mu_group_move(v, group, MU_STATE_AWAY);
}

/* On from a place outside the zone, where there is no home to turn back to. */
static void go_on(struct mu_zone_view *v, uint32_t group, uint32_t node, mu_entity_id shelter)
{
    const struct mu_geo *geo = mu_geography(v->ctx);
    struct mu_zone_group *g = &v->groups[group];
    double metres = DETOUR * mu_distance(geo->roads.nodes[node], shelter_of(v, shelter)->at);
    bool walks = !g->limited && metres <= v->p->walk_limit;
    enum mu_traveller traveller = walks ? MU_ON_FOOT : MU_BY_BUS;

    if (g->vehicle && !g->ashore)
        traveller = MU_BY_CAR;
    g->shelter = shelter;
    g->outside = true;
    g->tries = 0;
    g->since = mu_group_record(v, MU_ZONE_K_DEPARTED, group, MU_NOTHING, mu_thing_of(shelter));
    mu_group_move(v, group, MU_STATE_ON_ROAD);
    send_trip(v, group, traveller, node, node_of(v, shelter),
              traveller == MU_BY_BUS ? v->p->ride_wait : v->p->access);
}

void mu_leave_full(struct mu_zone_view *v, const struct mu_event *ev)
{
    const struct mu_shelter_answer *full = ev->body;
    struct mu_zone_group *g = &v->groups[full->group];

    if (g->state != MU_STATE_AWAY || g->shelter.i != full->shelter.i)
        return;
    mu_cancel(v->ctx, g->timer);
    g->timer = (mu_timer){0};
    g->settled = false;
    if (g->first_full.i == 0) {
        g->first_full = full->shelter;
        g->doors = 0;
    }
    g->doors++;
    mu_entity_id next = mu_places_after(v, shelter_of(v, g->first_full)->at, full->shelter);
    if (next.i == 0 || v->z->roads.i == 0 || g->doors >= v->p->doors)
        unsheltered(v, full->group);
    else
        go_on(v, full->group, node_of(v, full->shelter), next);
}

void mu_leave_shore(struct mu_zone_view *v, uint32_t group, uint32_t node)
{
    const struct mu_geo *geo = mu_geography(v->ctx);
    struct mu_zone_group *g = &v->groups[group];
    mu_entity_id next = MU_NOBODY;

    g->ashore = true;
    mu_leave_moved(v, group);
    g->since = mu_group_record(v, MU_ZONE_K_LANDED, group, MU_NOTHING, MU_NOTHING);
    to_hospital(v, group);
    if (g->relatives && v->z->n_homes > 0)
        next = relatives_of(v, group)->shelter;
    else if (node < geo->roads.n_nodes)
        next = mu_places_after(v, geo->roads.nodes[node], MU_NOBODY);
    if (next.i == 0 || v->z->roads.i == 0 || node >= geo->roads.n_nodes)
        unsheltered(v, group);
    else
        go_on(v, group, node, next);
}

static void caught(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];

    g->since = mu_group_record(v, MU_ZONE_K_TRAPPED, group, MU_NOTHING, MU_NOTHING);
    mu_group_move(v, group, MU_STATE_STRANDED);
    mu_reporter_wake(v);
}

void mu_leave_stranded(struct mu_zone_view *v, const struct mu_trip_end *end)
{
    const uint32_t group = (uint32_t)end->token;
    const struct mu_zone_group *g = &v->groups[group];

    mu_assert(g->state == MU_STATE_ON_ROAD);
    caught(v, group);
    mu_flood_swept(v, group, g->traveller == MU_ON_FOOT, end->depth, end->speed);
}

static void home_again(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];

    g->turning_back = false;
    g->since = mu_group_record(v, MU_ZONE_K_TURNED_BACK, group, MU_NOTHING, MU_NOTHING);
    mu_group_move(v, group, MU_STATE_HOME);
    g->tries++;
    if (g->tries >= v->p->tries)
        wait_for_bus(v, group);
    else
        mu_group_timer(v, group, v->p->retry_every, MU_ZONE_LEAVES);
    mu_flood_at_home(v, group);
    mu_reporter_wake(v);
}

void mu_leave_arrived(struct mu_zone_view *v, const struct mu_trip_end *end)
{
    const uint32_t group = (uint32_t)end->token;

    mu_assert(v->groups[group].state == MU_STATE_ON_ROAD);
    if (v->groups[group].turning_back)
        home_again(v, group);
    else
        mu_leave_at_shelter(v, group, v->groups[group].shelter);
}

/* Between shore, shelters and more shelters: try again, in the end wait to be fetched. */
static void stuck_outside(struct mu_zone_view *v, uint32_t group, uint32_t node)
{
    struct mu_zone_group *g = &v->groups[group];

    g->tries++;
    if (g->tries >= v->p->tries)
        caught(v, group);
    else
        send_trip(v, group, (enum mu_traveller)g->traveller, node, g->node, v->p->retry_every);
}

void mu_leave_no_route(struct mu_zone_view *v, const struct mu_trip_end *end)
{
    const uint32_t group = (uint32_t)end->token;
    struct mu_zone_group *g = &v->groups[group];

    mu_assert(g->state == MU_STATE_ON_ROAD);
    if (g->outside) {
        stuck_outside(v, group, end->node);
    } else if (g->turning_back) {
        caught(v, group);
    } else if (end->node == v->z->node) {
        home_again(v, group);
    } else {
        g->turning_back = true;
        send_trip(v, group, (enum mu_traveller)g->traveller, end->node, v->z->node, v->p->access);
    }
}

static void go_home(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];
    const struct mu_shelter_group leaving = {group, (double)mu_group_alive(g)};

    if (g->state == MU_STATE_AWAY && g->shelter.i > 0)
        mu_send(v->ctx, g->shelter, mu_lookahead(v->ctx), MU_SHELTER_LEAVE, &leaving,
                sizeof leaving);
    mu_group_record(v, MU_ZONE_K_RETURNED, group, MU_NOTHING, MU_NOTHING);
    mu_group_move(v, group, MU_STATE_HOME);
    g->heard = MU_HEARD_NOTHING;
    g->outside = g->ashore = g->settled = false;
    g->tries = 0;
    g->first_full = MU_NOBODY;
    g->since = MU_NO_CAUSE;
}

/* Once a day: has the place been dry, and the last warning old, for long enough? */
void mu_leave_return(struct mu_zone_view *v)
{
    mu_time now = mu_now(v->ctx), last = v->z->last_order;
    mu_cause cause = mu_cause_now(v->ctx);

    mu_set_timer(v->ctx, MU_DAY, MU_ZONE_RETURN, NULL, 0);
    if (v->z->flooded && v->z->last_wet > last)
        last = v->z->last_wet;
    if (v->z->depth > 0 || now - last < v->p->return_after)
        return;
    for (uint32_t k = 0; k < v->z->n; k++) {
        const struct mu_zone_group *g = &v->groups[k];
        mu_set_cause(v->ctx, cause);
        if (mu_group_alive(g) > 0 &&
            ((g->state == MU_STATE_AWAY && (g->settled || g->shelter.i == 0)) ||
             g->state == MU_STATE_STRANDED))
            go_home(v, k);
    }
}
