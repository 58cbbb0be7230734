/* Who lives in a zone, what kind of people they are, and the books of where they are. */
#include <math.h>
#include <stdlib.h>

#include "models/people/zone_impl.h"
#include "sim/assert.h"

#define FOOT 0.3048

double mu_zone_uniform(const struct mu_zone_view *v, enum mu_zone_purpose purpose, uint64_t index)
{
    struct mu_stream s = mu_stream_for(v->ctx, purpose, index);

    return mu_uniform(&s);
}

int64_t mu_zone_present(const struct mu_zone *z)
{
    return z->persons[MU_STATE_HOME] + z->persons[MU_STATE_PREPARING] +
           z->persons[MU_STATE_WAITING] + z->persons[MU_STATE_TRAPPED];
}

static void check_books(const struct mu_zone_view *v)
{
    int64_t sum = v->z->dead;

    for (int s = 0; s < MU_STATE_STATES; s++)
        sum += v->z->persons[s];
    mu_assert(sum == v->p->population);
    mu_assert(v->z->refusing >= 0 && v->z->refusing <= mu_zone_present(v->z));
}

void mu_group_move(struct mu_zone_view *v, uint32_t group, enum mu_group_state state)
{
    struct mu_zone_group *g = &v->groups[group];
    int64_t alive = mu_group_alive(g);
    bool was_present = mu_group_present(g);

    v->z->persons[g->state] -= alive;
    g->state = (uint8_t)state;
    v->z->persons[g->state] += alive;
    bool leaves = was_present && !mu_group_present(g);
    if (leaves && g->refused) {
        v->z->refusing -= alive;
        g->refused = false;
    }
    check_books(v);
    if (leaves)
        mu_warn_check_tasks(v);
}

/* Stays although told to leave. */
void mu_group_refuses(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];

    if (g->refused)
        return;
    g->refused = true;
    v->z->refusing += mu_group_alive(g);
}

mu_cause mu_group_record(struct mu_zone_view *v, enum mu_zone_kind kind, uint32_t group,
                         mu_thing object, mu_thing place)
{
    return mu_record(v->ctx, &(struct mu_happening){
                                 .kind = kind,
                                 .subject = mu_part(v->ctx, group),
                                 .object = object,
                                 .place = place,
                                 .value = (double)mu_group_alive(&v->groups[group]),
                                 .since = v->groups[group].since,
                             });
}

void mu_group_timer(struct mu_zone_view *v, uint32_t group, mu_time delay, uint16_t type)
{
    struct mu_zone_group *g = &v->groups[group];

    mu_cancel(v->ctx, g->timer);
    g->timer = mu_set_timer(v->ctx, delay, type, &group, sizeof group);
}

/* Limited mobility: LifeSim gives the share below and from 65 years. */
static double limited_share(const struct mu_zone_params *p)
{
    return p->limited_under_65 + p->share_65_plus * (p->limited_65_plus - p->limited_under_65);
}

/* LifeSim: 0.95 of the able find a way to the attic or roof, 0.9 of them the roof. */
static enum mu_refuge draw_refuge(const struct mu_zone_group *g, double u)
{
    if (g->limited)
        return MU_REFUGE_FLOOR;
    if (u >= 0.95)
        return MU_REFUGE_CEILING;
    return u < 0.95 * 0.9 ? MU_REFUGE_ROOF : MU_REFUGE_ATTIC;
}

/* Depth at the zone at which a group's refuge fails. */
static double draw_deadly(const struct mu_zone_view *v, uint32_t group, double ground)
{
    const struct mu_zone_group *g = &v->groups[group];
    struct mu_stream building = mu_stream_for(v->ctx, MU_ZONE_P_BUILDING, group);
    struct mu_stream refuge = mu_stream_for(v->ctx, MU_ZONE_P_REFUGE, group);
    int storeys = (int)fmax(1, round(mu_draw(&v->p->storeys, &building)));
    enum mu_refuge where = draw_refuge(g, mu_uniform(&refuge));

    return ground + v->p->floor_height +
           mu_lifesim_deadly_depth(storeys, where, mu_uniform(&refuge));
}

