/* From a warning to a decision: who hears it when, who believes it, who packs. */
#include <math.h>

#include "models/people/medium.h"
#include "models/people/zone_impl.h"
#include "sim/assert.h"

/* Body of MU_ZONE_WARNED. */
struct heard {
    uint32_t group;
    int32_t what;    /* enum mu_heard */
    mu_thing source; /* medium; nothing for hearsay */
};

struct reason {
    double leaves;
    const struct mu_dist *decides;
};

static struct reason reason_of(const struct mu_zone_params *p, enum mu_heard what)
{
    switch (what) {
    case MU_HEARD_WORD: return (struct reason){p->leave_on_word, &p->decide_word};
    case MU_HEARD_ADVICE: return (struct reason){p->leave_on_advice, &p->decide_advice};
    case MU_HEARD_ORDER: return (struct reason){p->leave_on_order, &p->decide_order};
    case MU_HEARD_WATER: return (struct reason){p->leave_on_water, &p->decide_water};
    case MU_HEARD_NOTHING: break;
    }
    mu_bug("nobody decides on nothing");
}

/* Every warning that nothing came of makes the next one less believed; water is believed. */
static bool complies(const struct mu_zone_view *v, uint32_t group, enum mu_heard what)
{
    const struct mu_zone_group *g = &v->groups[group];
    double leaves = reason_of(v->p, what).leaves;

    if (g->never || (g->refuser && what != MU_HEARD_WATER))
        return false;
    if (what != MU_HEARD_WATER)
        leaves *= pow(v->p->belief, (double)v->z->false_alarms);
    return mu_zone_uniform(v, MU_ZONE_P_BELIEVES, group) < leaves;
}

static mu_time decision_time(const struct mu_zone_view *v, uint32_t group, enum mu_heard what)
{
    double u = mu_zone_uniform(v, MU_ZONE_P_DECIDES, group);

    return mu_seconds(fmax(0, mu_dist_quantile(reason_of(v->p, what).decides, u)));
}

static void refuse(struct mu_zone_view *v, uint32_t group)
{
    mu_group_refuses(v, group);
    mu_group_record(v, MU_ZONE_K_REFUSED, group, MU_NOTHING, MU_NOTHING);
    mu_warn_check_tasks(v);
}

/* A stronger reason may hasten a decision, never delay it. */
static void consider(struct mu_zone_view *v, uint32_t group, enum mu_heard what)
{
    struct mu_zone_group *g = &v->groups[group];

    if (!complies(v, group, what)) {
        if (what == MU_HEARD_ORDER && !g->deciding && !g->refused)
            refuse(v, group);
        return;
    }
    mu_time at = mu_now(v->ctx) + decision_time(v, group, what);
    if (g->deciding && g->decides_at <= at)
        return;
    g->deciding = true;
    g->decides_at = at;
    mu_group_timer(v, group, at - mu_now(v->ctx), MU_ZONE_DECIDES);
}

/* Already packing: water in the house ends that. */
static void hurry(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];
    mu_time at = mu_now(v->ctx) + decision_time(v, group, MU_HEARD_WATER);

    if (g->decides_at <= at)
        return;
    g->decides_at = at;
    mu_group_timer(v, group, at - mu_now(v->ctx), MU_ZONE_LEAVES);
}

void mu_warn_water(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];

    g->heard = MU_HEARD_WATER;
    if (g->state == MU_STATE_HOME)
        consider(v, group, MU_HEARD_WATER);
    else if (g->state == MU_STATE_PREPARING)
        hurry(v, group);
}

void mu_warn_heard(struct mu_zone_view *v, const struct mu_event *ev)
{
    const struct heard *heard = ev->body;
    struct mu_zone_group *g = &v->groups[heard->group];

    if (!mu_group_present(g) || heard->what <= g->heard || mu_group_alive(g) == 0)
        return;
    g->heard = (uint8_t)heard->what;
    if (!g->warned)
        v->z->warned += mu_group_alive(g);
    g->warned = true;
    mu_group_record(v, MU_ZONE_K_WARNED, heard->group, heard->source, MU_NOTHING);
    if (g->state == MU_STATE_HOME)
        consider(v, heard->group, (enum mu_heard)heard->what);
}

