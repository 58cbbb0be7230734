/* Water at the homes: who is trapped, who is in danger, who dies. A publication costs only
 * what has changed since the last one, for homes are sorted by the depth that reaches them. */
#include <math.h>

#include "models/hazard/water_board.h"
#include "models/people/zone_impl.h"

double mu_group_depth(const struct mu_zone_view *v, uint32_t group)
{
    return v->z->depth > 0 ? v->z->depth - (double)v->groups[group].ground : 0;
}

static uint32_t count_dead(struct mu_stream *s, int64_t persons, double rate)
{
    uint32_t dead = 0;

    for (int64_t k = 0; k < persons; k++)
        dead += mu_uniform(s) < rate; /* a person dies with probability `rate` */
    return dead;
}

static mu_cause record_persons(struct mu_zone_view *v, enum mu_zone_kind kind, uint32_t group,
                               uint32_t persons)
{
    return mu_record(v->ctx, &(struct mu_happening){
                                 .kind = kind,
                                 .subject = mu_part(v->ctx, group),
                                 .value = persons,
                                 .since = v->groups[group].since,
                             });
}

static void bury(struct mu_zone_view *v, uint32_t group, uint32_t dead)
{
    struct mu_zone_group *g = &v->groups[group];

    if (dead == 0)
        return;
    record_persons(v, MU_ZONE_K_DEAD, group, dead);
    v->z->persons[g->state] -= dead;
    v->z->dead += dead;
    if (g->refused)
        v->z->refusing -= dead;
    if (g->refused_boat)
        v->z->boat_refusers -= dead;
    g->dead = (uint16_t)(g->dead + dead);
    if (mu_group_alive(g) == 0)
        mu_cancel(v->ctx, g->timer);
}

static void hurt(struct mu_zone_view *v, uint32_t group, uint32_t persons)
{
    struct mu_zone_group *g = &v->groups[group];

    if (persons == 0)
        return;
    g->hurt = (uint16_t)(g->hurt + persons);
    v->z->hurt += persons;
    record_persons(v, MU_ZONE_K_INJURED, group, persons);
}

/* Rate for the group first, then each person; those who live may be hurt. */
static void expose(struct mu_zone_view *v, uint32_t group, enum mu_exposure exposure)
{
    struct mu_zone_group *g = &v->groups[group];
    bool high = exposure == MU_EXPOSURE_HIGH;

    if (g->exposed >= exposure || mu_group_alive(g) == 0)
        return;
    g->exposed = (uint8_t)exposure;
    struct mu_stream s =
        mu_stream_for(v->ctx, high ? MU_ZONE_P_DIES_HIGH : MU_ZONE_P_DIES_LOW, group);
    double rate = mu_lifesim_fatality(exposure, mu_uniform(&s));
    bury(v, group, count_dead(&s, mu_group_alive(g), rate));
    int64_t well = mu_group_alive(g) - g->hurt;
    hurt(v, group, count_dead(&s, well, high ? v->p->hurt_high : v->p->hurt_low));
}

void mu_flood_swept(struct mu_zone_view *v, uint32_t group, bool on_foot, double depth,
                    double speed)
{
    double u = mu_zone_uniform(v, MU_ZONE_P_SWEPT, group);
    bool swept =
        on_foot ? mu_lifesim_walker_swept(depth, speed) : mu_lifesim_car_swept(depth, speed, u);

    expose(v, group, swept ? MU_EXPOSURE_HIGH : MU_EXPOSURE_LOW);
}

static void trap(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];

    if (!mu_group_present(g) || g->state == MU_STATE_TRAPPED || mu_group_alive(g) == 0)
        return;
    mu_cancel(v->ctx, g->timer);
    g->timer = (mu_timer){0};
    g->deciding = false;
    g->since = mu_group_record(v, MU_ZONE_K_TRAPPED, group, MU_NOTHING, MU_NOTHING);
    mu_group_move(v, group, MU_STATE_TRAPPED);
    v->z->next_boat = 0;
    mu_reporter_wake(v);
}

/* The water has fallen below the knee: home is home again, and one may leave. */
static void set_free(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];

    if (g->state != MU_STATE_TRAPPED || mu_group_alive(g) == 0)
        return;
    if (g->refused_boat)
        v->z->boat_refusers -= mu_group_alive(g);
    g->refused_boat = false;
    mu_group_record(v, MU_ZONE_K_RETURNED, group, MU_NOTHING, MU_NOTHING);
    mu_group_move(v, group, MU_STATE_HOME);
    mu_warn_water(v, group);
}

static void wet(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];

    if (!g->flooded && mu_group_alive(g) > 0)
        mu_group_record(v, MU_ZONE_K_FLOODED, group, MU_NOTHING, MU_NOTHING);
    g->flooded = true;
    if (!mu_group_present(g) || mu_group_alive(g) == 0)
        return;
    v->z->next_boat = 0; /* boats fetch those who wait in the wet, too */
    expose(v, group, MU_EXPOSURE_LOW);
    mu_warn_water(v, group);
}

