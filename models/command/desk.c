/* desk.c - the dispatcher: which team or bus fleet goes to which village.
 *
 * Needs: items that rescue or transport, for a place where people are known to wait (or one
 * known to be flooded, of which no number was told: somebody goes and looks). The need with
 * the most people for each seat already sent is served first, by the nearest free means by
 * the map. Means that come free are sent again; an item ends when nobody is known to wait and
 * nobody is under way for it.
 */
#include <math.h>
#include <string.h>

#include "models/command/office_impl.h"
#include "models/geo.h"
#include "models/response/fleet.h"
#include "models/response/team.h"

static struct mu_asset *asset_at(const struct mu_ctx *ctx, const struct mu_office *o, uint32_t i)
{
    return (struct mu_asset *)mu_at(ctx, o->assets) + i;
}

static void add_asset(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id who, bool fleet)
{
    if (o->n_assets == o->assets_size) {
        const uint32_t size = o->assets_size ? 2 * o->assets_size : 16;
        const mu_ref bigger = mu_alloc(ctx, size, sizeof(struct mu_asset));
        if (o->n_assets)
            memcpy(mu_at(ctx, bigger), mu_at(ctx, o->assets),
                   o->n_assets * sizeof(struct mu_asset));
        o->assets = bigger;
        o->assets_size = size;
    }
    struct mu_asset *a = asset_at(ctx, o, o->n_assets++);
    *a = (struct mu_asset){.who = who, .is_fleet = fleet};
    if (fleet) {
        const struct mu_fleet_params *p = mu_params_of(ctx, who);
        a->seats = (double)(p->vehicles * p->seats);
    } else {
        const struct mu_team_params *p = mu_params_of(ctx, who);
        a->seats = (double)(p->boats * p->seats);
    }
}

static void add_own(struct mu_ctx *ctx, struct mu_office *o, const char *model, bool fleet)
{
    size_t n;
    const mu_entity_id first = mu_first_of(ctx, model, &n);

    for (uint32_t i = 0; i < n; i++) {
        const mu_entity_id who = {first.i + i};
        const mu_entity_id owner =
            fleet ? ((const struct mu_fleet_params *)mu_params_of(ctx, who))->owner
                  : ((const struct mu_team_params *)mu_params_of(ctx, who))->owner;
        if (owner.i == mu_self(ctx).i)
            add_asset(ctx, o, who, fleet);
    }
}

void mu_office_desk_start(struct mu_ctx *ctx, struct mu_office *o)
{
    add_own(ctx, o, "team", false);
    add_own(ctx, o, "fleet", true);
}

static uint32_t find_asset(const struct mu_ctx *ctx, const struct mu_office *o, mu_entity_id who)
{
    for (uint32_t i = 0; i < o->n_assets; i++)
        if (asset_at(ctx, o, i)->who.i == who.i)
            return i;
    return UINT32_MAX;
}

void mu_office_free(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id who)
{
    const uint32_t i = find_asset(ctx, o, who);

    if (i == UINT32_MAX) { /* newly put under this office's command */
        add_asset(ctx, o, who, strcmp(mu_model_of(ctx, who), "fleet") == 0);
        return;
    }
    asset_at(ctx, o, i)->busy = false;
    asset_at(ctx, o, i)->instance = 0;
}

void mu_office_lose(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id who)
{
    const uint32_t i = find_asset(ctx, o, who);

    if (i != UINT32_MAX)
        *asset_at(ctx, o, i) = *asset_at(ctx, o, --o->n_assets);
}

/* People known to wait; somebody must look where only the flood is known. */
static double need(struct mu_ctx *ctx, const struct mu_office *o, mu_entity_id place, bool by_bus)
{
    const double waiting = mu_office_known(ctx, o, place, by_bus ? "waiting" : "trapped", NAN);

    if (!isnan(waiting))
        return waiting;
    return !by_bus && mu_office_known(ctx, o, place, "flooded", 0) != 0 ? 1 : 0;
}

static double seats_sent(const struct mu_ctx *ctx, const struct mu_office *o, uint32_t instance)
{
    double seats = 0;

    for (uint32_t i = 0; i < o->n_assets; i++)
        if (asset_at(ctx, o, i)->instance == instance + 1)
            seats += asset_at(ctx, o, i)->seats;
    return seats;
}

/* Trips a boat or bus may be expected to make before more are sent: muster calibration. */
enum { TRIPS_EXPECTED = 8 };