void mu_warn_decided(struct mu_zone_view *v, uint32_t group)
{
    struct mu_zone_group *g = &v->groups[group];

    g->timer = (mu_timer){0};
    g->deciding = false;
    if (g->state != MU_STATE_HOME)
        return;
    g->since = mu_group_record(v, MU_ZONE_K_DECIDED, group, MU_NOTHING, MU_NOTHING);
    mu_group_move(v, group, MU_STATE_PREPARING);
    double u = mu_zone_uniform(v, MU_ZONE_P_PREPARES, group);
    double packing = fmax(0, mu_dist_quantile(&v->p->prepare, u));
    if (g->heard == MU_HEARD_WATER)
        packing = 0; /* decide_water is the whole time from wet feet to the street */
    g->decides_at = mu_now(v->ctx) + mu_seconds(packing);
    mu_group_timer(v, group, mu_seconds(packing), MU_ZONE_LEAVES);
}

/* A medium works if it is installed, has power, and those who carry it round can walk. */
static bool works(const struct mu_zone_view *v, mu_entity_id medium)
{
    const struct mu_medium_params *m = mu_params_of(v->ctx, medium);
    bool installed = false;

    for (size_t k = 0; k < v->p->media.n; k++)
        installed |= v->p->media.ids[k].i == medium.i;
    return installed && !(m->needs_power && v->z->depth > v->p->power_depth) &&
           !(m->needs_staff && v->z->depth > v->p->trap_depth);
}

/* The media that carry a message now, with their curves. */
struct carriers {
    uint32_t n, number[64];
    mu_entity_id id[64];
    struct mu_reach reach[64];
};

static void find_carriers(const struct mu_zone_view *v, uint64_t asked, struct carriers *c)
{
    size_t n;
    mu_entity_id first = mu_first_of(v->ctx, "medium", &n);

    c->n = 0;
    for (uint32_t k = 0; k < n && k < 64; k++) {
        const mu_entity_id id = {first.i + k};
        if ((asked != 0 && !(asked >> k & 1)) || !works(v, id))
            continue;
        c->number[c->n] = k;
        c->id[c->n] = id;
        c->reach[c->n++] = mu_medium_reach(mu_params_of(v->ctx, id), mu_now(v->ctx));
    }
}

/* When and by what a group is reached first; NEVER if at all. */
static mu_time first_reached(const struct mu_zone_view *v, uint32_t group, const struct carriers *c,
                             mu_thing *source)
{
    mu_time first = MU_NEVER;

    for (uint32_t k = 0; k < c->n; k++) {
        double u = mu_zone_uniform(v, MU_ZONE_P_HEARS, (uint64_t)group * 64 + c->number[k]);
        mu_time t = mu_reach_time(&c->reach[k], u);
        if (t < first) {
            first = t;
            *source = mu_thing_of(c->id[k]);
        }
    }
    return first;
}

/* The time at which the last one is reached; -1 = nobody is. */
static mu_time spread(struct mu_zone_view *v, enum mu_heard what, const struct carriers *c)
{
    mu_time last = -1;

    for (uint32_t group = 0; group < v->z->n; group++) {
        struct heard heard = {.group = group, .what = (int32_t)what};
        if (!mu_group_present(&v->groups[group]) || v->groups[group].heard >= what)
            continue;
        mu_time t = first_reached(v, group, c, &heard.source);
        if (t == MU_NEVER)
            continue;
        mu_send(v->ctx, mu_self(v->ctx), t, MU_ZONE_WARNED, &heard, sizeof heard);
        last = t > last ? t : last;
    }
    return last;
}

/* Warnings within `needless_after` are one episode; if nothing came of it, the next is
 * believed less. */