static void draw_building(const struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];
    struct mu_stream s = mu_stream_for(v->ctx, MU_ZONE_P_STRENGTH, group);

    g->strong = mu_chance(v->p->share_strong, &s);
    g->collapse = (float)mu_lifesim_collapse_limit(
        g->strong ? MU_BUILDING_MASONRY : MU_BUILDING_WOOD, mu_uniform(&s));
}

static void draw_habits(const struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];
    double refuses = mu_zone_uniform(v, MU_ZONE_P_REFUSES, group);

    g->limited = mu_zone_uniform(v, MU_ZONE_P_MOBILITY, group) < limited_share(v->p);
    g->vehicle = mu_zone_uniform(v, MU_ZONE_P_VEHICLE, group) < v->p->share_with_vehicle;
    g->relatives = mu_zone_uniform(v, MU_ZONE_P_RELATIVES, group) < v->p->relatives_share;
    g->refuser = refuses < v->p->refuse_share;
    g->never = refuses < v->p->refuse_share * v->p->never_share;
}

/* Ground above the zone's point [m]: normal, cut at two standard deviations. */
static double draw_ground(const struct mu_zone_view *v, uint32_t group)
{
    struct mu_stream s = mu_stream_for(v->ctx, MU_ZONE_P_GROUND, group);
    const double sd = v->p->ground_spread;
    const struct mu_dist d = {.kind = MU_DIST_NORMAL, .a = 0, .b = sd, .lo = -2 * sd, .hi = 2 * sd};

    return sd > 0 ? mu_draw(&d, &s) : 0;
}

struct level {
    float at;
    uint32_t group;
};

static int by_level(const void *a, const void *b)
{
    const struct level *x = a, *y = b;

    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->group < y->group ? -1 : x->group > y->group;
}

static void split_levels(struct mu_zone_view *v, struct level *levels, mu_ref at, mu_ref order)
{
    float *heights = mu_at(v->ctx, at);
    uint32_t *groups = mu_at(v->ctx, order);

    qsort(levels, v->z->n, sizeof *levels, by_level);
    for (uint32_t k = 0; k < v->z->n; k++) {
        heights[k] = levels[k].at;
        groups[k] = levels[k].group;
    }
}

static void draw_group(struct mu_zone_view *v, uint32_t group, struct level *wet,
                       struct level *deep)
{
    struct mu_zone_group *g = &v->groups[group];
    int64_t left = v->p->population - (int64_t)group * v->p->group_size;

    g->persons = (uint16_t)(left < v->p->group_size ? left : v->p->group_size);
    draw_habits(v, group);
    draw_building(v, group);
    g->ground = (float)draw_ground(v, group);
    double ground = (double)g->ground;
    *wet = (struct level){g->ground, group};
    *deep = (struct level){(float)draw_deadly(v, group, ground), group};
}

void mu_groups_start(struct mu_zone_view *v)
{
    uint32_t n = (uint32_t)((v->p->population + v->p->group_size - 1) / v->p->group_size);

    v->z->n = n;
    v->z->persons[MU_STATE_HOME] = v->p->population;
    v->z->groups = mu_alloc(v->ctx, n, sizeof *v->groups);
    v->z->wet_at = mu_alloc(v->ctx, n, sizeof(float));
    v->z->deep_at = mu_alloc(v->ctx, n, sizeof(float));
    v->z->wet_order = mu_alloc(v->ctx, n, sizeof(uint32_t));
    v->z->deep_order = mu_alloc(v->ctx, n, sizeof(uint32_t));
    v->groups = mu_at(v->ctx, v->z->groups);
    struct level *levels = calloc(n, 2 * sizeof *levels); /* for the time of the start */
    if (!levels) {
        mu_fail(v->ctx, "out of memory");
        return;
    }
    for (uint32_t g = 0; g < n; g++)
        draw_group(v, g, &levels[g], &levels[n + g]);
    split_levels(v, levels, v->z->wet_at, v->z->wet_order);
    split_levels(v, levels + n, v->z->deep_at, v->z->deep_order);
    free(levels);
}
