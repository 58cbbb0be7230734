/* desk.c - the dispatcher: which team or bus fleet goes to which place.
 *
 * A need is a place of an item that rescues or transports, where people are known to wait (or
 * one known to be flooded, of which no number was told: somebody goes and looks). The need with
 * the most people for each seat already sent is served first, by the nearest free means as far
 * as is known. What was seen before somebody came back done sends nobody again.
 *
 * An item is done for a place when nobody is known to wait there and all who were sent have
 * answered. It stays a standing order: when people are reported there again it starts again.
 */
#include <math.h>
#include <string.h>

#include "models/command/office_impl.h"
#include "models/geo.h"
#include "models/response/team.h"
#include "sim/assert.h"

/* Trips a boat or bus may be expected to make before more are sent: muster calibration. */
enum { TRIPS_EXPECTED = 8 };
/* Until a place is tried again that somebody came back from in vain: doubled each time, to the
 * second. Muster calibration. */
#define AGAIN (30 * MU_MINUTE)
#define AGAIN_MOST (4 * MU_HOUR)
/* A place where nobody is comes before one where somebody is. */
#define NOBODY_THERE 1e6

struct mu_need *mu_office_need(const struct mu_ctx *ctx, const struct mu_office *o, uint32_t i)
{
    mu_assert(i < o->n_needs);
    return (struct mu_need *)mu_at(ctx, o->needs) + i;
}

/* ---- needs ---- */

static mu_fact fact_called(const struct mu_ctx *ctx, mu_entity_id of, const char *quantity)
{
    const uint32_t q = mu_quantity(ctx, mu_model_of(ctx, of), quantity);

    return q == UINT32_MAX ? MU_NO_FACT : mu_fact_of(ctx, of, q);
}

static struct mu_need need_of(const struct mu_ctx *ctx, uint32_t instance, mu_entity_id place,
                              bool by_bus)
{
    return (struct mu_need){
        .instance = instance,
        .place = place,
        .by_bus = by_bus,
        .people = fact_called(ctx, place, by_bus ? "waiting" : "trapped"),
        .flooded = by_bus ? MU_NO_FACT : fact_called(ctx, place, "flooded"),
        .persons = NAN,
        .served = MU_NEVER,
    };
}

static uint32_t count_needs(const struct mu_ctx *ctx, const struct mu_office *o)
{
    uint32_t n = 0;

    for (uint32_t row = 0; row < mu_office_item_rows(ctx); row++)
        if (mu_office_is_desk_verb(mu_office_item(ctx, row).does))
            n += mu_office_row(ctx, o, row)->n;
    return n;
}

static void add_needs(struct mu_ctx *ctx, struct mu_office *o, uint32_t row)
{
    const struct mu_item item = mu_office_item(ctx, row);
    const struct mu_item_row *r = mu_office_row(ctx, o, row);

    if (!mu_office_is_desk_verb(item.does))
        return;
    for (uint32_t k = 0; k < r->n; k++) {
        struct mu_instance *i = mu_office_instance(ctx, o, r->first + k);
        const mu_entity_id place = item.at.n > 0 ? item.at.ids[k % item.at.n] : i->it;
        i->need = ++o->n_needs;
        *mu_office_need(ctx, o, i->need - 1) =
            need_of(ctx, r->first + k, place, item.does == MU_VERB_TRANSPORT);
    }
}

void mu_office_needs_start(struct mu_ctx *ctx, struct mu_office *o)
{
    const uint32_t n = count_needs(ctx, o);

    o->desk_at = MU_NEVER;
    if (n == 0)
        return;
    o->needs = mu_alloc(ctx, n, sizeof(struct mu_need));
    o->active = mu_alloc(ctx, n, sizeof(uint32_t));
    for (uint32_t row = 0; row < mu_office_item_rows(ctx); row++)
        add_needs(ctx, o, row);
}

static const struct mu_known *known(const struct mu_ctx *ctx, const struct mu_office *o,
                                    mu_fact fact)
{
    return mu_knowledge_of(ctx, &o->knows, fact); /* fact 0 is never known */
}

/* The fact that a need rests on; NULL when nothing is known. */
static const struct mu_known *ground_of(const struct mu_ctx *ctx, const struct mu_office *o,
                                        const struct mu_need *n)
{
    const struct mu_known *people = known(ctx, o, n->people);
    const struct mu_known *flooded = known(ctx, o, n->flooded);

    if (people->is_known)
        return people;
    return flooded->is_known && flooded->value != 0 ? flooded : NULL;
}

static double persons_waiting(const struct mu_ctx *ctx, const struct mu_office *o,
                              const struct mu_need *n)
{
    const struct mu_known *ground = ground_of(ctx, o, n);

    if (n->served != MU_NEVER && (!ground || ground->observed <= n->served))
        return 0;
    if (!ground)
        return NAN;
    return ground == known(ctx, o, n->people) ? ground->value : 1;
}

