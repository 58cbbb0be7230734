/* act.c - what an item does becomes orders. */
#include <stdio.h>

#include "models/command/office_impl.h"
#include "sim/assert.h"

const char *const mu_verbs[] = {"level",   "warn",      "evacuate", "rescue", "send",
                                "request", "transport", "open",     "supply", "close",
                                "report",  "road",      NULL};

static uint64_t media_of(const struct mu_ctx *ctx, const struct mu_item *item)
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

/* Targets: those named, else the loop's entity. */
static size_t n_targets(const struct mu_instance *i, const struct mu_item *item)
{
    return item->at.n > 0 ? item->at.n : i->it.i != 0;
}

static mu_entity_id target(const struct mu_instance *i, const struct mu_item *item, size_t k)
{
    return item->at.n > 0 ? item->at.ids[k] : i->it;
}

struct mu_order mu_office_order(const struct mu_ctx *ctx, const struct mu_instance *i,
                                const struct mu_item *item)
{
    struct mu_order order = {
        .verb = item->does,
        .item = mu_office_item_thing(ctx, i),
        .issuer = mu_self(ctx),
        .target = n_targets(i, item) > 0 ? target(i, item, 0) : item->to,
        .to = item->to,
        .goods = item->goods,
        .media = media_of(ctx, item),
        .amount = item->amount,
        .sides = (int32_t)item->sides,
        .deadline = MU_NEVER,
        .draws = mu_office_address("%s|%s", item->id, i->it.i ? mu_name(ctx, i->it) : ""),
    };

    if (item->does == MU_VERB_ROAD) {
        snprintf(order.text, sizeof order.text, "%s", item->roads);
        order.amount = item->reopen ? 0 : 1;
    }
    return order;
}

/* The order itself to each target: people are warned, shelters open, works begin. */
static void order_targets(struct mu_ctx *ctx, struct mu_office *o, uint32_t number,
                          const struct mu_item *item)
{
    const struct mu_instance *i = mu_office_instance(ctx, o, number);
    struct mu_order order = mu_office_order(ctx, i, item);

    for (size_t k = 0; k < n_targets(i, item); k++) {
        order.target = target(i, item, k);
        mu_office_send_order(ctx, o, number, order.target, &order, 0);
    }
}

/* Roads are named in the order's text; whoever looks after them is one for all. */
static void order_roads(struct mu_ctx *ctx, struct mu_office *o, uint32_t number,
                        const struct mu_item *item)
{
    struct mu_order order = mu_office_order(ctx, mu_office_instance(ctx, o, number), item);
    size_t n;

    order.target = mu_first_of(ctx, "roads", &n);
    if (n > 0)
        mu_office_send_order(ctx, o, number, order.target, &order, 0);
}

static void order_teams(struct mu_ctx *ctx, struct mu_office *o, uint32_t number,
                        const struct mu_item *item)
{
    const struct mu_order order = mu_office_order(ctx, mu_office_instance(ctx, o, number), item);

    for (size_t k = 0; k < item->with.n; k++)
        mu_office_send_order(ctx, o, number, item->with.ids[k], &order, 1);
}

static void request(struct mu_ctx *ctx, struct mu_office *o, uint32_t number,
                    const struct mu_item *item)
{
    struct mu_order order = mu_office_order(ctx, mu_office_instance(ctx, o, number), item);

    for (size_t k = 0; k < item->with.n; k++) {
        order.target = item->with.ids[k];
        mu_office_send_order(ctx, o, number, item->to, &order, 0);
    }
}

bool mu_office_supply(struct mu_ctx *ctx, struct mu_office *o, uint32_t number, uint32_t step,
                      double kg)
{
    const struct mu_instance *i = mu_office_instance(ctx, o, number);
    const struct mu_item item = mu_office_item(ctx, i->row);
    struct mu_order order = mu_office_order(ctx, i, &item);

    if (step >= item.with.n)
        return false;
    order.amount = kg;
    order.to = item.to.i ? item.to : order.target;
    struct mu_sent *sent = mu_office_send_order(ctx, o, number, item.with.ids[step], &order, 0);
    sent->step = step;
    sent->amount = kg;
    return true;
}

void mu_office_execute(struct mu_ctx *ctx, struct mu_office *o, uint32_t number)
{
    struct mu_instance *i = mu_office_instance(ctx, o, number);
    const struct mu_item item = mu_office_item(ctx, i->row);

    switch ((enum mu_verb)item.does) {
    case MU_VERB_LEVEL: mu_office_take_level(ctx, o, number, item.level); break;
    case MU_VERB_REPORT:
        if (mu_office_tell_all_known(ctx, o, item.to))
            return; /* ends when all has been told */
        break;
    case MU_VERB_REQUEST: request(ctx, o, number, &item); break;
    case MU_VERB_WARN:
    case MU_VERB_EVACUATE:
    case MU_VERB_OPEN:
    case MU_VERB_CLOSE: order_targets(ctx, o, number, &item); break;
    case MU_VERB_ROAD: order_roads(ctx, o, number, &item); break;
    case MU_VERB_SEND: order_teams(ctx, o, number, &item); break;
    case MU_VERB_SUPPLY: mu_office_supply(ctx, o, number, 0, item.amount); break;
    case MU_VERB_RESCUE:
    case MU_VERB_TRANSPORT:
        mu_office_need_changed(ctx, o, i->need - 1);
        return; /* ends when nobody is known to wait */
    case MU_VERBS: mu_bug("an item without a verb");
    }
    if (i->open == 0)
        mu_office_end_item(ctx, o, number);
}
