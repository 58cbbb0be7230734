#include "models/people/zone.h"

#include "models/people/zone_impl.h"
#include "models/roads/roads.h"
#include "sim/assert.h"
#include "sim/world.h"

static struct mu_zone_view view_of(struct mu_ctx *ctx, void *state)
{
    struct mu_zone *z = state;

    return (struct mu_zone_view){ctx, mu_params(ctx), z, mu_at(ctx, z->groups)};
}

static mu_entity_id only(const struct mu_ctx *ctx, const char *model)
{
    size_t n;
    mu_entity_id first = mu_first_of(ctx, model, &n);

    return n > 0 ? first : MU_NOBODY;
}

/* Delays that stand for steps people take cannot be shorter than a message. */
static bool long_enough(struct mu_ctx *ctx, const char *what, mu_time delay, int times)
{
    if (delay >= times * mu_lookahead(ctx))
        return true;
    mu_fail(ctx, "%s is %.6g s; it must be at least %d times the lookahead of %.6g s", what,
            (double)delay / 1e6, times, (double)mu_lookahead(ctx) / 1e6);
    return false;
}

static void zone_start(struct mu_ctx *ctx, void *state)
{
    struct mu_zone_view v = view_of(ctx, state);

    if (!long_enough(ctx, "access", v.p->access, 1) ||
        !long_enough(ctx, "ride_wait", v.p->ride_wait, 1) ||
        !long_enough(ctx, "retry_every", v.p->retry_every, 1))
        return;
    v.z->water = only(ctx, "water");
    v.z->roads = only(ctx, "roads");
    mu_groups_start(&v);
    mu_places_start(&v);
    mu_reporter_start(&v);
}

static uint32_t number_in(const struct mu_event *ev)
{
    const uint32_t *number = ev->body;

    mu_assert(ev->size == sizeof *number);
    return *number;
}

static const struct mu_trip_end *trip_end(const struct mu_event *ev)
{
    mu_assert(ev->size == sizeof(struct mu_trip_end));
    return ev->body;
}

static void zone_handle(struct mu_ctx *ctx, void *state, const struct mu_event *ev)
{
    struct mu_zone_view v = view_of(ctx, state);

    switch (ev->type) {
    case MU_MSG_ORDER: mu_warn_order(&v, ev); break;
    case MU_ZONE_WARNED: mu_warn_heard(&v, ev); break;
    case MU_ZONE_DECIDES: mu_warn_decided(&v, number_in(ev)); break;
    case MU_ZONE_LEAVES: mu_leave_home(&v, number_in(ev)); break;
    case MU_ZONE_ARRIVED: mu_leave_arrived(&v, trip_end(ev)); break;
    case MU_ZONE_STRANDED: mu_leave_stranded(&v, trip_end(ev)); break;
    case MU_ZONE_NO_ROUTE: mu_leave_no_route(&v, trip_end(ev)); break;
    case MU_ZONE_LIFT: mu_lift_board(&v, ev); break;
    case MU_ZONE_SET_DOWN: mu_lift_set_down(&v, ev); break;
    case MU_ZONE_SHELTER_FULL: mu_leave_full(&v, ev); break;
    case MU_ZONE_SETTLED: mu_leave_settled(&v, number_in(ev)); break;
    case MU_ZONE_OBSERVE: mu_reporter_look(&v); break;
    case MU_ZONE_RUMOUR: mu_reporter_rumour(&v); break;
    case MU_ZONE_RETURN: mu_leave_return(&v); break;
    case MU_ZONE_TASK: mu_warn_task(&v, number_in(ev)); break;
    default: mu_bug("a zone got an event of a type it does not know");
    }
}

static void zone_board(struct mu_ctx *ctx, void *state, mu_entity_id owner)
{
    struct mu_zone_view v = view_of(ctx, state);

    if (owner.i == v.z->water.i)
        mu_flood_board(&v, mu_board(ctx, owner));
}

static void zone_finish(struct mu_ctx *ctx, void *state)
{
    struct mu_zone_view v = view_of(ctx, state);

    for (uint32_t k = 0; k < v.z->n; k++) {
        if (!v.groups[k].moved || v.groups[k].flooded)
            continue;
        v.groups[k].since = MU_NO_CAUSE;
        mu_set_cause(ctx, MU_NO_CAUSE);
        mu_group_record(&v, MU_ZONE_K_NEEDLESS, k, MU_NOTHING, MU_NOTHING);
    }
}

static size_t count_groups(const void *params)
{
    const struct mu_zone_params *p = params;

    if (p->population < 1 || p->group_size < 1)
        return 0; /* not read: the reader has complained */
    return (size_t)((p->population + p->group_size - 1) / p->group_size);
}

/* Told once, by the first zone: without roads nobody leaves, and no boat or bus sets out. */
static bool check_roads(const void *params, const struct mu_check *check)
{
    const struct mu_geo *geo = check->geography;
    size_t zones, roads;

    if (!check->world ||
        params != mu_world_params_const(check->world, mu_world_first(check->world, "zone", &zones)))
        return true;
    mu_world_first(check->world, "roads", &roads);
    if (roads == 0)
        return mu_diag_error(
            check->diags, check->place(check, ""),
            "%s: people live here, and nothing moves on roads; add to the entities: "
            "roads: {network: {}}",
            check->entity);
    if (!geo || geo->roads.n_links == 0)
        mu_diag_warning(check->diags, check->place(check, ""),
                        "%s: the geography has no roads: nobody can leave or be fetched",
                        check->entity);
    return true;
}

