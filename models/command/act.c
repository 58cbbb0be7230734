/* act.c - what an item does becomes orders, and orders go out by channel. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "models/command/office_impl.h"
#include "models/response/fleet.h"
#include "models/response/team.h"
#include "sim/assert.h"

/* muster calibration */
enum {
    RETRY_S = 300,   /* until another try when no channel worked */
    UNHEARD_S = 600, /* until it is noticed that an order was not heard, and it is repeated */
};

const char *const mu_verbs[] = {"level",   "warn",      "evacuate", "rescue", "send",
                                "request", "transport", "open",     "supply", "close",
                                "report",  "road",      NULL};

double mu_office_known(struct mu_ctx *ctx, const struct mu_office *o, mu_entity_id who,
                       const char *quantity, double unknown)
{
    const uint32_t q = mu_quantity(ctx, mu_model_of(ctx, who), quantity);

    if (q == UINT32_MAX)
        return unknown;
    const struct mu_known *k = mu_knowledge_of(ctx, &o->knows, mu_fact_of(ctx, who, q));
    return k->is_known ? k->value : unknown;
}

void mu_office_send_order(struct mu_ctx *ctx, struct mu_office *o, mu_entity_id to,
                          const struct mu_order *order)
{
    const struct mu_office_params *p = mu_params(ctx);
    const struct mu_dispatch again = {to, *order};
    mu_time delay = 0;
    bool lost = false;

    if (mu_channel_pick(ctx, &p->channels, to, true, MU_OFFICE_DRAW_ORDER, o->orders++, &delay,
                        &lost)
            .i == 0)
        mu_set_timer(ctx, RETRY_S * MU_SECOND, MU_OFFICE_ORDER, &again, sizeof again);
    else if (lost)
        mu_set_timer(ctx, delay + UNHEARD_S * MU_SECOND, MU_OFFICE_ORDER, &again, sizeof again);
    else
        mu_send(ctx, to, delay, MU_MSG_ORDER, order, sizeof *order);
}

void mu_office_set_level(struct mu_ctx *ctx, struct mu_office *o, int32_t level)
{
    const mu_entity_id self = mu_self(ctx);
    size_t n;
    const mu_entity_id first = mu_first_of(ctx, "office", &n);
    const struct mu_told told = {mu_fact_of(ctx, self, MU_OFFICE_Q_LEVEL), level, mu_now(ctx)};
    const double before = o->level;

    o->level = level;
    const mu_cause cause =
        mu_record(ctx, &(struct mu_happening){.kind = MU_OFFICE_KIND_LEVEL, .value = level});
    const enum mu_news news = mu_knowledge_learn(ctx, &o->knows, &told, cause);
    mu_office_pass_on(ctx, o, &told, news, before, MU_NOBODY);
    for (uint32_t i = 0; i < n; i++) {
        const mu_entity_id other = {first.i + i};
        const struct mu_office_params *q = mu_params_of(ctx, other);
        if (q->parent.i == self.i && !mu_perfect_information(ctx))
            mu_report_tell(ctx, &((const struct mu_office_params *)mu_params(ctx))->channels, other,
                           true, &o->number, MU_REPORT_INITIAL, MU_NEVER, &told, 1);
    }
    if (mu_perfect_information(ctx))
        mu_report_tell(ctx, NULL, MU_NOBODY, true, &o->number, MU_REPORT_INITIAL, MU_NEVER, &told,
                       1);
    mu_office_more_clerks(ctx, o);
}

static uint64_t media_of(struct mu_ctx *ctx, const struct mu_item *item)
{
    size_t n;
    const mu_entity_id first = mu_first_of(ctx, "medium", &n);
    uint64_t mask = 0;

    for (size_t i = 0; i < item->with.n; i++) {
        const uint32_t k = item->with.ids[i].i - first.i;
        if (k < n && k < 64)
            mask |= UINT64_C(1) << k;
    }
    return mask;
}

static struct mu_order order_of(struct mu_ctx *ctx, const struct mu_instance *i,
                                const struct mu_item *item)
{
    struct mu_order order = {
        .verb = item->does,
        .item = mu_office_item_thing(ctx, i),
        .issuer = mu_self(ctx),
        .target = i->it,
        .to = item->to.i ? item->to : i->it,
        .goods = item->goods,
        .media = media_of(ctx, item),
        .amount = item->amount,
        .sides = (int32_t)item->sides,
        .deadline = MU_NEVER,
    };

    if (item->does == MU_VERB_ROAD) {
        snprintf(order.text, sizeof order.text, "%s", item->roads ? item->roads : "");
        order.amount = item->reopen ? 0 : 1;
    }
    return order;
}

/* Targets: the loop's entity, else those named. */
static size_t n_targets(const struct mu_instance *i, const struct mu_item *item)
{
    return i->it.i ? 1 : item->at.n;
}

static mu_entity_id target(const struct mu_instance *i, const struct mu_item *item, size_t k)
{
    return i->it.i ? i->it : item->at.ids[k];
}