static void note_episode(struct mu_zone_view *v)
{
    mu_time now = mu_now(v->ctx);

    v->z->last_order = now;
    if (v->z->episode && now - v->z->episode_at <= v->p->needless_after)
        return;
    if (v->z->episode && !v->z->flooded)
        v->z->false_alarms++;
    v->z->episode = true;
    v->z->episode_at = now;
}

static void tell_issuer(struct mu_zone_view *v, const struct mu_zone_task *task, int32_t kind,
                        double value)
{
    const struct mu_status status = {
        .kind = kind, .item = task->item, .target = task->target, .value = value};

    if (task->issuer.i > 0)
        mu_send(v->ctx, task->issuer, mu_lookahead(v->ctx), MU_MSG_STATUS, &status, sizeof status);
}

/* The oldest order under way gives its place to a new one when all are taken. */
static uint32_t keep_task(struct mu_zone_view *v, const struct mu_zone_task *task)
{
    uint32_t k = 0;

    while (k < MU_ZONE_TASKS && v->z->tasks[k].open)
        k++;
    if (k == MU_ZONE_TASKS)
        k = 0;
    v->z->tasks[k] = *task;
    return k;
}

static double moved_or_warned(const struct mu_zone *z, const struct mu_zone_task *task)
{
    return (double)(task->verb == MU_VERB_EVACUATE ? z->moved : z->warned);
}

static void finish_task(struct mu_zone_view *v, struct mu_zone_task *task)
{
    task->open = false;
    tell_issuer(v, task, MU_STATUS_DONE, moved_or_warned(v->z, task));
}

void mu_warn_task(struct mu_zone_view *v, uint32_t task)
{
    if (v->z->tasks[task].open)
        finish_task(v, &v->z->tasks[task]);
}

void mu_warn_check_tasks(struct mu_zone_view *v)
{
    int64_t still = mu_zone_present(v->z) - v->z->refusing;

    if ((double)still > (1 - v->p->done_share) * (double)v->p->population)
        return;
    for (int k = 0; k < MU_ZONE_TASKS; k++)
        if (v->z->tasks[k].open && v->z->tasks[k].verb == MU_VERB_EVACUATE)
            finish_task(v, &v->z->tasks[k]);
}

void mu_warn_order(struct mu_zone_view *v, const struct mu_event *ev)
{
    const struct mu_order *order = ev->body;
    const struct mu_zone_task task = {order->item, order->issuer, mu_self(v->ctx), order->verb,
                                      true};
    struct carriers carriers;

    mu_assert(order->verb == MU_VERB_WARN || order->verb == MU_VERB_EVACUATE);
    find_carriers(v, order->media, &carriers);
    if (carriers.n == 0) {
        tell_issuer(v, &task, MU_STATUS_FAILED, 0);
        return;
    }
    note_episode(v);
    tell_issuer(v, &task, MU_STATUS_STARTED, 0);
    bool leave = order->verb == MU_VERB_EVACUATE;
    uint32_t number = keep_task(v, &task);
    mu_time last = spread(v, leave ? MU_HEARD_ORDER : MU_HEARD_ADVICE, &carriers);
    if (!leave)
        mu_send(v->ctx, mu_self(v->ctx), last < 0 ? 0 : last, MU_ZONE_TASK, &number, sizeof number);
    mu_warn_check_tasks(v);
}

void mu_warn_by_word(struct mu_zone_view *v)
{
    const struct mu_reach word = {v->p->word_reach, v->p->word_rate, v->p->word_shape};

    for (uint32_t group = 0; group < v->z->n; group++) {
        const struct heard heard = {.group = group, .what = MU_HEARD_WORD};
        if (v->groups[group].heard >= MU_HEARD_WORD)
            continue;
        mu_time t = mu_reach_time(&word, mu_zone_uniform(v, MU_ZONE_P_WORD, group));
        if (t < MU_NEVER)
            mu_send(v->ctx, mu_self(v->ctx), t, MU_ZONE_WARNED, &heard, sizeof heard);
    }
}