static bool serves(const struct mu_ctx *ctx, const struct mu_asset *a, const struct mu_item *item,
                   bool by_bus)
{
    (void)ctx;
    if (a->busy || a->is_fleet != by_bus || a->seats == 0)
        return false;
    for (size_t i = 0; i < item->with.n; i++)
        if (item->with.ids[i].i == a->who.i)
            return true;
    return item->with.n == 0;
}

static struct mu_point base_of(const struct mu_ctx *ctx, const struct mu_asset *a)
{
    return a->is_fleet ? ((const struct mu_fleet_params *)mu_params_of(ctx, a->who))->at
                       : ((const struct mu_team_params *)mu_params_of(ctx, a->who))->at;
}

static uint32_t nearest_asset(const struct mu_ctx *ctx, const struct mu_office *o,
                              const struct mu_item *item, bool by_bus, mu_entity_id place)
{
    struct mu_point at = {0};
    uint32_t best = UINT32_MAX;
    double least = INFINITY;

    mu_place_of(ctx, place, &at);
    for (uint32_t i = 0; i < o->n_assets; i++) {
        const struct mu_asset *a = asset_at(ctx, o, i);
        if (!serves(ctx, a, item, by_bus))
            continue;
        const double far = mu_distance(base_of(ctx, a), at);
        if (far < least) {
            least = far;
            best = i;
        }
    }
    return best;
}

static bool is_desk_item(const struct mu_instance *i, const struct mu_item *item)
{
    return i->stage == MU_STAGE_STARTED &&
           (item->does == MU_VERB_RESCUE || item->does == MU_VERB_TRANSPORT);
}

static mu_entity_id place_for(const struct mu_instance *i, const struct mu_item *item)
{
    return i->it.i ? i->it : item->at.n ? item->at.ids[0] : MU_NOBODY;
}

/* The started item with the most people for each seat sent; UINT32_MAX = none needs more. */
static uint32_t worst_need(struct mu_ctx *ctx, struct mu_office *o)
{
    uint32_t worst = UINT32_MAX;
    double most = 1;

    for (uint32_t k = 0; k < o->n_instances; k++) {
        const struct mu_instance *i = mu_office_instance(ctx, o, k);
        const struct mu_item item = mu_office_item(ctx, i);
        if (!is_desk_item(i, &item))
            continue;
        const bool by_bus = item.does == MU_VERB_TRANSPORT;
        const mu_entity_id place = place_for(i, &item);
        const double persons = place.i ? need(ctx, o, place, by_bus) : 0;
        const double sent = seats_sent(ctx, o, k) * TRIPS_EXPECTED;
        const double pressure = sent > 0 ? persons / sent : persons > 0 ? persons + 1e6 : 0;
        if (pressure > most && nearest_asset(ctx, o, &item, by_bus, place) != UINT32_MAX) {
            most = pressure;
            worst = k;
        }
    }
    return worst;
}

static void send_asset(struct mu_ctx *ctx, struct mu_office *o, uint32_t k)
{
    struct mu_instance *i = mu_office_instance(ctx, o, k);
    const struct mu_item item = mu_office_item(ctx, i);
    const bool by_bus = item.does == MU_VERB_TRANSPORT;
    const mu_entity_id place = place_for(i, &item);
    struct mu_asset *a = asset_at(ctx, o, nearest_asset(ctx, o, &item, by_bus, place));
    const struct mu_order order = {.verb = item.does,
                                   .item = mu_office_item_thing(ctx, i),
                                   .issuer = mu_self(ctx),
                                   .target = place,
                                   .to = item.to,
                                   .amount = need(ctx, o, place, by_bus),
                                   .deadline = MU_NEVER};

    a->busy = true;
    a->instance = k + 1;
    i->orders++;
    mu_record(ctx, &(struct mu_happening){.kind = MU_OFFICE_KIND_DISPATCH,
                                          .subject = mu_thing_of(a->who),
                                          .object = mu_thing_of(place),
                                          .value = order.amount,
                                          .since = i->trigger});
    mu_office_send_order(ctx, o, a->who, &order);
}

void mu_office_dispatch(struct mu_ctx *ctx, struct mu_office *o)
{
    const mu_cause before = mu_cause_now(ctx);
    uint32_t k;

    while ((k = worst_need(ctx, o)) != UINT32_MAX) {
        send_asset(ctx, o, k);
        mu_set_cause(ctx, before);
    }
}