static void drown(struct mu_zone_view *v, uint32_t group)
{
    if (mu_group_present(&v->groups[group]))
        expose(v, group, MU_EXPOSURE_HIGH);
}

static void nothing(struct mu_zone_view *v, uint32_t group)
{
    (void)v;
    (void)group;
}

/* Homes in the order of the depth that reaches them: those passed since last time rise, those
 * the water has left fall. */
struct ladder {
    const float *at;
    const uint32_t *order;
    double above; /* m between the step and what happens there */
    void (*rise)(struct mu_zone_view *v, uint32_t group);
    void (*fall)(struct mu_zone_view *v, uint32_t group);
};

static void climb(struct mu_zone_view *v, const struct ladder *l, uint32_t *passed)
{
    mu_cause cause = mu_cause_now(v->ctx);
    double level = v->z->depth - l->above;
    bool dry = v->z->depth <= 0;

    while (*passed < v->z->n && !dry && (double)l->at[*passed] < level) {
        mu_set_cause(v->ctx, cause);
        l->rise(v, l->order[(*passed)++]);
    }
    while (*passed > 0 && (dry || !((double)l->at[*passed - 1] < level))) {
        mu_set_cause(v->ctx, cause);
        l->fall(v, l->order[--*passed]);
    }
    mu_set_cause(v->ctx, cause);
}

static void climb_all(struct mu_zone_view *v)
{
    const struct ladder wet_feet = {mu_at(v->ctx, v->z->wet_at), mu_at(v->ctx, v->z->wet_order), 0,
                                    wet, nothing};
    struct ladder too_deep = wet_feet;
    const struct ladder deadly = {mu_at(v->ctx, v->z->deep_at), mu_at(v->ctx, v->z->deep_order), 0,
                                  drown, nothing};

    too_deep.above = v->p->trap_depth;
    too_deep.rise = trap;
    too_deep.fall = set_free;
    climb(v, &wet_feet, &v->z->wet);
    climb(v, &too_deep, &v->z->caught);
    climb(v, &deadly, &v->z->deep);
}

/* Only when the current is stronger than ever before can another building fall. */
static void collapse(struct mu_zone_view *v)
{
    double flow = v->z->depth * v->z->speed;
    mu_cause cause = mu_cause_now(v->ctx);

    if (flow <= v->z->worst_flow || flow < mu_lifesim_collapse_limit(MU_BUILDING_WOOD, 0.5))
        return;
    v->z->worst_flow = flow;
    for (uint32_t k = 0; k < v->z->n; k++) {
        const struct mu_zone_group *g = &v->groups[k];
        enum mu_building kind = g->strong ? MU_BUILDING_MASONRY : MU_BUILDING_WOOD;
        mu_set_cause(v->ctx, cause);
        if (mu_group_present(g) && mu_group_depth(v, k) > 0 &&
            mu_lifesim_collapses(kind, v->z->speed, flow, (double)g->collapse))
            expose(v, k, MU_EXPOSURE_HIGH);
    }
    mu_set_cause(v->ctx, cause);
}

void mu_flood_at_home(struct mu_zone_view *v, uint32_t group)
{
    if (mu_group_depth(v, group) > v->p->trap_depth)
        trap(v, group);
    else if (mu_group_depth(v, group) > 0)
        wet(v, group);
}

static void first_water(struct mu_zone_view *v)
{
    v->z->flooded = true;
    mu_record(v->ctx, &(struct mu_happening){.kind = MU_ZONE_K_ZONE_FLOODED, .value = v->z->depth});
}

static bool a_dike_is_open(const struct mu_zone_view *v, const void *board)
{
    size_t n;
    mu_entity_id first = mu_first_of(v->ctx, "dike", &n);

    for (uint32_t k = 0; k < n; k++)
        if (mu_water_breach(board, (mu_entity_id){first.i + k}).open)
            return true;
    return false;
}

static void hearsay(struct mu_zone_view *v, const void *board)
{
    if (v->z->word_started || !a_dike_is_open(v, board))
        return;
    v->z->word_started = true;
    mu_warn_by_word(v);
}

void mu_flood_board(struct mu_zone_view *v, const void *board)
{
    hearsay(v, board);
    if (!v->z->has_cell)
        return;
    double depth = mu_water_depth(board, v->z->cell);
    if (depth < v->p->wet_depth)
        depth = 0; /* a puddle */
    if (depth <= 0 && v->z->depth <= 0)
        return;
    v->z->depth = depth;
    v->z->speed = mu_water_speed(board, v->z->cell);
    if (depth > 0)
        v->z->last_wet = mu_now(v->ctx);
    if (!v->z->flooded)
        first_water(v);
    mu_reporter_wake(v);
    climb_all(v);
    collapse(v);
}