static bool zone_check(const void *params, const struct mu_check *check)
{
    const struct mu_zone_params *p = params;
    const struct mu_geo *geo = check->geography;
    size_t cell;

    if (geo && geo->terrain.nx > 0 && !mu_grid_cell(&geo->terrain, p->at, &cell))
        return mu_diag_error(check->diags, check->place(check, "at"),
                             "%s: (%.0f, %.0f) lies outside the terrain", check->entity, p->at.x,
                             p->at.y);
    mu_roads_check_near(check, p->at);
    return check_roads(params, check);
}

#define SERIES(name, ...)                                                                          \
    static double name(const struct mu_ctx *ctx, const void *state)                                \
    {                                                                                              \
        const struct mu_zone *z = state;                                                           \
        (void)ctx;                                                                                 \
        return (double)(__VA_ARGS__);                                                              \
    }

SERIES(at_home, z->persons[MU_STATE_HOME])
SERIES(warned, z->warned)
SERIES(preparing, z->persons[MU_STATE_PREPARING])
SERIES(on_road, z->persons[MU_STATE_ON_ROAD])
SERIES(waiting, z->persons[MU_STATE_WAITING])
SERIES(trapped, z->persons[MU_STATE_TRAPPED] + z->persons[MU_STATE_STRANDED])
SERIES(aboard, z->persons[MU_STATE_ABOARD])
SERIES(away, z->persons[MU_STATE_AWAY])
SERIES(dead, z->dead)

static const struct mu_series zone_series[] = {
    {"at_home", "person", "at home, not packing", at_home},
    {"warned", "person", "warned so far, wherever they are now", warned},
    {"preparing", "person", "at home, packing", preparing},
    {"on_road", "person", "on the way", on_road},
    {"waiting", "person", "waiting for a bus", waiting},
    {"trapped", "person", "held by the water, at home or on the road", trapped},
    {"aboard", "person", "in boats and buses", aboard},
    {"away", "person", "at shelters and relatives'", away},
    {"dead", "person", "dead", dead},
    {0},
};

static const struct mu_quantity zone_quantities[] = {
    [MU_ZONE_Q_FLOODED] = {"flooded", "bool", "water stands at the reporter's door"},
    [MU_ZONE_Q_DEPTH] = {"depth", "m", "depth of the water there"},
    [MU_ZONE_Q_TRAPPED] = {"trapped", "person",
                           "people in the water who want to be fetched by boat"},
    [MU_ZONE_Q_WAITING] = {"waiting", "person", "people waiting for a bus"},
    [MU_ZONE_Q_PRESENT] = {"present", "person", "people still there"},
    [MU_ZONE_Q_HURT] = {"hurt", "person", "people injured so far"},
    [MU_ZONE_Q_CUT_OFF] = {"cut_off", "bool", "no road out is dry"},
    {0},
};

#define PERSONS "person", "living persons of the group"

static const struct mu_kind zone_kinds[] = {
    MU_REPORT_KINDS,
    [MU_ZONE_K_WARNED] = {"group.warned", PERSONS, "a medium (object), or hearsay, reached it"},
    [MU_ZONE_K_DECIDED] = {"group.decided", PERSONS, "it will leave"},
    [MU_ZONE_K_REFUSED] = {"group.refused", PERSONS, "it was told to leave, or asked, and stays"},
    [MU_ZONE_K_DEPARTED] = {"group.departed", PERSONS, "on its way to the place"},
    [MU_ZONE_K_ARRIVED] = {"group.arrived", PERSONS, "at the door of the place"},
    [MU_ZONE_K_TRAPPED] = {"group.trapped", PERSONS, "held by the water"},
    [MU_ZONE_K_TURNED_BACK] = {"group.turned_back", PERSONS, "no way through; home again"},
    [MU_ZONE_K_WAITING] = {"group.waiting", PERSONS, "ready, and waiting for a bus"},
    [MU_ZONE_K_BOARDED] = {"group.boarded", PERSONS, "aboard a boat or bus of the object"},
    [MU_ZONE_K_LANDED] = {"group.landed", PERSONS, "set down on the shore"},
    [MU_ZONE_K_SHELTERED] = {"group.sheltered", PERSONS, "taken in at the place"},
    [MU_ZONE_K_UNSHELTERED] = {"group.unsheltered", PERSONS, "no shelter had room for it"},
    [MU_ZONE_K_DEAD] = {"group.dead", "person", "persons who died", "some of the group died"},
    [MU_ZONE_K_INJURED] = {"group.injured", "person", "persons injured", "some were injured"},
    [MU_ZONE_K_FLOODED] = {"group.flooded", PERSONS, "water reached its home"},
    [MU_ZONE_K_NEEDLESS] = {"group.needless", PERSONS, "it moved, and its home stayed dry"},
    [MU_ZONE_K_RETURNED] = {"group.returned", PERSONS, "home again, or free at home"},
    [MU_ZONE_K_ZONE_FLOODED] = {"zone.flooded", "m", "depth", "the first water in the zone"},
    [MU_ZONE_K_ZONE_ISOLATED] = {"zone.isolated", "person", "people there", "no road out is dry"},
    [MU_ZONE_K_CONCEALED] = {"report.concealed", "1", "0", "the reporter keeps silent"},
    [MU_ZONE_K_FALSE] = {"report.false", "1", "number of the report", "what it says is not so"},
    {0},
};

const struct mu_model mu_zone_model = {
    .name = "zone",
    .summary = "a village or town: its people, their warning, leaving, danger and shelter",
    .params = mu_zone_param_table,
    .params_size = sizeof(struct mu_zone_params),
    .state_size = sizeof(struct mu_zone),
    .site = MU_SITE_OWN,
    .kinds = zone_kinds,
    .series = zone_series,
    .quantities = zone_quantities,
    .part_kind = "group",
    .parts = count_groups,
    .check = zone_check,
    .start = zone_start,
    .handle = zone_handle,
    .board = zone_board,
    .finish = zone_finish,
};
