/* Trips: from node to node, one event a link. */
#include <math.h>

#include "models/roads/roads_impl.h"
#include "sim/assert.h"

/* Before a node with this many closed links somebody gives up looking. */
#define LOOKS_MAX 16

static struct mu_road_trip *trip_at(const struct mu_roads_view *v, uint32_t number)
{
    struct mu_road_trip *chunk = mu_at(v->ctx, v->s->chunks[number / MU_TRIP_CHUNK]);

    return &chunk[number % MU_TRIP_CHUNK];
}

/* Free places are chained by number + 1. */
static bool add_chunk(struct mu_roads_view *v)
{
    if (v->s->n_chunks == MU_TRIP_CHUNKS) {
        mu_fail(v->ctx, "%s: more than %d trips at the same time", mu_name(v->ctx, mu_self(v->ctx)),
                MU_TRIP_CHUNK * MU_TRIP_CHUNKS);
        return false;
    }
    uint32_t first = v->s->n_chunks * MU_TRIP_CHUNK;
    v->s->chunks[v->s->n_chunks++] = mu_alloc(v->ctx, MU_TRIP_CHUNK, sizeof(struct mu_road_trip));
    for (uint32_t k = 0; k < MU_TRIP_CHUNK; k++)
        trip_at(v, first + k)->next = k + 1 < MU_TRIP_CHUNK ? first + k + 2 : 0;
    v->s->free_trip = first + 1;
    return true;
}

static void chain(struct mu_roads_view *v, uint32_t *head, uint32_t number)
{
    struct mu_road_trip *trip = trip_at(v, number);

    trip->before = 0;
    trip->next = *head;
    if (*head > 0)
        trip_at(v, *head - 1)->before = number + 1;
    *head = number + 1;
}

static void unchain(struct mu_roads_view *v, uint32_t *head, uint32_t number)
{
    const struct mu_road_trip *trip = trip_at(v, number);

    if (trip->next > 0)
        trip_at(v, trip->next - 1)->before = trip->before;
    if (trip->before > 0)
        trip_at(v, trip->before - 1)->next = trip->next;
    else
        *head = trip->next;
}

static uint32_t *chain_of(struct mu_roads_view *v, const struct mu_road_trip *trip)
{
    return trip->waits ? &v->s->waiting : &v->links[trip->link].first_trip;
}

static void release(struct mu_roads_view *v, uint32_t number)
{
    struct mu_road_trip *trip = trip_at(v, number);

    v->s->moving[trip->asked.traveller]--;
    *trip = (struct mu_road_trip){.next = v->s->free_trip};
    v->s->free_trip = number + 1;
}

static mu_thing who(const struct mu_road_trip *trip)
{
    return trip->asked.who.i > 0 ? trip->asked.who : mu_thing_of(trip->asker);
}

/* The trip is over: parking, or walking back to the door, takes `egress`. */
static void answer(struct mu_roads_view *v, uint32_t number, uint16_t type,
                   const struct mu_street *water)
{
    const struct mu_road_trip *trip = trip_at(v, number);
    const struct mu_trip_end end = {
        .token = trip->asked.token,
        .node = trip->node,
        .metres = trip->metres,
        .started = trip->started,
        .depth = water ? (double)water->depth : 0,
        .speed = water ? (double)water->speed : 0,
    };

    mu_send(v->ctx, trip->asker, v->p->egress, type, &end, sizeof end);
    release(v, number);
}

static void record(struct mu_roads_view *v, const struct mu_road_trip *trip,
                   enum mu_roads_kind kind, uint32_t link, mu_cause cause, mu_cause since)
{
    mu_thing place = MU_NOTHING;

    if (link != MU_NO_LINK)
        place = mu_part(v->ctx, mu_street_of(v->net, link));
    mu_record(v->ctx, &(struct mu_happening){
                          .kind = kind,
                          .subject = who(trip),
                          .place = place,
                          .value = trip->asked.persons,
                          .cause = cause,
                          .since = since,
                      });
}

static void no_route(struct mu_roads_view *v, uint32_t number, mu_cause since)
{
    const struct mu_road_trip *trip = trip_at(v, number);
    uint32_t seen = trip->n_known > 0 ? trip->known[trip->n_known - 1] : MU_NO_LINK;

    record(v, trip, MU_ROADS_NO_ROUTE, seen, MU_NO_CAUSE, since);
    answer(v, number, trip->asked.no_route, NULL);
}