/* The list stays in the order of the needs. */
static void set_active(struct mu_ctx *ctx, struct mu_office *o, uint32_t number, bool active)
{
    struct mu_need *n = mu_office_need(ctx, o, number);
    uint32_t *list = mu_at(ctx, o->active), k = 0;

    if (n->active == active)
        return;
    n->active = active;
    while (k < o->n_active && list[k] < number)
        k++;
    if (active) {
        memmove(list + k + 1, list + k, (o->n_active++ - k) * sizeof *list);
        list[k] = number;
    } else {
        memmove(list + k, list + k + 1, (--o->n_active - k) * sizeof *list);
    }
}

/* People are waiting again where all had been fetched. */
static void start_again(struct mu_ctx *ctx, struct mu_office *o, struct mu_instance *i,
                        const struct mu_need *n)
{
    i->value = 0;
    mu_set_cause(ctx, ground_of(ctx, o, n)->cause);
    mu_office_start_item(ctx, o, i);
}

void mu_office_need_changed(struct mu_ctx *ctx, struct mu_office *o, uint32_t number)
{
    struct mu_need *n = mu_office_need(ctx, o, number);
    struct mu_instance *i = mu_office_instance(ctx, o, n->instance);
    const mu_cause before = mu_cause_now(ctx);

    if (i->stage != MU_STAGE_STARTED && i->stage != MU_STAGE_OVER)
        return;
    n->persons = persons_waiting(ctx, o, n);
    if (i->stage == MU_STAGE_OVER && n->persons > 0)
        start_again(ctx, o, i, n);
    set_active(ctx, o, number, n->persons > 0);
    o->stirred = o->stirred || n->active;
    if (i->stage == MU_STAGE_STARTED && i->open == 0 && n->persons <= 0)
        mu_office_end_item(ctx, o, n->instance);
    mu_set_cause(ctx, before);
}

static mu_time pause_after(uint32_t vain)
{
    mu_time pause = AGAIN;

    while (--vain > 0 && pause < AGAIN_MOST)
        pause *= 2;
    return pause < AGAIN_MOST ? pause : AGAIN_MOST;
}

void mu_office_need_answered(struct mu_ctx *ctx, struct mu_office *o, uint32_t number, double seats,
                             bool done)
{
    struct mu_need *n = mu_office_need(ctx, o, number);

    n->seats -= seats;
    n->vain = done ? 0 : n->vain + 1;
    n->not_before = done ? 0 : mu_now(ctx) + pause_after(n->vain);
    if (done)
        n->served = mu_now(ctx);
    mu_office_need_changed(ctx, o, number);
}

/* ---- means ---- */

/* Boats that were told not to be there any more carry nobody. */
static bool has_boats(const struct mu_ctx *ctx, const struct mu_office *o, const struct mu_asset *a)
{
    const struct mu_known *boats = known(ctx, o, mu_fact_of(ctx, a->who, MU_TEAM_Q_BOATS));

    return !boats->is_known || boats->value > 0;
}

static bool is_named(const struct mu_item *item, mu_entity_id who)
{
    for (size_t i = 0; i < item->with.n; i++)
        if (item->with.ids[i].i == who.i)
            return true;
    return item->with.n == 0;
}

static bool serves(const struct mu_ctx *ctx, const struct mu_office *o, const struct mu_asset *a,
                   const struct mu_need *n)
{
    if (a->used >= a->units || a->is_fleet != n->by_bus || a->seats == 0)
        return false;
    return a->is_fleet || has_boats(ctx, o, a);
}

/* When it can be sent there: it has come back in vain, or is not to be had yet. */
static mu_time ready_at(const struct mu_asset *a, const struct mu_need *n)
{
    const bool in_vain = a->failed_for.i == n->place.i && a->failed_until > a->not_before;

    return in_vain ? a->failed_until : a->not_before;
}

/* The nearest; *next = when another one will be ready. */
static struct mu_asset *nearest(const struct mu_ctx *ctx, const struct mu_office *o,
                                const struct mu_need *n, mu_time *next)
{
    const struct mu_item item = mu_office_item(ctx, mu_office_instance(ctx, o, n->instance)->row);
    struct mu_asset *best = NULL;
    struct mu_point at = {0};
    double least = INFINITY;

    mu_place_of(ctx, n->place, &at);
    for (uint32_t i = 0; i < o->assets.n; i++) {
        struct mu_asset *a = mu_office_asset(ctx, o, i);
        const double far = a->outside + mu_distance(a->at, at);
        if (!serves(ctx, o, a, n) || !is_named(&item, a->who))
            continue;
        if (ready_at(a, n) > mu_now(ctx)) {
            *next = ready_at(a, n) < *next ? ready_at(a, n) : *next;
        } else if (far < least) {
            least = far;
            best = a;
        }
    }
    return best;
}

