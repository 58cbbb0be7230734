/* Boats fetch those whom the water holds, the deepest first; buses those who wait for them. */
#include <stddef.h>

#include "models/people/zone_impl.h"
#include "sim/assert.h"

size_t mu_lift_size(uint32_t n)
{
    mu_assert(n <= MU_LIFT_MAX);
    return offsetof(struct mu_lift_groups, groups) + n * sizeof(uint32_t);
}

/* Whoever never leaves, and a few others, wave the boat on. */
static bool refuses_boat(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];

    if (g->refused_boat || g->state != MU_STATE_TRAPPED)
        return g->refused_boat;
    if (!g->never && mu_zone_uniform(v, MU_ZONE_P_BOAT, group) >= v->p->refuse_boat)
        return false;
    g->refused_boat = true;
    v->z->boat_refusers += mu_group_alive(g);
    mu_group_refuses(v, group);
    mu_group_record(v, MU_ZONE_K_REFUSED, group, MU_NOTHING, MU_NOTHING);
    return true;
}

struct boarding {
    struct mu_lift_groups out;
    int64_t seats; /* left */
    mu_thing by;
    mu_cause cause;
    bool full;
};

/* An empty boat takes any group, so that nobody waits for a larger one for ever. */
static bool fits(const struct boarding *b, int64_t persons)
{
    return persons <= b->seats || b->out.n == 0;
}

static void take(struct mu_zone_view *v, struct boarding *b, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];
    int64_t persons = mu_group_alive(g);

    if (!fits(b, persons)) {
        b->full = true;
        return;
    }
    mu_set_cause(v->ctx, b->cause);
    mu_cancel(v->ctx, g->timer);
    g->timer = (mu_timer){0};
    g->since = mu_group_record(v, MU_ZONE_K_BOARDED, group, b->by, MU_NOTHING);
    mu_group_move(v, group, MU_STATE_ABOARD);
    b->seats -= persons;
    b->out.persons += (double)persons;
    b->out.groups[b->out.n++] = group;
    b->full = b->seats <= 0 || b->out.n == MU_LIFT_MAX;
}

static bool holds(const struct mu_zone_view *v, uint32_t group)
{
    const struct mu_zone_group *g = &v->groups[group];

    if (mu_group_alive(g) == 0)
        return false;
    return g->state == MU_STATE_TRAPPED ||
           (g->state == MU_STATE_WAITING && mu_group_depth(v, group) > 0);
}

/* Stranded on a road is worst; then homes, lowest ground first. */
static void fill_boat(struct mu_zone_view *v, struct boarding *b)
{
    const uint32_t *order = mu_at(v->ctx, v->z->wet_order);
    uint32_t k;

    for (k = 0; k < v->z->n && !b->full && v->z->persons[MU_STATE_STRANDED] > 0; k++)
        if (v->groups[k].state == MU_STATE_STRANDED && mu_group_alive(&v->groups[k]) > 0)
            take(v, b, k);
    for (k = v->z->next_boat; k < v->z->n && !b->full; k++)
        if (holds(v, order[k]) && !refuses_boat(v, order[k]))
            take(v, b, order[k]);
    /* The one that did not fit is the first next time. */
    v->z->next_boat = k > 0 ? k - 1 : 0;
}

static void fill_bus(struct mu_zone_view *v, struct boarding *b)
{
    uint32_t k;

    for (k = v->z->next_bus; k < v->z->n && !b->full; k++)
        if (v->groups[k].state == MU_STATE_WAITING && mu_group_alive(&v->groups[k]) > 0)
            take(v, b, k);
    v->z->next_bus = k > 0 ? k - 1 : 0;
}

/* Persons who wait for a bus with water around their home: a boat will do, too. */
static int64_t waiting_in_the_wet(const struct mu_zone_view *v)
{
    int64_t persons = 0;

    if (v->z->depth <= 0 || v->z->persons[MU_STATE_WAITING] == 0)
        return 0;
    for (uint32_t k = 0; k < v->z->n; k++)
        if (v->groups[k].state == MU_STATE_WAITING && mu_group_depth(v, k) > 0)
            persons += mu_group_alive(&v->groups[k]);
    return persons;
}

double mu_lift_left(const struct mu_zone_view *v, bool boat)
{
    const int64_t *persons = v->z->persons;

    if (!boat)
        return (double)persons[MU_STATE_WAITING];
    return (double)(persons[MU_STATE_TRAPPED] + persons[MU_STATE_STRANDED] + waiting_in_the_wet(v) -
                    v->z->boat_refusers);
}

void mu_lift_board(struct mu_zone_view *v, const struct mu_event *ev)
{
    const struct mu_lift *lift = ev->body;
    struct boarding b = {
        .out = {.vehicle = lift->vehicle, .boat = lift->boat, .zone = mu_self(v->ctx)},
        .seats = lift->seats,
        .by = mu_thing_of(ev->from),
        .cause = mu_cause_now(v->ctx),
    };

    mu_assert(ev->size == sizeof *lift && lift->seats >= 0);
    if (lift->seats > 0 && lift->boat) /* without seats somebody on foot only asks */
        fill_boat(v, &b);
    if (lift->seats > 0 && !lift->boat)
        fill_bus(v, &b);
    b.out.left = mu_lift_left(v, lift->boat);
    mu_time delay = mu_seconds(b.out.persons * (double)v->p->board_time / (double)MU_SECOND);
    if (delay < mu_lookahead(v->ctx))
        delay = mu_lookahead(v->ctx);
    mu_send(v->ctx, ev->from, delay, lift->answer, &b.out, mu_lift_size(b.out.n));
}

void mu_lift_set_down(struct mu_zone_view *v, const struct mu_event *ev)
{
    const struct mu_lift_groups *down = ev->body;
    mu_cause cause = mu_cause_now(v->ctx);

    mu_assert(ev->size == mu_lift_size(down->n));
    for (uint32_t k = 0; k < down->n; k++) {
        mu_set_cause(v->ctx, cause);
        mu_assert(v->groups[down->groups[k]].state == MU_STATE_ABOARD);
        if (down->shelter.i > 0)
            mu_leave_at_shelter(v, down->groups[k], down->shelter);
        else
            mu_leave_shore(v, down->groups[k], down->node);
    }
}