static bool passable(const struct mu_roads_view *v, const struct mu_road_trip *trip, uint32_t link)
{
    const struct mu_street *s = &v->streets[mu_street_of(v->net, link)];

    return !(s->order & (1U << trip->asked.traveller)) && s->depth <= trip->ford;
}

/* Keeps the list ascending: two who saw the same roads share a tree. When it is full, the
 * smallest number is forgotten. */
static void remember(struct mu_road_trip *trip, uint32_t link)
{
    uint32_t k = trip->n_known;

    if (k == MU_TRIP_KNOWS) {
        for (uint32_t i = 0; i + 1 < MU_TRIP_KNOWS; i++)
            trip->known[i] = trip->known[i + 1];
        k--;
    } else {
        trip->n_known++;
    }
    while (k > 0 && trip->known[k - 1] > link) {
        trip->known[k] = trip->known[k - 1];
        k--;
    }
    trip->known[k] = link;
}

/* A road said to be closed may be open to whoever stands before it. */
static uint32_t open_after_all(const struct mu_roads_view *v, const struct mu_road_trip *trip,
                               uint32_t link)
{
    uint8_t who = (uint8_t)(1U << trip->asked.traveller);
    double best = mu_ways_left(v, trip, trip->node);

    for (uint32_t l = v->net->first_out[trip->node]; l < v->net->first_out[trip->node + 1]; l++) {
        if (!(v->streets[mu_street_of(v->net, l)].known & who) || !passable(v, trip, l))
            continue;
        double left = mu_ways_time(v->p, &v->net->links[l], trip->asked.traveller) +
                      mu_ways_left(v, trip, v->net->links[l].to);
        if (left < best) {
            best = left;
            link = l;
        }
    }
    return link;
}

/* The next link of the shortest way that the traveller can enter. */
static uint32_t look(struct mu_roads_view *v, struct mu_road_trip *trip)
{
    for (int k = 0; k < LOOKS_MAX; k++) {
        uint32_t link = open_after_all(v, trip, mu_ways_next(v, trip));
        if (link == MU_NO_LINK || passable(v, trip, link))
            return link;
        remember(trip, link);
    }
    return MU_NO_LINK;
}

static double seconds_on(const struct mu_roads_view *v, const struct mu_road_trip *trip,
                         uint32_t link)
{
    const struct mu_link *road = &v->net->links[link];
    double dry = mu_ways_time(v->p, road, trip->asked.traveller);

    if (v->streets[mu_street_of(v->net, link)].depth <= 0)
        return dry;
    return fmax(dry, road->length / v->p->wading_speed);
}

/* Seconds of the link's exit that a traveller takes up. */
static double headway(const struct mu_roads_view *v, const struct mu_road_trip *trip, uint32_t link)
{
    const double cars[MU_TRAVELLERS] = {0, 1, v->p->bus_equivalent, v->p->truck_equivalent};
    double vehicles = trip->asked.vehicles > 0 ? trip->asked.vehicles : 1;
    double n = cars[trip->asked.traveller] * vehicles;

    return n > 0 ? n / v->net->links[link].capacity : 0;
}

static void enter(struct mu_roads_view *v, uint32_t number, uint32_t link)
{
    struct mu_road_trip *trip = trip_at(v, number);
    struct mu_road_link *road = &v->links[link];
    mu_time leave = mu_now(v->ctx) + mu_seconds(seconds_on(v, trip, link));
    double gap = headway(v, trip, link);

    if (gap > 0) {
        if (leave < road->free_at)
            leave = road->free_at;
        road->free_at = leave + mu_seconds(gap);
    }
    trip->link = link;
    chain(v, &road->first_trip, number);
    trip->timer =
        mu_set_timer(v->ctx, leave - mu_now(v->ctx), MU_ROADS_NEXT, &number, sizeof number);
}

static void wait_for_a_way(struct mu_roads_view *v, uint32_t number)
{
    struct mu_road_trip *trip = trip_at(v, number);

    if (v->p->patience == 0) {
        no_route(v, number, MU_NO_CAUSE);
        return;
    }
    trip->waits = true;
    trip->cause = mu_cause_now(v->ctx);
    chain(v, &v->s->waiting, number);
    trip->timer = mu_set_timer(v->ctx, v->p->patience, MU_ROADS_GIVES_UP, &number, sizeof number);
}