/* ---- dispatch ---- */

static double pressure(const struct mu_need *n)
{
    return n->seats > 0 ? n->persons / (n->seats * TRIPS_EXPECTED) : n->persons + NOBODY_THERE;
}

/* Is there a team, a fleet, that could be sent anywhere? *next = when another one will be. */
struct means {
    bool boats, buses;
};

static struct means free_means(const struct mu_ctx *ctx, const struct mu_office *o, mu_time *next)
{
    struct means m = {false, false};

    for (uint32_t i = 0; i < o->assets.n; i++) {
        const struct mu_asset *a = mu_office_asset(ctx, o, i);
        if (a->used >= a->units)
            continue;
        if (a->not_before > mu_now(ctx))
            *next = a->not_before < *next ? a->not_before : *next;
        else if (a->is_fleet)
            m.buses = true;
        else
            m.boats = true;
    }
    return m;
}

/* The active need with the most people for each seat sent; NULL = none needs more. */
static struct mu_need *worst(const struct mu_ctx *ctx, const struct mu_office *o, struct means m,
                             mu_time *next)
{
    const uint32_t *list = mu_at(ctx, o->active);
    struct mu_need *worst = NULL;
    double most = 1;

    for (uint32_t k = 0; k < o->n_active; k++) {
        struct mu_need *n = mu_office_need(ctx, o, list[k]);
        if (n->pass == o->pass || !(n->by_bus ? m.buses : m.boats) || !(pressure(n) > most))
            continue;
        if (n->not_before > mu_now(ctx)) {
            *next = n->not_before < *next ? n->not_before : *next;
            continue;
        }
        most = pressure(n);
        worst = n;
    }
    return worst;
}

/* A fleet takes as many of its buses as the people fill. */
static uint32_t units_for(const struct mu_asset *a, const struct mu_need *n)
{
    const double wanted = ceil(n->persons / a->seats);
    const uint32_t left = a->units - a->used;

    return wanted < left ? (uint32_t)wanted : left;
}

static void send(struct mu_ctx *ctx, struct mu_office *o, struct mu_need *n,
                 const struct mu_asset *a)
{
    const struct mu_instance *i = mu_office_instance(ctx, o, n->instance);
    const struct mu_item item = mu_office_item(ctx, i->row);
    const struct mu_known *ground = ground_of(ctx, o, n);
    const bool by_news = ground && ground->told >= i->started;
    const mu_cause why = by_news ? ground->cause : i->cause;
    const mu_time since = by_news ? ground->told : i->started;
    const uint32_t units = a->is_fleet ? units_for(a, n) : 1;
    const double seats = units * a->seats;
    struct mu_order order = mu_office_order(ctx, i, &item);

    order.target = n->place;
    order.amount = n->persons;
    mu_set_cause(ctx, why);
    mu_record(ctx, &(struct mu_happening){.kind = MU_OFFICE_KIND_DISPATCH,
                                          .subject = mu_thing_of(a->who),
                                          .object = mu_thing_of(n->place),
                                          .value = n->persons,
                                          .since = since < mu_now(ctx) ? why : MU_NO_CAUSE});
    n->seats += seats;
    mu_office_send_order(ctx, o, n->instance, a->who, &order, units)->amount = seats;
}

static void look_at_desk(struct mu_ctx *ctx, struct mu_office *o, mu_time when)
{
    if (when >= o->desk_at)
        return;
    mu_cancel(ctx, o->desk_timer);
    o->desk_at = when;
    o->desk_timer = mu_set_timer(ctx, when - mu_now(ctx), MU_OFFICE_DESK, NULL, 0);
}

/* After all that happens at this instant, so that the worst need is known. */
void mu_office_stir(struct mu_ctx *ctx, struct mu_office *o)
{
    if (o->stirred && o->n_active > 0)
        look_at_desk(ctx, o, mu_now(ctx));
    o->stirred = false;
}

void mu_office_dispatch(struct mu_ctx *ctx, struct mu_office *o)
{
    mu_time next = MU_NEVER;
    struct mu_need *n;

    o->desk_at = MU_NEVER;
    o->pass++;
    while ((n = worst(ctx, o, free_means(ctx, o, &next), &next)) != NULL) {
        const struct mu_asset *a = nearest(ctx, o, n, &next);
        if (a)
            send(ctx, o, n, a);
        else
            n->pass = o->pass;
    }
    if (o->n_active > 0)
        look_at_desk(ctx, o, next);
}