/* The order itself to each target: people are warned, shelters open, works begin. */
static void order_targets(struct mu_ctx *ctx, struct mu_office *o, struct mu_instance *i,
                          const struct mu_item *item)
{
    struct mu_order order = order_of(ctx, i, item);

    i->orders = (uint32_t)n_targets(i, item);
    for (size_t k = 0; k < n_targets(i, item); k++) {
        order.target = target(i, item, k);
        mu_office_send_order(ctx, o, order.target, &order);
    }
}

/* Roads are named in the order's text; whoever looks after them is one for all. */
static void order_roads(struct mu_ctx *ctx, struct mu_office *o, struct mu_instance *i,
                        const struct mu_item *item)
{
    struct mu_order order = order_of(ctx, i, item);
    size_t n;

    order.target = mu_first_of(ctx, "roads", &n);
    i->orders = n > 0;
    if (n > 0)
        mu_office_send_order(ctx, o, order.target, &order);
}

/* Teams, fleets and depots that are named get it, each for the first target. */
static void order_means(struct mu_ctx *ctx, struct mu_office *o, struct mu_instance *i,
                        const struct mu_item *item, size_t most)
{
    struct mu_order order = order_of(ctx, i, item);
    const size_t n = item->with.n < most ? item->with.n : most;

    if (order.target.i == 0)
        order.target = item->at.n > 0 ? item->at.ids[0] : item->to;
    i->orders = (uint32_t)n;
    for (size_t k = 0; k < n; k++)
        mu_office_send_order(ctx, o, item->with.ids[k], &order);
}

static void request(struct mu_ctx *ctx, struct mu_office *o, const struct mu_instance *i,
                    const struct mu_item *item)
{
    struct mu_order order = order_of(ctx, i, item);

    for (size_t k = 0; k < item->with.n; k++) {
        order.target = item->with.ids[k];
        mu_office_send_order(ctx, o, item->to, &order);
    }
}

void mu_office_execute(struct mu_ctx *ctx, struct mu_office *o, uint32_t number)
{
    struct mu_instance *i = mu_office_instance(ctx, o, number);
    const struct mu_item item = mu_office_item(ctx, i);

    switch ((enum mu_verb)item.does) {
    case MU_VERB_LEVEL: mu_office_set_level(ctx, o, item.level); break;
    case MU_VERB_REPORT: mu_office_tell_all_known(ctx, o, item.to); break;
    case MU_VERB_REQUEST: request(ctx, o, i, &item); break;
    case MU_VERB_WARN:
    case MU_VERB_EVACUATE:
    case MU_VERB_OPEN:
    case MU_VERB_CLOSE: order_targets(ctx, o, i, &item); break;
    case MU_VERB_ROAD: order_roads(ctx, o, i, &item); break;
    case MU_VERB_SEND: order_means(ctx, o, i, &item, SIZE_MAX); break;
    case MU_VERB_SUPPLY: order_means(ctx, o, i, &item, 1); break;
    case MU_VERB_RESCUE:
    case MU_VERB_TRANSPORT: mu_office_dispatch(ctx, o); return; /* ends when nobody waits */
    case MU_VERBS: mu_bug("an item without a verb");
    }
    if (i->orders == 0)
        mu_office_finish_item(ctx, o, number, true, item.level);
}

/* ---- requests of other offices ---- */

void mu_office_requested(struct mu_ctx *ctx, struct mu_office *o, const struct mu_order *order)
{
    const struct mu_office_params *p = mu_params(ctx);
    struct mu_stream s = mu_stream_for(ctx, MU_OFFICE_DRAW_APPROVAL, order->target.i);

    (void)o;
    mu_record(ctx, &(struct mu_happening){.kind = MU_OFFICE_KIND_REQUESTED,
                                          .object = mu_thing_of(order->issuer),
                                          .place = mu_thing_of(order->target)});
    mu_set_timer(ctx, mu_seconds(mu_draw(&p->approval, &s)), MU_OFFICE_GRANT, order, sizeof *order);
}

void mu_office_grant(struct mu_ctx *ctx, struct mu_office *o, const struct mu_order *order)
{
    const struct mu_office_params *p = mu_params(ctx);
    const bool fleet = strcmp(mu_model_of(ctx, order->target), "fleet") == 0;
    const struct mu_assignment assignment = {order->issuer, order->item};
    mu_time delay = 0;
    bool lost = false;

    if (mu_channel_pick(ctx, &p->channels, order->target, true, MU_OFFICE_DRAW_ORDER, o->orders++,
                        &delay, &lost)
                .i == 0 ||
        lost) {
        mu_set_timer(ctx, RETRY_S * MU_SECOND, MU_OFFICE_GRANT, order, sizeof *order);
        return;
    }
    mu_office_lose(ctx, o, order->target);
    mu_send(ctx, order->target, delay, fleet ? MU_FLEET_ASSIGNED : MU_TEAM_ASSIGNED, &assignment,
            sizeof assignment);
}