static void go_on(struct mu_roads_view *v, uint32_t number)
{
    struct mu_road_trip *trip = trip_at(v, number);

    trip->link = MU_NO_LINK;
    if (trip->node == trip->asked.to) {
        answer(v, number, trip->asked.arrived, NULL);
        return;
    }
    uint32_t link = look(v, trip);
    if (link == MU_NO_LINK)
        wait_for_a_way(v, number);
    else
        enter(v, number, link);
}

/* A property of the vehicle, not of the trip: the same on its way back, under every plan. */
static float draw_ford(const struct mu_roads_view *v, mu_entity_id asker,
                       const struct mu_trip *trip)
{
    uint64_t vehicle =
        mu_name_hash(mu_name(v->ctx, asker)) + trip->token * UINT64_C(0x9E3779B97F4A7C15);
    struct mu_stream s = mu_stream_for(v->ctx, MU_ROADS_FORD, vehicle);
    int32_t traveller = trip->traveller;

    if (traveller == MU_ON_FOOT)
        return (float)v->p->ford_foot;
    bool high = mu_chance(v->p->high_share, &s) || traveller != MU_BY_CAR;
    return (float)mu_draw(high ? &v->p->ford_high : &v->p->ford_low, &s);
}

void mu_trips_begin(struct mu_roads_view *v, const struct mu_event *ev)
{
    const struct mu_trip *asked = ev->body;

    mu_assert(ev->size == sizeof *asked);
    mu_assert(asked->traveller >= 0 && asked->traveller < MU_TRAVELLERS);
    if (v->s->free_trip == 0 && !add_chunk(v))
        return;
    uint32_t number = v->s->free_trip - 1;
    struct mu_road_trip *trip = trip_at(v, number);
    v->s->free_trip = trip->next;
    *trip = (struct mu_road_trip){
        .asked = *asked,
        .asker = ev->from,
        .node = asked->from,
        .link = MU_NO_LINK,
        .ford = draw_ford(v, ev->from, asked),
        .started = mu_now(v->ctx),
        .cause = mu_cause_now(v->ctx),
        .used = true,
    };
    v->s->moving[asked->traveller]++;
    if (asked->from < v->net->n_nodes && asked->to < v->net->n_nodes && v->net->n_links > 0)
        go_on(v, number);
    else
        no_route(v, number, MU_NO_CAUSE);
}

void mu_trips_next(struct mu_roads_view *v, uint32_t number)
{
    struct mu_road_trip *trip = trip_at(v, number);

    mu_assert(trip->used && !trip->waits);
    unchain(v, chain_of(v, trip), number);
    trip->metres += v->net->links[trip->link].length;
    trip->node = v->net->links[trip->link].to;
    go_on(v, number);
}

void mu_trips_give_up(struct mu_roads_view *v, uint32_t number)
{
    struct mu_road_trip *trip = trip_at(v, number);

    mu_assert(trip->used && trip->waits);
    unchain(v, chain_of(v, trip), number);
    no_route(v, number, trip->cause);
}

/* Everybody who waits looks again with open eyes; whoever finds nothing keeps his patience. */
void mu_trips_retry(struct mu_roads_view *v)
{
    mu_cause cause = mu_cause_now(v->ctx);
    uint32_t next;

    for (uint32_t at = v->s->waiting; at > 0; at = next) {
        struct mu_road_trip *trip = trip_at(v, at - 1);
        next = trip->next;
        trip->n_known = 0;
        uint32_t link = look(v, trip);
        if (link == MU_NO_LINK)
            continue;
        unchain(v, chain_of(v, trip), at - 1);
        mu_cancel(v->ctx, trip->timer);
        trip->waits = false;
        mu_set_cause(v->ctx, trip->cause);
        enter(v, at - 1, link);
    }
    mu_set_cause(v->ctx, cause);
}

void mu_trips_caught(struct mu_roads_view *v, uint32_t link)
{
    const struct mu_street *s = &v->streets[mu_street_of(v->net, link)];
    uint32_t next;

    for (uint32_t at = v->links[link].first_trip; at > 0; at = next) {
        struct mu_road_trip *trip = trip_at(v, at - 1);
        next = trip->next;
        if (s->depth <= trip->ford)
            continue;
        unchain(v, chain_of(v, trip), at - 1);
        mu_cancel(v->ctx, trip->timer);
        mu_cause cause = s->recorded_closed ? s->cause : MU_NO_CAUSE;
        record(v, trip, MU_ROADS_STRANDED, link, cause, trip->cause);
        answer(v, at - 1, trip->asked.stranded, s);
    }
}
